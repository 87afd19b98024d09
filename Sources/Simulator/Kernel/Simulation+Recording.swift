import DCERPC
import TraceModel

/// How events get their number, time and cause.
extension Simulation {
  /// Records an event of now, whose cause is the current one.
  /// - Returns: Its number.
  @discardableResult
  mutating func record(
    _ kind: EventKind, _ direction: EventDirection? = nil, at host: HostIndex,
    peer: HostIndex? = nil, association: MTAAssociationID? = nil,
    connection: RPCConnectionID? = nil, group: UInt32? = nil, call: UInt32? = nil,
    opnum: UInt16? = nil, context: UInt16? = nil, message: MessageID? = nil,
    length: UInt32? = nil, code: UInt32? = nil, queue: UInt32? = nil
  ) throws -> EventSequence {
    recorded += 1
    let sequence = EventSequence(rawValue: recorded)
    try sink.record(
      TraceEvent(
        sequence: sequence, time: now, kind: kind, direction: direction, host: host, peer: peer,
        association: association, connection: connection, group: group, call: call, opnum: opnum,
        context: context, message: message, length: length, code: code,
        queue: queue, cause: cause))
    return sequence
  }

  /// Records that one end of a connection sent or received a PDU.
  mutating func record(
    _ pdu: PDU, _ operation: Operation?, _ direction: EventDirection, octets: Int,
    of connection: Connection, atServer: Bool
  ) throws -> EventSequence {
    let host = atServer ? connection.server : connection.client
    let peer = atServer ? connection.client : connection.server
    var group: UInt32?
    var code: UInt32?
    var opnum: UInt16?
    var context: UInt16?
    let kind: EventKind
    switch pdu.body {
    case .bind(let bind):
      kind = .bind
      group = bind.associationGroup?.rawValue ?? 0
    case .bindAck(let ack):
      kind = .bindAck
      group = ack.associationGroup?.rawValue ?? 0
    case .bindNak(let nak):
      kind = .bindNak
      code = UInt32(nak.reason.rawValue)
    case .request(let request):
      kind = .request
      opnum = request.opnum
      context = request.contextID
    case .response(let response):
      kind = .response
      opnum = operation?.opnum
      context = response.contextID
    case .fault(let fault):
      kind = .fault
      code = fault.status.rawValue
    case .alterContext: kind = .alterContext
    case .alterContextResponse: kind = .alterContextResponse
    case .auth3: kind = .auth3
    case .shutdown: kind = .shutdown
    case .coCancel: kind = .coCancel
    case .orphaned: kind = .orphaned
    }
    return try record(
      kind, direction, at: host, peer: peer, association: connection.association,
      connection: connection.id, group: group, call: pdu.callID,
      opnum: opnum, context: context, message: operation?.message,
      length: UInt32(clamping: octets), code: code,
      queue: backlog[self.direction(connection.client, connection.server)])
  }
}
