import DCERPC
import TraceModel

/// Calls without a response: cancelled after two minutes (KB Q189494), and orphaned.
extension Simulation {
  /// Has a client look for calls without a response at an instant, unless it does already.
  mutating func watchCalls(on id: RPCConnectionID, at place: Int, until time: TraceInstant) {
    guard !connections[place].isWatched else { return }
    connections[place].isWatched = true
    queue.schedule(.callsDue(id), at: time, cause: cause)
  }

  mutating func callsDue(_ id: RPCConnectionID) throws {
    guard let place = connections.place(of: id) else { return }
    let (rpc, rule) = (scenario.parameters.rpc, scenario.parameters.assumptions.unanswered)
    connections[place].isWatched = false
    while let connection = connections[id],
      let overdue = connections.update(id, { $0.rpcClient.overdue(at: now, rpc, rule) }) ?? nil
    {
      switch overdue {
      case .later(let time):
        return watchCalls(on: id, at: place, until: time)
      case .cancel(let call):
        try cancel(call, connection)
      case .orphan(let call):
        return try orphan(call, connection)
      }
    }
  }

  /// The MTA asks its runtime to cancel a call, and writes that down as event 9277.
  private mutating func cancel(
    _ call: RPCClientConnection.Call, _ connection: Connection
  ) throws {
    let due = cause
    cause = try record(
      .timerExpired, at: connection.client, peer: connection.server,
      association: connection.association, connection: connection.id, call: call.callID,
      opnum: call.operation.opnum, message: call.operation.message, code: TimerKind.call.rawValue)
    try send(
      MTAInterface.coCancel(callID: call.callID), call.operation, over: connection.id,
      toServer: true)
    let host = Int(connection.client.rawValue)
    hosts[host].mta.cancelled(
      call, of: connection.association, with: connection.server, at: now, &output)
    try performEffects(at: connection.client)
    cause = due
  }

  /// Gives a call up that the server did not end, and closes its connection with it.
  private mutating func orphan(
    _ call: RPCClientConnection.Call, _ connection: Connection
  ) throws {
    cause = try record(
      .timerExpired, at: connection.client, peer: connection.server,
      association: connection.association, connection: connection.id, call: call.callID,
      opnum: call.operation.opnum, message: call.operation.message, code: TimerKind.cancel.rawValue)
    let due = cause
    try send(
      MTAInterface.orphaned(callID: call.callID), call.operation, over: connection.id,
      toServer: true)
    // The call ends before its connection does, which the runtime closes itself.
    guard let place = connections.place(of: connection.id) else { return }
    var client = connections[place].rpcClient
    let failure = client.orphaned()
    cause = due
    try disconnect(connection.id, atServer: false)
    cause = due
    try connectionFailed(failure, connection)
  }

  /// A co_cancel reached the server.
  ///
  /// No answer belongs to it; a call that waits in the MTA and
  /// looks for a cancel ends with a fault.
  mutating func cancelReceived(_ callID: UInt32, _ connection: Connection) throws {
    let host = Int(connection.server.rawValue)
    guard scenario.parameters.rpc.testsCancel == .yes, hosts[host].build.reportsCancels,
      hosts[host].hangs == 0
    else { return }
    hosts[host].mta.cancelRequested(
      connection.association, call: (connection.id, callID), with: connection.client,
      at: now, &output)
    try performEffects(at: connection.server)
  }
}
