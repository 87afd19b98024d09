import TraceModel

/// RTSE's rules about the turn at one side of an association (X.218, X.228).
///
/// Only the side with the turn transfers, one message at a time. The other asks with
/// RT-TURN-PLEASE; the holder answers with RT-TURN-GIVE once no transfer is running. Nobody gives a
/// turn that was not asked for. In a monologue nobody asks either.
struct ReliableTransfer {
  /// A message that is being sent.
  struct Transfer: Equatable {
    var message: QueuedMessage
    var began: TraceInstant
    /// Segments of the whole message.
    var segments: Int
    /// Segments not yet acknowledged.
    var segmentsLeft: Int
    /// Whether a lost connection broke it off.
    var isSuspended = false
  }

  /// Whether this side has the turn.
  private(set) var hasTurn: Bool
  /// Whether the turn stays where it is.
  let isMonologue: Bool
  /// Whether this side asked for the turn and has not got it yet.
  private(set) var isAsking = false
  /// Whether the other side asked for the turn and has not got it yet.
  private(set) var isAsked = false
  private(set) var transfer: Transfer?

  init(hasTurn: Bool, isMonologue: Bool = false) {
    self.hasTurn = hasTurn
    self.isMonologue = isMonologue
  }

  /// Whether RT-TURN-PLEASE may be sent: by the side without the turn, once.
  var mayAsk: Bool { !hasTurn && !isAsking && !isMonologue }

  /// Whether RT-TURN-GIVE is due.
  var mustGive: Bool { hasTurn && isAsked && transfer == nil }

  /// Whether a transfer may begin.
  var mayTransfer: Bool { hasTurn && transfer == nil }

  /// Whether RT-CLOSE may be sent: X.218 asks for the turn, no transfer and no pending request for
  /// the turn.
  var mayClose: Bool { hasTurn && transfer == nil && !isAsked }

  mutating func ask() { isAsking = true }
  mutating func asked() { isAsked = true }

  mutating func give() {
    hasTurn = false
    isAsked = false
  }

  mutating func given() {
    hasTurn = true
    isAsking = false
  }

  /// Requests for the turn did not outlive the association's connections.
  mutating func forgetRequests() {
    isAsking = false
    isAsked = false
  }

  mutating func begin(_ message: QueuedMessage, segments: Int, at now: TraceInstant) {
    transfer = Transfer(
      message: message, began: now, segments: segments, segmentsLeft: segments)
  }

  /// A segment was acknowledged.
  /// - Returns: The message, if that was its last segment.
  mutating func acknowledged() -> QueuedMessage? {
    guard var current = transfer, !current.isSuspended else { return nil }
    current.segmentsLeft -= 1
    transfer = current.segmentsLeft > 0 ? current : nil
    return transfer == nil ? current.message : nil
  }

  /// The transfer's connection is lost; what was acknowledged need not be sent again.
  mutating func suspend() { transfer?.isSuspended = true }

  /// Goes on with a suspended transfer.
  mutating func resume() -> Transfer? {
    guard transfer?.isSuspended == true else { return nil }
    transfer?.isSuspended = false
    return transfer
  }

  /// The transfer failed.
  /// - Returns: The message that was being sent.
  mutating func fail() -> QueuedMessage? {
    defer { transfer = nil }
    return transfer?.message
  }
}
