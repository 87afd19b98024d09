import Analysis
import Simulator
import TraceModel
import TraceStore

/// A stored run that is simulated again and compared event by event.
struct Replay {
  let run: Run
  private let reader: TraceReader
  private let context: Int
  /// How far the two are equal, and what differs first.
  let comparison: ReplayComparison

  /// Simulates the run again from what the trace stores, up to the first difference.
  ///
  /// - Parameter context: How many events to show on each side of that.
  /// - Throws: ``Failure`` with code 65 if the run is none that can be simulated.
  init(of run: Run, in reader: TraceReader, context: Int) throws {
    self.run = run
    self.reader = reader
    self.context = context
    let simulated = try SimulatedRun(run, in: reader)
    // The question is what this engine makes of the same parameters, so its version is no answer.
    var stored = run
    stored.header.engineVersion = Engine.version
    comparison = try ReplayComparison(with: stored, of: reader, context: context)
    do {
      try simulated.simulate(into: comparison, label: "replay of run \(run.id)")
    } catch is ReplayComparison.Stop {
      // The comparison has seen all that it needs.
    }
  }

  /// The engine that recorded the run, if it is not this program's.
  var otherEngine: String? {
    run.header.engineVersion == Engine.version ? nil : run.header.engineVersion
  }

  /// The result for people.
  func lines() throws -> [String] {
    var lines: [String] = []
    if let otherEngine {
      lines.append(
        "run \(run.id) was recorded by engine \(otherEngine), and this is engine "
          + "\(Engine.version): its events may differ")
    }
    let name = "run \(run.id) · \(run.variant.long)"
    let count = comparison.equalEvents.grouped
    guard let difference = comparison.difference else {
      return lines + ["\(name) · equal · \(count) events · fingerprint \(run.fingerprint.text)"]
    }
    lines.append("\(name) · different after \(count) equal events")
    return lines + (try details(of: difference)).map { "  \($0)" }
  }

  /// What differs, and around an event what led to it and stands beside it.
  private func details(of difference: RunDifference) throws -> [String] {
    let text = DifferenceText(replaying: run)
    guard let event = difference.event else { return text.lines(difference) }
    let stored = StoredRun(run, in: reader)
    let last = event.rawValue + Int64(context)
    let new = [difference.events.one].compactMap { $0 } + comparison.following
    let surroundings = try EventSurroundings(
      of: event, in: (stored, stored), context: context,
      behind: (new, stored.events(from: event.rawValue, to: last)))
    return text.lines(difference) + surroundings.lines(text)
  }

  /// The result for programs.
  func json() throws -> JSON {
    .object([
      ("run", .integer(Int64(run.id))), ("equal", .boolean(comparison.isEqual)),
      ("equal_events", .integer(Int64(comparison.equalEvents))),
      ("engine_version", .string(run.header.engineVersion)),
      ("replayed_by", .string(Engine.version)),
      ("first_difference", .optional(comparison.difference?.event?.rawValue)),
      (
        "difference",
        .array(try (comparison.difference.map(details) ?? []).map { .string($0) })
      ),
    ])
  }
}
