import DCERPC
import TraceModel

/// What a packet's comment says of the event behind it.
struct PacketComment {
  let run: Run
  let event: TraceEvent

  private var host: String { run.name(of: event.host) }
  private var peer: String { event.peer.map(run.name(of:)) ?? "its peer" }
  private var number: String { "Event \(event.sequence.rawValue)" }

  /// A client asks for a connection.
  func connect(to address: String, mapped: Bool) -> String {
    let how = mapped ? ", which goes out over TCP here" : ""
    return "\(number): \(host) asks \(peer) for a connection to \(address)\(how)."
  }

  /// A server answers, or a client learns that its connection stands.
  var connected: String {
    event.kind == .connected
      ? "\(number): the connection of \(host) to \(peer) stands."
      : "\(number): the request for a connection reached \(host)."
  }

  var disconnect: String {
    event.direction == .received
      ? "\(number): \(host) learned that \(peer) closed the connection."
      : "\(number): \(host) closes the connection to \(peer)."
  }

  var reset: String { "\(number): \(host) lost its connection to \(peer)." }

  /// The client's end of a connection whose bind was refused.
  var letGo: String { "\(number): \(host) lets the refused connection go." }

  var refused: String { "\(number): \(peer) refused the connection that \(host) asked for." }

  /// A PDU, or a part of it: `part` of `count`.
  func pdu(part: Int = 1, of count: Int = 1, missed: UInt32?) -> String {
    let piece = count > 1 ? ", segment \(part) of \(count)" : ""
    let deed = event.direction == .received ? "received" : "sent"
    let ends = event.direction == .received ? "from" : "to"
    var text = "\(number): \(host) \(deed) \(event.kind.name)\(details) \(ends) \(peer)\(piece)."
    if event.direction != .received, let meaning = meaning(missed) { text += " " + meaning }
    return text
  }

  private var details: String {
    var parts: [String] = []
    if let call = event.call { parts.append("call \(call)") }
    if let group = event.group {
      parts.append(group == 0 ? "new group" : "group \(Self.hexadecimal(group))")
    }
    if let opnum = event.opnum { parts.append("opnum \(opnum)") }
    if let message = event.message { parts.append("message \(message.rawValue)") }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }

  /// What a refusal, a failure or a cancel means.
  private func meaning(_ missed: UInt32?) -> String? {
    switch event.kind {
    case .bindNak: refusal(missed)
    case .fault: failure
    case .coCancel:
      "\(host) had no response to call \(event.call ?? 0) for its time-out and asks for the "
        + "call's end; no answer belongs to a co_cancel (C706, 12.6.4.6; KB Q189494, event 9277)."
    case .orphaned:
      "\(host) gives call \(event.call ?? 0) up and closes the connection ([MS-RPCE] 3.3.1.5.10)."
    default: nil
    }
  }

  private func refusal(_ missed: UInt32?) -> String {
    let reason = event.code ?? 0
    let status = Win32Status(RejectReason(rawValue: UInt16(clamping: reason))).rawValue
    let why =
      missed.map {
        "the server did not find group \(Self.hexadecimal($0)) on the address that the bind "
          + "came in on (KB Q181721)"
      } ?? "the server refuses the bind"
    let executed = status == Win32Status.callFailedDidNotExecute.rawValue
    return "Bind refused, reason \(reason): \(why). The client's call fails with \(status)"
      + (executed ? ", it did not execute and may be tried again." : ".")
  }

  private var failure: String {
    let status = FaultStatus(rawValue: event.code ?? 0)
    let win32 = Win32Status(status).rawValue
    return "The call failed at the server with status \(Self.hexadecimal(status.rawValue)), which "
      + "its caller sees as \(win32)" + (status == .cancelled ? ": it was cancelled." : ".")
  }

  private static func hexadecimal(_ number: UInt32) -> String {
    let digits = String(number, radix: 16)
    return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
  }
}
