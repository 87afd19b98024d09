package import TraceModel

/// Writes runs as JSON Lines, one after another.
///
/// Octets are handed on in pieces, so that memory does not grow with a run; equal runs give equal
/// octets. A writer is a sink: whatever produces a run can hand it over.
package final class RunLineWriter: TraceSink {
  private static let pieceSize = 1 << 16

  private let output: ([UInt8]) throws -> Void
  private var octets: [UInt8] = []
  private var header: RunHeader?
  /// The hash of what was recorded of the run so far.
  package private(set) var fingerprint = Fingerprint()
  private var events: Int64 = 0
  /// The event that was recorded last, whose text may follow.
  private var pending: TraceEvent?

  /// - Parameter output: Takes the octets.
  package init(output: @escaping ([UInt8]) throws -> Void) { self.output = output }

  /// What keeps a run from being written.
  package struct Obstacle: Error, CustomStringConvertible {
    package var description: String
  }

  /// What keeps a run of this header from being written, in words; `nil` if nothing does.
  package static func obstacle(to header: RunHeader) -> String? {
    guard header.source != .capture else {
      return "it was read from a capture, whose frames and octets they do not hold"
    }
    let names = Set(header.parameters.map(\.name))
    return names.count == header.parameters.count ? nil : "it has two parameters of one name"
  }

  package func begin(_ header: RunHeader) throws {
    if let obstacle = Self.obstacle(to: header) { throw Obstacle(description: obstacle) }
    self.header = header
    fingerprint = Fingerprint()
    events = 0
    try write { $0.append(header) }
  }

  package func declare(_ connection: RPCConnection) throws {
    guard let header else { return }
    try write { $0.append(connection, of: header) }
  }

  package func record(_ event: TraceEvent) throws {
    try writePending(nil)
    pending = event
    fingerprint.combine(event)
    events = event.sequence.rawValue
  }

  package func log(_ entry: EventLogEntry, at event: EventSequence) throws {
    fingerprint.combine(entry)
    try writePending(entry)
  }

  package func end(_ outcome: RunOutcome, at time: TraceInstant) throws {
    try end { line in
      line.add(EndMember.time, time.nanoseconds)
      line.add(EndMember.status, "complete")
      line.add(EndMember.outcome, outcome.name)
    }
  }

  /// Ends a run that was interrupted after its last event.
  package func breakOff() throws {
    try end { $0.add(EndMember.status, "interrupted") }
  }

  private func end(_ body: (inout LineText) -> Void) throws {
    try writePending(nil)
    try write { line in
      line.begin(.end)
      body(&line)
      line.add(EndMember.eventCount, events)
      line.add(EndMember.fingerprint, fingerprint.text)
      line.finish()
    }
    header = nil
    try flush()
  }

  private func writePending(_ entry: EventLogEntry?) throws {
    guard let event = pending, let header else { return }
    pending = nil
    try write { $0.append(event, entry, of: header) }
  }

  private func write(_ body: (inout LineText) -> Void) throws {
    var line = LineText(octets: octets)
    octets = []
    let start = line.octets.count
    body(&line)
    octets = line.octets
    guard octets.count - start <= LineLimit.length else {
      throw Obstacle(description: "a line of it has over \(LineLimit.length) octets")
    }
    if octets.count >= Self.pieceSize { try flush() }
  }

  private func flush() throws {
    try output(octets)
    octets.removeAll(keepingCapacity: true)
  }
}
