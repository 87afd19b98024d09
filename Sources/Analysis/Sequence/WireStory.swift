import TraceModel
import TraceStore

/// Tells what a capture shows between a client and a server, PDU by PDU.
struct WireStory {
  /// A bound for memory, beyond what anyone pages through; what comes after is counted.
  private static let mostExchanges = 200_000

  let lifelines: [Lifeline]
  private(set) var exchanges: [StoryTeller.Exchange] = []
  private(set) var omitted = [Int](repeating: 0, count: 256)
  /// The frame behind an event.
  private let frame: (EventSequence) throws -> Int64?
  private let connections: [RPCConnectionID: RPCConnection]
  /// The lifeline of each of the server's addresses.
  private let places: [UInt8: Int]
  /// The server's work on calls that are drawn.
  private(set) var spans: [LifelineSpan] = []
  private var calls: [Key: TraceInstant] = [:]
  /// The exchange that the answer to a call or bind belongs to.
  private var open: [Key: Int] = [:]

  private struct Key: Hashable {
    var connection: RPCConnectionID
    /// `nil` for the connection itself.
    var call: UInt32?
  }

  /// The lifeline of the client.
  private let client = 0

  /// - Parameters:
  ///   - connections: Those that are told, all from one client to one server.
  ///   - frame: Says which frame of the capture shows a PDU, by the event of its sending.
  init(
    run: Run, link: Link, connections: [RPCConnection],
    frame: @escaping (EventSequence) throws -> Int64?
  ) {
    self.frame = frame
    let (from, to) = (run.name(of: link.from), run.name(of: link.to))
    let server = Int(link.to.rawValue)
    let known = run.header.hosts.indices.contains(server) ? run.header.hosts[server].addresses : []
    let used = Set(connections.map(\.serverAddress)).sorted().prefix(13)
    lifelines =
      [Lifeline(host: link.from, role: .rpcRuntime, title: from, subtitle: "client")]
      + used.map { index in
        Lifeline(
          host: link.to, role: .address(Int(index)), title: to,
          subtitle: known.indices.contains(Int(index))
            ? known[Int(index)].shortName : "address \(index)")
      }
    places = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1, $0 + 1) })
    self.connections = Dictionary(uniqueKeysWithValues: connections.map { ($0.id, $0) })
  }

  /// Takes the next event of the run.
  mutating func tell(_ event: TraceEvent) throws {
    // Both ends of what a capture shows have one time.
    guard event.direction != .received, event.kind != .connected else { return }
    guard let connection = event.connection.flatMap({ connections[$0] }),
      let server = places[connection.serverAddress], exchanges.count < Self.mostExchanges
    else {
      omitted[Int(event.kind.rawValue)] += 1
      return
    }
    let isFromClient = event.host == connection.client
    switch event.kind {
    case .connect:
      let label = "connects from port \(connection.clientEndpoint)"
      add(arrow(event, client, server, label, .call), Key(connection: connection.id, call: nil))
    case .accept: break
    case .connectRefused:
      add(
        note(event, at: client, "the connection is refused", .failure),
        Key(connection: connection.id, call: nil))
    case .disconnect, .reset:
      // A reset is two events, and told at the side that sent it.
      if event.kind == .reset, event.cause?.rawValue == event.sequence.rawValue - 1 { return }
      let word = event.kind == .reset ? "resets" : "closes"
      let mark: SequenceMark = event.kind == .reset ? .failure : .decision
      let text = "\(word) connection \(connection.id.rawValue)"
      add(note(event, at: isFromClient ? client : server, text, mark), nil)
    default:
      let (from, to) = isFromClient ? (client, server) : (server, client)
      let (label, mark) = Self.words(for: event)
      var text = "\(label) · connection \(connection.id.rawValue)"
      if let frame = try frame(event.sequence) { text += " · frame \(frame)" }
      noteCall(event, at: server, Key(connection: connection.id, call: event.call))
      add(
        arrow(event, from, to, text, mark), Key(connection: connection.id, call: event.call),
        isFirst: Self.begins(event))
    }
  }

  /// Between a request and its response the server works on the call.
  private mutating func noteCall(_ event: TraceEvent, at server: Int, _ key: Key) {
    switch event.kind {
    case .request: calls[key] = event.time
    case .response, .fault:
      guard let start = calls.removeValue(forKey: key) else { return }
      spans.append(
        LifelineSpan(lifeline: server, state: .call, start: start, end: event.time))
    default: break
    }
  }

  /// Adds a row to the exchange of its connection and call, or to a new one.
  private mutating func add(_ row: SequenceRow, _ key: Key?, isFirst: Bool = true) {
    if let key, !isFirst, let exchange = open.removeValue(forKey: key) {
      exchanges[exchange].rows.append(row)
      return
    }
    exchanges.append(StoryTeller.Exchange(rows: [row]))
    if let key { open[key] = exchanges.count - 1 }
  }

  private func arrow(
    _ event: TraceEvent, _ from: Int, _ to: Int, _ label: String, _ mark: SequenceMark
  ) -> SequenceRow {
    .arrow(
      SequenceArrow(
        from: from, to: to, sent: event.time, received: event.time, label: label, mark: mark,
        event: event.sequence))
  }

  private func note(
    _ event: TraceEvent, at lifeline: Int, _ text: String, _ mark: SequenceMark
  ) -> SequenceRow {
    .note(
      SequenceNote(
        at: lifeline, time: event.time, text: text, mark: mark, event: event.sequence))
  }

  /// Whether a PDU begins an exchange rather than ending one.
  private static func begins(_ event: TraceEvent) -> Bool {
    switch event.kind {
    case .response, .fault, .bindAck, .bindNak, .alterContextResponse: false
    default: true
    }
  }

  static func words(for event: TraceEvent) -> (label: String, mark: SequenceMark) {
    switch event.kind {
    case .bind, .alterContext: ("\(event.kind.name) · \(group(event.group))", .bind)
    case .bindAck, .alterContextResponse: ("\(event.kind.name) · \(group(event.group))", .bindAck)
    case .bindNak: ("bind_nak · reason \(event.code ?? 0)", .bindNak)
    case .request: ("request · opnum \(event.opnum ?? 0)", .call)
    case .response: ("response", .reply)
    case .fault: ("fault · \(EventWords.fault(event.code ?? 0))", .failure)
    case .coCancel, .orphaned: (event.kind.name, .cancel)
    default: (event.kind.name, .call)
    }
  }

  private static func group(_ id: UInt32?) -> String {
    guard let id, id != 0 else { return "no group" }
    return "group 0x" + String(id, radix: 16, uppercase: true)
  }
}
