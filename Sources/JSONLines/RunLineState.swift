import TraceModel

/// The run that is being read: what its lines may say next.
struct RunLineState {
  private(set) var progress: RunLineProgress
  private var hosts: [String: HostIndex] = [:]
  /// The numbers of connections, as stretches without gaps, in order.
  private var connections: [ClosedRange<UInt32>] = []

  static let kinds = Dictionary(
    uniqueKeysWithValues: EventKind.allCases.map { ($0.name, $0) })

  init(_ header: RunHeader) {
    progress = RunLineProgress(
      header: header, events: 0, time: .start, fingerprint: Fingerprint())
    for (index, host) in header.hosts.enumerated() { hosts[host.name] = HostIndex(index) }
  }

  /// Reads the name of a host.
  func host(_ cursor: inout JSONCursor) throws(Complaint) -> HostIndex {
    let name = try cursor.text()
    guard let host = hosts[name] else {
      throw cursor.unknown(name, "host", among: progress.header.hosts.map(\.name))
    }
    return host
  }

  /// Reads a connection that no line before has declared.
  mutating func connection(from cursor: inout JSONCursor) throws(Complaint) -> RPCConnection {
    var connection = RPCConnection(
      id: RPCConnectionID(rawValue: 0), client: HostIndex(0), server: HostIndex(0),
      clientEndpoint: "", serverAddress: 0, association: nil)
    try cursor.members(in: "a connection") {
      (cursor: inout JSONCursor, member: ConnectionMember) throws(Complaint) in
      switch member {
      case .type: try cursor.skipValue()
      case .connection:
        connection.id = RPCConnectionID(rawValue: try cursor.integer(in: 1...UInt32.max))
        try checkOrder(of: connection.id, cursor)
      case .client: connection.client = try host(&cursor)
      case .server: connection.server = try host(&cursor)
      case .clientEndpoint: connection.clientEndpoint = try cursor.text(atMost: TextLimit.name)
      case .serverAddress: connection.serverAddress = try cursor.integer()
      case .association:
        connection.association = MTAAssociationID(
          rawValue: try cursor.integer(in: 1...UInt32.max))
      }
    }
    guard connection.client != connection.server else {
      throw Complaint(field: "server", what: "the server is the client; name another host")
    }
    let addresses = progress.header.hosts[Int(connection.server.rawValue)].addresses.count
    guard connection.serverAddress < max(addresses, 1) else {
      throw Complaint(
        field: "server_address",
        what: "the server has \(addresses) addresses, counted from 0; add it to the hosts")
    }
    try note(connection.id)
    return connection
  }

  private func checkOrder(
    of id: RPCConnectionID, _ cursor: JSONCursor
  ) throws(Complaint) {
    guard let last = connections.last?.upperBound, id.rawValue <= last else { return }
    throw cursor.complaint(
      "connection \(id.rawValue) follows connection \(last); number them in the order of lines")
  }

  private mutating func note(_ id: RPCConnectionID) throws(Complaint) {
    let number = id.rawValue
    if let last = connections.last, last.upperBound == number - 1 {
      connections[connections.count - 1] = last.lowerBound...number
      return
    }
    guard connections.count < LineLimit.gaps else {
      throw Complaint(
        field: "connection", what: "the numbers have over \(LineLimit.gaps) gaps; leave none")
    }
    connections.append(number...number)
  }

  /// Whether a line has declared the connection.
  func isDeclared(_ id: RPCConnectionID) -> Bool {
    if let last = connections.last, last.contains(id.rawValue) { return true }
    var (low, high) = (0, connections.count)
    while low < high {
      let middle = (low + high) / 2
      if connections[middle].upperBound < id.rawValue { low = middle + 1 } else { high = middle }
    }
    return low < connections.count && connections[low].contains(id.rawValue)
  }

  /// Counts an event that has been checked.
  mutating func note(_ event: TraceEvent, _ entry: EventLogEntry?) {
    progress.events = event.sequence.rawValue
    progress.time = event.time
    progress.fingerprint.combine(event)
    if let entry { progress.fingerprint.combine(entry) }
  }

  /// Reads how the run ended; `nil` for an interrupted one.
  func end(
    from cursor: inout JSONCursor
  ) throws(Complaint) -> (RunOutcome?, TraceInstant) {
    var isComplete = true
    var outcome: RunOutcome?
    let progress = progress
    var time = progress.time
    try cursor.members(in: "the end") {
      (cursor: inout JSONCursor, member: EndMember) throws(Complaint) in
      switch member {
      case .type: try cursor.skipValue()
      case .time:
        time = TraceInstant(nanoseconds: try cursor.integer(in: 0...Int64.max))
        guard time >= progress.time else {
          throw cursor.complaint(
            "the run ends at \(time.nanoseconds), before its last event at "
              + "\(progress.time.nanoseconds); write a later time")
        }
      case .status:
        isComplete = try cursor.word("status", among: ["complete", "interrupted"]) {
          ["complete": true, "interrupted": false][$0]
        }
      case .outcome:
        outcome = try cursor.word("outcome", among: RunOutcome.allCases.map(\.name)) { name in
          RunOutcome.allCases.first { $0.name == name }
        }
      case .eventCount:
        let count: Int64 = try cursor.integer()
        guard count == progress.events else {
          throw cursor.complaint(
            "\(count) events are counted, and \(progress.events) were read; lines are missing or "
              + "too many")
        }
      case .fingerprint:
        let text = try cursor.text()
        guard text == progress.fingerprint.text else {
          throw cursor.complaint(
            "the fingerprint is \(Quotation.of(text)), and that of what was read is "
              + "\"\(progress.fingerprint.text)\"; lines were changed")
        }
      }
    }
    guard isComplete || outcome == nil else {
      throw Complaint(field: "outcome", what: "an interrupted run has none; leave the field out")
    }
    guard isComplete || time == progress.time else {
      throw Complaint(
        field: "time", what: "an interrupted run ends with its last event; leave the field out")
    }
    return (isComplete ? outcome ?? .finished : nil, time)
  }
}
