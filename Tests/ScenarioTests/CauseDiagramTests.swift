import Analysis
import Drawing
import Figures
import Foundation
import Testing
import TraceModel
import TraceStore

/// The diagram of what led to an event and of what it led to.
struct CauseDiagramTests {
  static let samples = ["q181721", "q166594", "q189494", "healthy", "hub50", "stalled"]

  private struct Drawn {
    let asked: TraceEvent
    /// The events that are told, by their numbers.
    let told: [EventSequence: TraceEvent]
    let contrast: SequenceContrast
    let content: SequenceDiagram.Content

    /// The rows, with those that folds stand for instead of folds.
    var rows: [SequenceRow] {
      contrast.stories[0].rows.flatMap { row -> [SequenceRow] in
        if case .fold(let fold) = row { fold.rows } else { [row] }
      }.filter { if case .pause = $0 { false } else { true } }
    }
  }

  private static func stored(_ name: String) throws -> StoredRun {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let reader = try TraceReader(folder.appendingPathComponent("traces/\(name).sqlite").path)
    return StoredRun(try reader.runs()[0], in: reader)
  }

  private static func draw(
    _ number: Int64, of stored: StoredRun, keeping limit: Int = 60,
    choices: SequenceChoices = SequenceChoices(), axis: SequenceAxis = .compressed
  ) throws -> Drawn {
    let asked = try #require(try stored.event(EventSequence(rawValue: number)))
    let consequences = try Consequences(of: asked, in: stored, keeping: limit)
    let contrast = try SequenceContrast(
      explaining: consequences, in: stored, keeping: limit, choices: choices)
    let content = SequenceDiagram.Content(
      contrast, of: [stored.run.variant],
      provenance: Provenance(
        program: "mtatrace", file: "trace.sqlite", runs: [stored.run], command: "mtatrace record"),
      axis: axis)
    let events =
      try stored.analysis.causes(of: asked, in: stored.run.id) + consequences.nodes.map(\.event)
    return Drawn(
      asked: asked, told: Dictionary(uniqueKeysWithValues: events.map { ($0.sequence, $0) }),
      contrast: contrast, content: content)
  }

  /// Events from all over a run.
  private static func numbers(of stored: StoredRun, count: Int64) -> [Int64] {
    let all = Int64(stored.run.eventCount)
    return (0..<count).map { 1 + $0 * max(all - 1, 1) / count } + [all]
  }

  @Test(arguments: samples)
  func `every event told stands behind one row, and every row for an event told`(
    name: String
  ) throws {
    let stored = try Self.stored(name)
    for number in Self.numbers(of: stored, count: 60) {
      let drawn = try Self.draw(number, of: stored, keeping: 100_000)
      let events = drawn.rows.compactMap(\.event)
      let said = "event \(number) of \(name)"
      #expect(events.count == drawn.rows.count && Set(events).count == events.count, "\(said)")
      #expect(events.allSatisfy { drawn.told[$0] != nil }, "\(said)")
      // What begins no row is the end of an arrow, or the call that carries it.
      let begun = Set(events)
      for event in drawn.told.values where !begun.contains(event.sequence) {
        #expect(event.direction == .received || event.kind == .request, "\(said): \(event)")
      }
      #expect(drawn.rows.map(\.time) == drawn.rows.map(\.time).sorted(), "\(said)")
      let omitted = drawn.contrast.stories[0].omitted.map(\.count).reduce(0, +)
      #expect(omitted == 0, "\(said)")
    }
  }

  @Test(arguments: samples)
  func `the event stands alone behind the band, and all lifelines are needed`(
    name: String
  ) throws {
    let stored = try Self.stored(name)
    for number in Self.numbers(of: stored, count: 40) {
      let drawn = try Self.draw(number, of: stored)
      let said = "event \(number) of \(name)"
      let row = drawn.contrast.stories[0].rows[drawn.contrast.sharedRows]
      let first = try #require(row.event, "\(said)")
      // Its own row, or that of what it is the end of or carries.
      #expect(first <= drawn.asked.sequence, "\(said)")
      for before in drawn.contrast.stories[0].rows.prefix(drawn.contrast.sharedRows) {
        #expect(before.time <= row.time, "\(said)")
      }
      #expect(drawn.content.focus?.contains("#\(number)") == true, "\(said)")
      let used = Set(drawn.rows.flatMap(\.lifelines))
      #expect(used == Set(drawn.contrast.stories[0].lifelines.indices), "\(said)")
    }
  }

  @Test(arguments: samples, SequenceAxis.allCases)
  func `no label of a diagram of causes touches anything`(
    name: String, axis: SequenceAxis
  ) throws {
    let stored = try Self.stored(name)
    for number in Self.numbers(of: stored, count: 4) {
      for (limit, unfolding) in [(60, Unfolding.none), (12, .all)] {
        let drawn = try Self.draw(
          number, of: stored, keeping: limit, choices: SequenceChoices(unfolding: unfolding),
          axis: axis)
        try DiagramGeometryTests.expectNoCollisions(
          in: drawn.content, "event \(number) of \(name) \(axis)")
      }
    }
  }
}

extension SequenceRow {
  fileprivate var event: EventSequence? {
    switch self {
    case .arrow(let arrow): arrow.event
    case .note(let note): note.event
    case .fold, .pause: nil
    }
  }

  fileprivate var lifelines: [Int] {
    switch self {
    case .arrow(let arrow): [arrow.from, arrow.to]
    case .note(let note): [note.at]
    case .fold, .pause: []
    }
  }
}
