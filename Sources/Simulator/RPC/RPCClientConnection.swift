import DCERPC
import TraceModel

/// The client's side of one connection: what may be sent, and what a failure means to the caller.
///
/// The runtime binds when the first call is made, as NT's does; calls wait until the bind is
/// acknowledged. A connection carries one call at a time, or, with concurrent multiplexing, up to a
/// window of them.
struct RPCClientConnection {
  enum State: Equatable {
    case connecting
    case binding
    case bound
    case closed
  }

  private(set) var state = State.connecting
  /// The group to join, 0 to have the server form one; once acknowledged, the group it belongs to.
  private(set) var group: UInt32
  /// Calls that may be outstanding at once.
  private let window: Int
  private var nextCallID: UInt32 = 1
  private var waiting: [Operation] = []
  private var outstanding: [(callID: UInt32, operation: Operation)] = []

  init(joining group: UInt32, window: Int) {
    self.group = group
    self.window = window
  }

  /// Takes a call on; it goes out when ``nextToSend()`` gives it.
  mutating func submit(_ operation: Operation) { waiting.append(operation) }

  /// The transport connection stands: a bind is due.
  mutating func connected() { state = .binding }

  /// The server acknowledged the bind.
  mutating func acknowledged(group: UInt32) {
    state = .bound
    self.group = group
  }

  /// The next call that may go out now, which then is outstanding.
  mutating func nextToSend() -> (callID: UInt32, operation: Operation)? {
    guard state == .bound, outstanding.count < window, let operation = waiting.first else {
      return nil
    }
    waiting.removeFirst()
    let call = (callID: nextCallID, operation: operation)
    nextCallID &+= 1
    outstanding.append(call)
    return call
  }

  /// A response came: the call that it completes, or `nil` if none is outstanding under that id.
  mutating func answered(_ callID: UInt32) -> Operation? {
    guard let index = outstanding.firstIndex(where: { $0.callID == callID }) else { return nil }
    return outstanding.remove(at: index).operation
  }

  /// The connection could not be made: 1722.
  mutating func connectRefused() -> CallFailure { fail(with: .serverUnavailable) }

  /// The server refused the bind: nothing was sent, which is 1727 for reason 0, as Wine maps it.
  mutating func refused(_ reason: RejectReason) -> CallFailure { fail(with: Win32Status(reason)) }

  /// The other end closed the connection: 1726 if a call may have been executed, else 1727.
  mutating func lost() -> CallFailure {
    fail(with: outstanding.isEmpty ? .callFailedDidNotExecute : .callFailed)
  }

  /// The client itself closes the connection.
  mutating func close() { state = .closed }

  /// Closes and gives the first call that fails by it, if any was made.
  private mutating func fail(with status: Win32Status) -> CallFailure {
    state = .closed
    let operation = outstanding.first?.operation ?? waiting.first
    outstanding.removeAll()
    waiting.removeAll()
    return CallFailure(operation: operation, status: status)
  }
}

/// A call that failed, as the RPC runtime reports it to the MTA.
struct CallFailure {
  /// The oldest call that failed; `nil` if none was made.
  var operation: Operation?
  var status: Win32Status
}
