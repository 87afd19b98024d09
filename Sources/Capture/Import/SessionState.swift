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
  /// The request that the server has to answer, as the server got it: seldom there are others.
  private var only: (call: UInt32, request: EventSequence)?
  /// The others, by call id.
  private var others: [UInt32: EventSequence] = [:]

  init(
    connection: RPCConnectionID, client: HostIndex, server: HostIndex, serverAddress: UInt8
  ) {
    self.connection = connection
    self.client = client
    self.server = server
    self.serverAddress = serverAddress
  }

  /// The first fragment of a call's request.
  func request(_ call: UInt32) -> EventSequence? {
    if let only, only.call == call { return only.request }
    return others.isEmpty ? nil : others[call]
  }

  mutating func begin(_ call: UInt32, _ request: EventSequence) {
    let count = others.count + (only == nil ? 0 : 1)
    if count >= Self.greatestCallCount { (only, others) = (nil, [:]) }
    guard self.request(call) == nil else { return }
    if only == nil { only = (call, request) } else { others[call] = request }
  }

  mutating func end(_ call: UInt32) {
    if let only, only.call == call {
      self.only = nil
    } else if !others.isEmpty {
      others[call] = nil
      // A connection without calls keeps no memory for them.
      if others.isEmpty { others = [:] }
    }
  }
}
