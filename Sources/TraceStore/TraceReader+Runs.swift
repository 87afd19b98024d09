import GRDB
package import TraceModel

extension TraceReader {
  /// Every run of the file, in the order of recording.
  package func runs() throws -> [Run] {
    try rows("SELECT * FROM run ORDER BY id", place: { "run \($0["id"] as DatabaseValue)" }, run)
  }

  /// One run.
  ///
  /// - Throws: ``TraceStoreError`` with the reason `noSuchRun` if the file does not have it.
  package func run(_ id: Run.ID) throws -> Run {
    let found = try rows(
      "SELECT * FROM run WHERE id = ?", [id], place: { _ in "run \(id)" }, run)
    guard let run = found.first else { throw TraceStoreError(.noSuchRun(id), path: path) }
    return run
  }

  private func run(of row: CheckedRow) throws -> Run {
    let id = try row.integer("id", in: 1...EventKey.greatestRun)
    guard let source = RunHeader.Source(rawValue: try row.integer("source")) else {
      throw row.bad("source")
    }
    let status: Int = try row.integer("status", in: 1...2)
    let outcome = try row.optionalInteger("outcome").map { (number: UInt32) in
      guard let outcome = RunOutcome(rawValue: number) else { throw row.bad("outcome") }
      return outcome
    }
    guard (status == 2) == (outcome != nil) else { throw row.bad("outcome") }
    let seed: Int64 = try row.integer("seed", in: 0...Int64.max)
    let header = RunHeader(
      scenario: try row.text("scenario"), build: try row.text("build"), seed: UInt64(seed),
      engineVersion: try row.text("engine_version"), source: source,
      parameters: try parameters(of: id), hosts: try hosts(of: id),
      duration: TraceDuration(nanoseconds: try row.integer("duration", in: 0...Int64.max)))
    var branch: Run.Branch?
    if let parent: Int = try row.optionalInteger("parent_run", in: 1...EventKey.greatestRun) {
      branch = Run.Branch(
        run: parent, event: EventSequence(rawValue: try row.integer("branch_event")))
    }
    let end = TraceInstant(nanoseconds: try row.integer("end_time", in: 0...Int64.max))
    let count = try row.integer("event_count", in: 0...EventKey.greatestSequence)
    let last = try lastEvent(of: id)
    let slice = try slice(of: id)
    let mostEvents = min(last?.sequence ?? 0, Int64(slice?.wholeEventCount ?? .max))
    guard slice == nil ? count == mostEvents : count <= mostEvents else {
      throw row.bad("event_count")
    }
    guard last.map({ $0.time <= end.nanoseconds }) ?? true else { throw row.bad("end_time") }
    return Run(
      id: id, header: header, status: status == 2 ? .complete : .interrupted, outcome: outcome,
      end: end, eventCount: Int(count),
      fingerprint: Fingerprint(value: UInt64(bitPattern: try row.integer("fingerprint"))),
      branch: branch, slice: slice)
  }

  /// The sequence and time of the last event that the file has of a run; `nil` if it has none.
  private func lastEvent(of run: Run.ID) throws -> (sequence: Int64, time: Int64)? {
    try rows(
      "SELECT id, time FROM event WHERE id > ? AND id < ? ORDER BY id DESC LIMIT 1",
      [EventKey.key(run: run, sequence: 0), EventKey.key(run: run + 1, sequence: 0)],
      place: { _ in "the last event of run \(run)" }
    ) { row in
      let time: Int64 = try row.integer("time")
      return (sequence: EventKey.sequence(of: try row.integer("id")).rawValue, time: time)
    }.first
  }

  private func parameters(of run: Run.ID) throws -> [Parameter] {
    var octets = 0
    return try rows(
      "SELECT name, value FROM parameter WHERE run = ? ORDER BY position", [run],
      place: { "parameter \($0["name"] as DatabaseValue) of run \(run)" }
    ) { row in
      let parameter = Parameter(
        name: try row.text("name", atMost: TextLimit.parameterName),
        value: try row.text("value", atMost: TextLimit.value))
      octets += parameter.name.utf8.count + parameter.value.utf8.count
      guard octets <= TextLimit.parameters else { throw row.bad("value") }
      return parameter
    }
  }

