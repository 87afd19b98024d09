import Analysis
import Testing
import TraceModel
import TraceStore

struct SequenceContrastTests {
  static let direction = Link(from: HostIndex(0), to: HostIndex(1))

  static func contrast(_ scenario: String, seed: UInt64) throws -> SequenceContrast {
    let trace = try RecordedScenario(scenario, seed: seed)
    return try SequenceContrast(reading: trace.reader, runs: trace.runs, link: direction)
  }

  @Test(arguments: ["q181721", "q166594", "q189494"])
  func `the story of a scenario's default run reads as it is drawn`(name: String) throws {
    let trace = try RecordedScenario(name, seed: 8)
    let analysis = TraceAnalysis(reader: trace.reader)
    let link = try analysis.contrast(of: trace.runs).link
    let contrast = try SequenceContrast(reading: trace.reader, runs: trace.runs, link: link)
    var lines = [
      contrast.headline, contrast.subtitle,
      "\(contrast.sharedRows) rows shared, then a difference: \(contrast.hasDifference)",
    ]
    for story in contrast.stories {
      lines += ["", story.lifelines.map { "\($0.title) \($0.subtitle)" }.joined(separator: " | ")]
      lines += story.rows.map(Self.text)
      let omitted = story.omitted.map { "\($0.count) × \($0.kind.name)" }
      lines.append("not drawn: \(omitted.joined(separator: ", "))")
    }
    try expect(lines, matchesGolden: "\(name)-story.txt")
  }

  @Test(arguments: [2, 8, 12, 41] as [UInt64])
  func `unfolding gives back every row of the exchanges that were folded`(seed: UInt64) throws {
    for story in try Self.contrast("q181721", seed: seed).stories {
      for case .fold(let fold) in story.rows {
        #expect(fold.count > 1)
        guard fold.isRepetition else { continue }
        #expect(fold.rows.count.isMultiple(of: fold.count))
        let size = fold.rows.count / fold.count
        let shape = fold.rows.prefix(size).map(Self.shape)
        for start in stride(from: 0, to: fold.rows.count, by: size) {
          #expect(fold.rows[start..<start + size].map(Self.shape) == shape)
        }
      }
    }
  }

  @Test(arguments: [2, 8, 12, 41] as [UInt64])
  func `folding and unfolding give the same rows`(seed: UInt64) throws {
    let trace = try RecordedScenario("q181721", seed: seed)
    func rows(_ unfolding: Unfolding) throws -> [[SequenceRow]] {
      try SequenceContrast(
        reading: trace.reader, runs: trace.runs, link: Self.direction,
        choices: SequenceChoices(unfolding: unfolding)
      ).stories.map { story in
        story.rows.flatMap { row -> [SequenceRow] in
          switch row {
          case .fold(let fold): fold.rows
          case .pause: []
          case .arrow, .note: [row]
          }
        }
      }
    }
    let unfolded = try rows(.all)
    #expect(try rows(.none) == unfolded)
    #expect(try rows(.only([1])) == unfolded)
  }

  @Test(arguments: [2, 8, 12, 41] as [UInt64])
  func `rows follow each other in time, and each arrow arrives`(seed: UInt64) throws {
    for story in try Self.contrast("q181721", seed: seed).stories {
      #expect(zip(story.rows, story.rows.dropFirst()).allSatisfy { $0.time <= $1.time })
      for case .arrow(let arrow) in story.rows {
        #expect(try #require(arrow.received) >= arrow.sent)
      }
    }
  }

  @Test func `what a window cuts off is still said to arrive`() throws {
    let trace = try RecordedScenario("q181721", seed: 8)
    let start = TraceInstant(nanoseconds: 1_924_660_000_000)
    let contrast = try SequenceContrast(
      reading: trace.reader, runs: trace.runs, link: Self.direction,
      window: start...start + .milliseconds(760))
    let transfers = contrast.stories[1].rows.compactMap { row -> SequenceArrow? in
      if case .arrow(let arrow) = row, arrow.label.hasPrefix("transfer") { arrow } else { nil }
    }
    try #require(transfers.count == 1)
    #expect(try #require(transfers[0].received) > start + .milliseconds(760))
    #expect(contrast.subtitle.contains("0:32:04 to 0:32:05"))
  }

  @Test func `the difference is found in the story of the whole run`() throws {
    let trace = try RecordedScenario("q181721", seed: 8)
    let contrast = try SequenceContrast(
      reading: trace.reader, runs: trace.runs, link: Self.direction,
      window: .start...TraceInstant.start + .hours(4))
    let first = contrast.stories[0].rows[contrast.sharedRows]
    guard case .arrow(let arrow) = first else {
      Issue.record("the first difference is \(first)")
      return
    }
    #expect(arrow.mark == .bindNak)
    #expect(
      contrast.stories[0].rows.prefix(contrast.sharedRows).contains { row in
        if case .fold = row { true } else { false }
      })
  }

  @Test func `a trace without refusals tells of none`() throws {
    let contrast = try Self.contrast("healthy", seed: 8)
    #expect(contrast.headline == "No bind is refused here")
    #expect(!contrast.hasDifference)
    #expect(contrast.stories[0].rows == contrast.stories[1].rows)
  }

  private static func shape(_ row: SequenceRow) -> String {
    switch row {
    case .arrow(let arrow): "\(arrow.mark) \(arrow.from) \(arrow.to)"
    case .note(let note): "\(note.mark) \(note.at)"
    case .fold, .pause: "nothing that folds"
    }
  }

  private static func text(_ row: SequenceRow) -> String {
    switch row {
    case .arrow(let arrow):
      "\(arrow.sent.preciseText)  \(arrow.from) → \(arrow.to)  \(arrow.label)  (\(arrow.mark))"
    case .note(let note): "\(note.time.preciseText)  at \(note.at)  \(note.text)  (\(note.mark))"
    case .fold(let fold): "\(fold.first.preciseText)  [\(fold.title)] \(fold.detail)"
    case .pause(let pause): "\(pause.start.preciseText)  … \(pause.label)"
    }
  }
}
