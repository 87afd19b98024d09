import Capture
import TraceModel

/// Reads octets as a capture, as libFuzzer calls it: whatever they are, what comes of them is a
/// trace.
@_cdecl("LLVMFuzzerTestOneInput")
func readCapture(_ octets: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = unsafe Array(UnsafeBufferPointer(start: octets, count: count))
  do {
    let importer = try CaptureImporter(MemorySource(input))
    _ = try importer.run(named: "fuzz", into: CheckingSink())
  } catch {
    precondition(error is CaptureFileError, "Only what is no capture is refused: \(error)")
  }
  return 0
}

/// Checks that what it is handed is a trace.
final class CheckingSink: CaptureSink {
  private var addressCounts: [Int] = []
  private var connections: UInt32 = 0
  private var last = EventSequence(rawValue: 0)
  private var time = TraceInstant.start

  func begin(_ header: RunHeader) { precondition(header.source == .capture) }
  func declare(_ host: Host) { addressCounts.append(host.addresses.count) }
  func declare(_ address: Host.Address, of host: HostIndex) {
    addressCounts[Int(host.rawValue)] += 1
    precondition(addressCounts[Int(host.rawValue)] <= 256)
  }
  func declare(_ connection: RPCConnection) {
    connections += 1
    precondition(connection.id.rawValue == connections)
    precondition(Int(connection.client.rawValue) < addressCounts.count)
    precondition(
      Int(connection.serverAddress) < addressCounts[Int(connection.server.rawValue)])
  }
  func describe(_ connection: WireConnection) {
    precondition(connection.id.rawValue == connections)
  }
  func record(_ event: TraceEvent) {
    precondition(event.sequence.rawValue == last.rawValue + 1)
    precondition(event.time >= time)
    precondition(event.cause.map { $0 < event.sequence && $0.rawValue > 0 } ?? true)
    precondition(event.connection.map { $0.rawValue <= connections } ?? false)
    last = event.sequence
    time = event.time
  }
  func log(_ entry: EventLogEntry, at event: EventSequence) {
    precondition(entry.text.isEmpty, "A capture has no event log.")
  }
  func propose(_ context: ProposedContext) { precondition(context.event == last) }
  func keep(_ pdu: WirePDU, at event: EventSequence) {
    precondition(event == last && pdu.octets.count <= 65_535 && pdu.octets.count >= 16)
  }
  func count(_ unread: UnreadCount) { precondition(unread.count > 0 && unread.octets >= 0) }
  func end(_ outcome: RunOutcome, at time: TraceInstant) { precondition(time >= self.time) }
}
