import DCERPC
import TraceModel

/// The client's side of one connection: what may be sent, and what a failure means to the caller.
///
/// The runtime binds when the first call is made, as NT's does; calls wait until the bind is
/// acknowledged. A connection carries one call at a time, or, with concurrent multiplexing, up to a
/// window of them.
struct RPCClientConnection {
  enum State: Equatable {
    /// The endpoint mapper is asked first.
    case resolving
    case connecting
    case binding
    case bound
    case closed
  }

  /// A call that was sent and is not answered.
  struct Call: Equatable {
    var callID: UInt32
    var operation: Operation
    var sent: TraceInstant
    /// When it was cancelled last; `nil` if it was not.
    var cancelled: TraceInstant?
  }

  /// What a call without a response needs.
  enum Overdue: Equatable {
    /// Nothing before this instant.
    case later(TraceInstant)
    /// To be cancelled.
    case cancel(Call)
    /// To be given up; its connection ends with it.
    case orphan(Call)
  }

  /// Whether a second presentation context was negotiated, which transfers over a control
  /// connection need.
  enum SecondContext: Equatable {
    case none
    case asked
    case accepted
  }

  private(set) var state: State
  private(set) var secondContext = SecondContext.none
  /// The group to join, 0 to have the server form one; once acknowledged, the group it belongs to.
  private(set) var group: UInt32
  /// Calls that may be outstanding at once.
  private let window: Int
  private var nextCallID: UInt32 = 1
  private var waiting: [Operation] = []
  private var outstanding: [Call] = []

  init(joining group: UInt32, window: Int, isResolving: Bool = false) {
    self.group = group
    self.window = window
    state = isResolving ? .resolving : .connecting
  }

  /// Takes a call on; it goes out when ``nextToSend(at:)`` gives it.
  mutating func submit(_ operation: Operation) { waiting.append(operation) }

  /// The endpoint is known: a transport connection is due.
  mutating func resolved() { state = .connecting }

  /// The transport connection stands: a bind is due.
  mutating func connected() { state = .binding }

  /// The server acknowledged the bind.
  mutating func acknowledged(group: UInt32) {
    state = .bound
    self.group = group
  }

  /// An alter_context was sent for a second presentation context.
  mutating func askedForContext() { secondContext = .asked }

  /// The server accepted the second presentation context.
  mutating func contextAccepted() { secondContext = .accepted }

  /// The operation that goes out next, if the window has room.
  var next: Operation? {
    state == .bound && outstanding.count < window ? waiting.first : nil
  }

  /// The next call that may go out now, which then is outstanding.
  mutating func nextToSend(at now: TraceInstant) -> Call? {
    guard let operation = next else { return nil }
    waiting.removeFirst()
    let call = Call(callID: nextCallID, operation: operation, sent: now)
    nextCallID &+= 1
    outstanding.append(call)
    return call
  }

  /// A response or fault came: the call that it completes, or `nil` if none is outstanding under
  /// that id.
  mutating func answered(_ callID: UInt32) -> Operation? {
    guard let index = outstanding.firstIndex(where: { $0.callID == callID }) else { return nil }
    return outstanding.remove(at: index).operation
  }

  /// What the oldest call without a response needs; `nil` if none is outstanding.
  mutating func overdue(
    at now: TraceInstant, _ parameters: RPCParameters, _ rule: Assumptions.Unanswered
  ) -> Overdue? {
    var earliest: TraceInstant?
    for place in outstanding.indices {
      let call = outstanding[place]
      let due = Self.due(call, parameters, rule)
      guard let due else { continue }
      if due.time > now {
        earliest = earliest.map { min($0, due.time) } ?? due.time
      } else if due.isOrphaned {
        return .orphan(call)
      } else {
        outstanding[place].cancelled = now
        return .cancel(call)
      }
    }
    return earliest.map { .later($0) }
  }

  /// When something is due about a call, and whether that is giving it up; `nil` if nothing will
  /// be.
  private static func due(
    _ call: Call, _ parameters: RPCParameters, _ rule: Assumptions.Unanswered
  ) -> (time: TraceInstant, isOrphaned: Bool)? {
    guard let cancelled = call.cancelled else { return (call.sent + parameters.callTimeout, false) }
    switch rule {
    case .orphaned: return (cancelled + parameters.cancelTimeout, true)
    case .infinite: return nil
    case .retried:
      // The ages in published samples of event 9277 run from 21 to 30 minutes.
      let limit = call.sent + .minutes(30)
      let again = cancelled + parameters.callTimeout
      return again <= limit ? (again, false) : (limit, true)
    }
  }

  /// The endpoint could not be found out, or the connection not be made: 1722.
  mutating func connectRefused() -> CallFailure {
    fail(with: .serverUnavailable, .connectionRefused)
  }

  /// The server refused the bind: nothing was sent, which is 1727 for reason 0, as Wine maps it.
  mutating func refused(_ reason: RejectReason) -> CallFailure {
    fail(with: Win32Status(reason), .bindRefused)
  }

  /// The connection is gone: 1726 if a call may have been executed, else 1727.
  mutating func lost() -> CallFailure {
    fail(with: outstanding.isEmpty ? .callFailedDidNotExecute : .callFailed, .connectionLost)
  }

  /// A cancelled call is given up, and the connection with it ([MS-RPCE] 3.3.1.5.10): 1726.
  mutating func orphaned() -> CallFailure { fail(with: .callFailed, .orphaned) }

  /// The client itself closes the connection.
  mutating func close() {
    state = .closed
    outstanding.removeAll()
    waiting.removeAll()
  }

  /// Closes and gives the first call that fails by it, if any was made.
  private mutating func fail(
    with status: Win32Status, _ reason: CallFailure.Reason
  ) -> CallFailure {
    let operation = outstanding.first?.operation ?? waiting.first
    let turn: CallFailure.Turn =
      if outstanding.contains(where: { $0.operation == .turnGive }) {
        .left
      } else if waiting.contains(.turnGive) {
        .unsent
      } else {
        .notGiven
      }
    close()
    return CallFailure(operation: operation, status: status, reason: reason, turn: turn)
  }
}

/// A call that failed, as the RPC runtime reports it to the MTA.
struct CallFailure {
  enum Reason {
    /// The connection could not be made.
    case connectionRefused
    /// The server refused the bind.
    case bindRefused
    /// The connection was lost.
    case connectionLost
    /// No response came to a cancelled call.
    case orphaned
    /// The server answered with a fault; the connection stands.
    case faulted
  }

  /// What became of an RT-TURN-GIVE among the calls that failed.
  enum Turn {
    /// There was none.
    case notGiven
    /// It was never sent.
    case unsent
    /// It was sent, and may have arrived.
    case left
  }

  /// The oldest call that failed; `nil` if none was made.
  var operation: Operation?
  var status: Win32Status
  var reason: Reason
  var turn = Turn.notGiven
}
