import TraceModel

/// What is known of a session whose events are told, so that each event names its cause.
struct SessionState {
  /// Calls of one connection that are followed at once; clients have far fewer.
  private static let greatestCallCount = 1_024

  let connection: RPCConnectionID
  let client: HostIndex
  let server: HostIndex
  let serverAddress: UInt8
  /// The client's asking for the connection, as the server got it.
  var asked: EventSequence?
  /// What the client does next is caused by this: its connection stands, or its bind is answered.
  var ready: EventSequence?
  /// The bind or alter_context that the server has to answer, and its group.
  var proposal: EventSequence?
  /// Requests that the server has to answer, by call id, as the server got them.
  private var requests: [UInt32: EventSequence] = [:]

  init(
    connection: RPCConnectionID, client: HostIndex, server: HostIndex, serverAddress: UInt8
  ) {
    self.connection = connection
    self.client = client
    self.server = server
    self.serverAddress = serverAddress
  }

  /// The first fragment of a call's request.
  func request(_ call: UInt32) -> EventSequence? { requests[call] }

  mutating func begin(_ call: UInt32, _ request: EventSequence) {
    if requests.count >= Self.greatestCallCount { requests.removeAll() }
    if requests[call] == nil { requests[call] = request }
  }

  mutating func end(_ call: UInt32) { requests[call] = nil }
}
