import DCERPC
import TraceModel

/// Calls that are cancelled for want of a response (KB Q189494).
extension MessageTransferAgent {
  /// This MTA cancelled a call of its own: event 9277.
  mutating func cancelled(
    _ call: RPCClientConnection.Call, of association: MTAAssociationID, with peer: HostIndex,
    at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    let side = peers[index].associations.first { $0.id == association }
    guard
      let entry = side?.localityTableIndex
        ?? peers[index].closed.first(where: { $0.id == association })?.localityTableIndex
    else { return }
    let age =
      switch assumptions.cancelTime {
      case .operation: now - call.sent
      case .lastUse: now - (side?.lastUse ?? call.sent)
      case .tickCount: now - started
      }
    // Published samples name thread 1 with MtaBind and 22 otherwise; their times are multiples of
    // 10 ms, the clock's tick.
    var isBind = false
    if case .mtaBind = call.operation { isBind = true }
    output.effects.append(
      .log(
        .callCancelled(
          thread: isBind ? 1 : 22, localityTableIndex: entry,
          milliseconds: age.nanoseconds / 10_000_000 * 10, server: names[index],
          operation: isBind ? "MtaBind" : "RPC inactive", binding: bindings[index]),
        peer: peer, association: association))
  }

  /// The peer cancelled a call: an MtaBind that waits for its way back is not waited for any more.
  mutating func cancelRequested(
    _ association: MTAAssociationID, call: (connection: RPCConnectionID, callID: UInt32),
    with peer: HostIndex, at now: TraceInstant, _ output: inout MTAOutput
  ) {
    let index = Int(peer.rawValue)
    guard let place = peers[index].associations.index(of: association),
      let bind = peers[index].associations[place].unansweredBind,
      bind.connection == call.connection, bind.callID == call.callID
    else { return }
    peers[index].associations[place].unansweredBind = nil
    output.effects.append(.refuse(bind.connection, callID: bind.callID, .cancelled))
    guard peers[index].associations[place].phase == .opening else { return }
    giveUpOpening(association, with: peer, at: now, &output)
  }
}
