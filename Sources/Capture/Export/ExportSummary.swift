package import TraceModel

/// What an export wrote, and what it left out and why.
package struct ExportSummary: Equatable, Sendable {
  /// Why an event has no packet of its own.
  package enum Reason: String, CaseIterable, Sendable {
    /// It happened inside a host: mail, timers, the event log.
    case insideHost = "inside a host"
    /// A server that is not simulated connected: nothing is known of its packets.
    case otherServer = "connections of servers outside the run"
    /// An end lost its connection and nothing arrived that told it so.
    case nothingArrived = "connections given up since nothing came back"
    /// Its packet is that of another event: nothing is left to acknowledge.
    case noPacketDue = "endings that need no packet more"
    /// The trace does not say enough of a PDU, or its length is none that such a PDU has.
    case cannotBeMade = "PDUs whose octets cannot be made"
    /// The trace lacks the connection that the event names.
    case noConnection = "events on connections that the trace lacks"

    /// The reason as programs read it.
    package var name: String {
      switch self {
      case .insideHost: "inside_host"
      case .otherServer: "other_server"
      case .nothingArrived: "nothing_arrived"
      case .noPacketDue: "no_packet_due"
      case .cannotBeMade: "cannot_be_made"
      case .noConnection: "no_connection"
      }
    }

    /// Whether traffic is missing from the export for it.
    package var isLoss: Bool { self == .cannotBeMade || self == .noConnection }
  }

  package var packets = 0
  package var octets = 0
  package var connections = 0
  /// PDUs by kind, in the order of their types; those that were not sent are not among them.
  package var pdus: [(kind: EventKind, count: Int)] {
    EventKind.allCases.filter(\.isPDU).sorted { $0.rawValue < $1.rawValue }
      .map { ($0, counts[Int($0.rawValue)]) }.filter { $0.1 > 0 }
  }
  /// Events without a packet by reason; reasons that did not occur are not among them.
  package var leftOut: [(reason: Reason, count: Int)] {
    Reason.allCases.map { ($0, reasons[$0, default: 0]) }.filter { $0.1 > 0 }
  }
  /// PDUs of which the last octets were not captured.
  package var cutPDUs = 0

  private var counts = [Int](repeating: 0, count: 256)
  private var reasons: [Reason: Int] = [:]

  mutating func count(_ kind: EventKind) { counts[Int(kind.rawValue)] += 1 }
  mutating func leaveOut(_ reason: Reason) { reasons[reason, default: 0] += 1 }
}
