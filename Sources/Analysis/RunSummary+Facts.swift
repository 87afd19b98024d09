package import TraceModel
import TraceStore

/// What figures say about a run, so that they need not know the store.
extension RunSummary {
  /// Its number in the trace, from 1.
  package var number: Int { run.id }
  package var header: RunHeader { run.header }
  /// Its build as traces spell it, with the version of Exchange if its scenario contrasts that.
  package var version: String { run.version }
  package var eventCount: Int { run.eventCount }
  package var fingerprint: Fingerprint { run.fingerprint }
  /// Whether it was recorded to its end, as views spell it.
  package var statusName: String { run.status.name }
  /// When it ended, or was interrupted.
  package var end: TraceInstant { run.end }
}

extension Run {
  /// Its build as traces spell it, with the version of Exchange if its scenario contrasts that.
  package var version: String {
    let contrastsExchange = header.value(of: "contrast") == "exchange"
    return contrastsExchange ? "\(header.build), \(variant.short)" : header.build
  }
}

extension RunHeader {
  /// When the capture that a run was read from began; `nil` for a simulation.
  package var captureStart: UnixTime? {
    guard source == .capture, let text = value(of: "capture.start") else { return nil }
    return Int64(text).map { UnixTime(nanoseconds: $0) }
  }
}

extension Disturbance {
  /// What happened where: `outage between HUB1 and SLPS100`.
  package func text(of summary: RunSummary) -> String { text(in: summary.run) }
  /// The same in as few words as a label needs.
  package func label(of summary: RunSummary) -> String { label(in: summary.run) }
}

extension Stall {
  /// What ended it, as views spell it: `rescue`, `strand`, `other`.
  package var endingName: String { ending.rawValue }
}