  private func hosts(of run: Run.ID) throws -> [Host] {
    var hosts = try rows(
      "SELECT position, name, build FROM host WHERE run = ? ORDER BY position LIMIT 65536", [run],
      place: { "host \($0["position"] as DatabaseValue) of run \(run)" }
    ) { row in
      (
        position: try row.integer("position", in: 0...Int(UInt16.max)),
        host: Host(name: try row.text("name"), build: try row.text("build"), addresses: []),
        row: row
      )
    }
    for (index, host) in hosts.enumerated() {
      guard host.position == index else { throw host.row.bad("position") }
      hosts[index].host.addresses = try addresses(of: index, run: run)
    }
    return hosts.map(\.host)
  }

  private func addresses(of host: Int, run: Run.ID) throws -> [Host.Address] {
    var expected = 0
    return try rows(
      """
      SELECT position, protocol_sequence, network, endpoint FROM address
      WHERE run = ? AND host = ? ORDER BY position LIMIT 256
      """, [run, host],
      place: { "address \($0["position"] as DatabaseValue) of host \(host) of run \(run)" }
    ) { row in
      let position: Int = try row.integer("position")
      guard position == expected else { throw row.bad("position") }
      expected += 1
      return Host.Address(
        protocolSequence: try row.text("protocol_sequence"), network: try row.text("network"),
        endpoint: try row.text("endpoint"))
    }
  }

  /// The transport connections of a run, in the order of their numbers.
  package func connections(of run: Run.ID) throws -> [RPCConnection] {
    try rows(
      "SELECT * FROM connection WHERE run = ? ORDER BY id", [run],
      place: { "connection \($0["id"] as DatabaseValue) of run \(run)" }, connection)
  }

  /// One connection of a run, or `nil` if there is none of this number.
  package func connection(_ id: RPCConnectionID, of run: Run.ID) throws -> RPCConnection? {
    try rows(
      "SELECT * FROM connection WHERE run = ? AND id = ?", [run, Int64(id.rawValue)],
      place: { _ in "connection \(id.rawValue) of run \(run)" }, connection
    ).first
  }

  /// How many connections a run has.
  package func connectionCount(of run: Run.ID) throws -> Int {
    try read { database in
      try Int.fetchOne(
        database, sql: "SELECT count(*) FROM connection WHERE run = ?", arguments: [run]) ?? 0
    }
  }

  private func connection(of row: CheckedRow) throws -> RPCConnection {
    RPCConnection(
      id: RPCConnectionID(rawValue: try row.integer("id")),
      client: HostIndex(rawValue: try row.integer("client")),
      server: HostIndex(rawValue: try row.integer("server")),
      clientEndpoint: try row.text("client_endpoint"),
      serverAddress: try row.integer("server_address"),
      association: try row.optionalInteger("association").map(MTAAssociationID.init(rawValue:)))
  }

  /// The hash of a run's events up to every 1,024th.
  package func checkpoints(
    of run: Run.ID
  ) throws -> [(sequence: EventSequence, fingerprint: Fingerprint)] {
    try rows(
      "SELECT sequence, fingerprint FROM checkpoint WHERE run = ? ORDER BY sequence", [run],
      place: { "checkpoint \($0["sequence"] as DatabaseValue) of run \(run)" }
    ) { row in
      (
        EventSequence(rawValue: try row.integer("sequence", in: 1...EventKey.greatestSequence)),
        Fingerprint(value: UInt64(bitPattern: try row.integer("fingerprint")))
      )
    }
  }

  /// How many events lie between two of a run's checkpoints.
  package static let checkpointInterval = RunInProgress.checkpointInterval

  /// The hash of a run's events up to one, or `nil` if the file keeps none of that event.
  package func fingerprint(after event: EventSequence, of run: Run.ID) throws -> Fingerprint? {
    try rows(
      "SELECT fingerprint FROM checkpoint WHERE run = ? AND sequence = ?", [run, event.rawValue],
      place: { _ in "checkpoint \(event.rawValue) of run \(run)" }
    ) { row in
      Fingerprint(value: UInt64(bitPattern: try row.integer("fingerprint")))
    }.first
  }
}
