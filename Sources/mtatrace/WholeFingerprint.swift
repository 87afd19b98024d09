import Analysis
import TraceModel
import TraceStore

/// Hashes a run's events as they are, and as they are with pseudonyms in their texts.
///
/// A slice states the hash of the whole run that it was cut out of, and has not all of its texts:
/// the run is simulated to find what that hash is now.
final class WholeFingerprint: TraceSink {
  private let entries: RedactedEntries
  /// How many events the whole run has, which may have been interrupted.
  private let count: Int
  private var original = Fingerprint()
  private var redacted = Fingerprint()

  private init(of run: Run, names: Pseudonyms) {
    entries = RedactedEntries(of: run.header, names: names)
    count = run.wholeEventCount
  }

  /// The hash of the whole run with pseudonyms, or `nil` if the run is none that comes out the same
  /// when it is simulated.
  static func value(
    of run: Run, in reader: TraceReader, names: Pseudonyms
  ) throws -> Fingerprint? {
    guard run.header.source == .simulation, let simulated = try? SimulatedRun(run, in: reader)
    else { return nil }
    let sink = WholeFingerprint(of: run, names: names)
    try simulated.simulate(into: sink, label: "whole of run \(run.id)")
    return sink.original == run.wholeFingerprint ? sink.redacted : nil
  }

  func begin(_ header: RunHeader) {}
  func declare(_ connection: RPCConnection) {}

  func record(_ event: TraceEvent) {
    guard event.sequence.rawValue <= count else { return }
    original.combine(event)
    redacted.combine(event)
  }

  func log(_ entry: EventLogEntry, at event: EventSequence) {
    guard event.rawValue <= count else { return }
    original.combine(entry)
    redacted.combine(entries.redacted(entry))
  }

  func end(_ outcome: RunOutcome, at time: TraceInstant) {}
}
