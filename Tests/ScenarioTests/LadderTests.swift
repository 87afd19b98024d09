import Analysis
import Figures
import Foundation
import Testing
import TraceModel
import TraceStore

/// Diagrams as text, of the sample traces.
struct LadderTests {
  static let samples = ["q181721", "bindback", "q166594", "q189494", "healthy", "hub50"]

  private static func content(
    _ name: String, runs: [Int] = [], window: ClosedRange<TraceInstant>? = nil,
    choices: SequenceChoices = SequenceChoices(), axis: SequenceAxis = .compressed
  ) throws -> SequenceDiagram.Content {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let reader = try TraceReader(folder.appendingPathComponent("traces/\(name).sqlite").path)
    let chosen = try reader.runs().filter { runs.isEmpty || runs.contains($0.id) }
    let contrast = try TraceAnalysis(reader: reader).contrast(of: chosen)
    let sequence = try SequenceContrast(
      reading: reader, runs: contrast.runs.map(\.run), link: contrast.link, window: window,
      choices: choices)
    return SequenceDiagram.Content(
      sequence, of: contrast.variants,
      provenance: Provenance(
        program: "mtatrace", file: "trace.sqlite", runs: contrast.runs.map(\.run),
        command: "mtatrace record"),
      axis: axis)
  }

  private static func lines(
    _ content: SequenceDiagram.Content, width: Int, charset: TerminalCharset = .unicode
  ) throws -> [String] {
    try Ladder(content, width: width, charset: charset).lines.map(\.text)
  }

  @Test func `the story of Q181721 reads like this in 80 columns`() throws {
    let content = try Self.content("q181721")
    try expect(Self.lines(content, width: 80), matchesGolden: "q181721-ladder-80.txt")
    try expect(
      Self.lines(content, width: 80, charset: .ascii), matchesGolden: "q181721-ladder-ascii.txt")
  }

  @Test func `the story of Q181721 reads like this in wider terminals`() throws {
    let content = try Self.content("q181721")
    try expect(Self.lines(content, width: 132), matchesGolden: "q181721-ladder-132.txt")
    try expect(Self.lines(content, width: 160), matchesGolden: "q181721-ladder-160.txt")
  }

  @Test func `three hosts of a hub read like this`() throws {
    let content = try Self.content(
      "hub50", runs: [1], window: (.start + .minutes(3))...(.start + .minutes(4)),
      choices: SequenceChoices(hosts: [0, 10, 2].map { HostIndex($0) }))
    try expect(Self.lines(content, width: 80), matchesGolden: "hub50-ladder-80.txt")
  }

  @Test(arguments: samples)
  func `no line is wider than the terminal`(name: String) throws {
    for unfolding in [Unfolding.none, .all] {
      let content = try Self.content(name, choices: SequenceChoices(unfolding: unfolding))
      for width in stride(from: 60, through: 200, by: unfolding == .none ? 1 : 20) {
        let charset = width.isMultiple(of: 4) ? TerminalCharset.ascii : .unicode
        let lines = try Self.lines(content, width: width, charset: charset)
        let widest = lines.map(TextColumns.width(of:)).max() ?? 0
        #expect(widest <= width, "\(name) in \(width) columns")
        guard charset == .ascii else { continue }
        #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
      }
    }
  }

  @Test(arguments: samples)
  func `every word of every row is there, however narrow it is`(name: String) throws {
    for unfolding in [Unfolding.none, .all] {
      let content = try Self.content(name, choices: SequenceChoices(unfolding: unfolding))
      for width in [60, 80, 200] {
        let text = try Self.lines(content, width: width).joined(separator: " ")
        let words = Set(text.split(separator: " ").map { $0.filter { !"┃│║╎▌┊░".contains($0) } })
        for word in content.columns.flatMap({ $0.story.rows.flatMap(\.words) }) {
          #expect(words.contains(word), "\(name) in \(width) columns: \(word)")
        }
      }
    }
  }

  @Test(arguments: samples)
  func `rows have their times, in order`(name: String) throws {
    let content = try Self.content(name, choices: SequenceChoices(unfolding: .all), axis: .step)
    for column in content.columns {
      var one = content
      (one.columns, one.sharedRows, one.hasDifference) = ([column], 0, false)
      let times = try Self.lines(one, width: 80).compactMap { line -> String? in
        let word = line.split(separator: " ").first.map { String($0) } ?? ""
        return word.contains(".") && word.contains(":") && word.first?.isNumber == true
          ? word : nil
      }
      let expected = column.story.rows.filter { row in
        if case .pause = row { false } else { true }
      }.map(\.time.preciseText)
      // Arrows that arrive late have a line for that as well.
      var rest = times[...]
      for time in expected {
        let place = try #require(rest.firstIndex(of: time), "\(name): \(time)")
        rest = rest[(place + 1)...]
      }
    }
  }

  @Test func `builds stand side by side where there is room, and the difference is marked`() throws
  {
    let content = try Self.content("q181721")
    for (width, isBeside) in [(80, false), (155, false), (156, true), (200, true)] {
      let lines = try Self.lines(content, width: width)
      #expect(lines.contains { $0.contains("SP3  ") && $0.hasSuffix("SP4") } == isBeside)
      let marks = lines.count { $0.contains("first difference that the wire shows") }
      #expect(marks == (isBeside ? 1 : 2))
    }
  }

  @Test func `lifelines without room have numbers, and then there is a limit`() throws {
    let content = try Self.content("q181721")
    let lines = try Self.lines(content, width: 60)
    #expect(lines.joined(separator: " ").contains("4 SLPS100 RPC vns_spp[385], 5 SLPS100 MTA"))
    #expect(throws: LadderTooNarrow(needed: 40, width: 39)) {
      try Self.lines(content, width: 39)
    }
    #expect(try Self.lines(content, width: 40).allSatisfy { TextColumns.width(of: $0) <= 40 })
  }
}

extension SequenceRow {
  /// What is written on it, word by word.
  fileprivate var words: [String] {
    let text =
      switch self {
      case .arrow(let arrow): arrow.label
      case .note(let note): note.text
      case .pause(let pause): pause.label
      case .fold(let fold): "\(fold.title) \(fold.detail)"
      }
    return text.split(separator: " ").map { String($0) }
  }
}
