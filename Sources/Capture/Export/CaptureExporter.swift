package import TraceModel

/// Writes a run as a pcapng capture: event by event, with no more in memory than its open
/// connections.
///
/// Every packet stands at the moment its sender sends it: a PDU at its `sent` event, and the
/// acknowledgement of TCP at the `received` one. What never arrives is there and is not
/// acknowledged.
package struct CaptureExporter {
  /// Answers what a run's trace knows besides events.
  package struct Sources {
    /// The connection of a number, or `nil` if the trace lacks it.
    package var connection: (RPCConnectionID) throws -> RPCConnection?
    /// Between which ends a connection of a capture stood, or `nil` if the trace does not say.
    package var wire: (RPCConnectionID) throws -> WireConnection?
    /// The octets of the PDU behind an event, as many as the trace keeps of it, or `nil` if it
    /// keeps none: then they are made again from the event.
    package var storedOctets: (TraceEvent) throws -> [UInt8]?

    package init(
      connection: @escaping (RPCConnectionID) throws -> RPCConnection?,
      wire: @escaping (RPCConnectionID) throws -> WireConnection? = { _ in nil },
      storedOctets: @escaping (TraceEvent) throws -> [UInt8]? = { _ in nil }
    ) {
      self.connection = connection
      self.wire = wire
      self.storedOctets = storedOctets
    }
  }

  let run: Run
  let options: ExportOptions
  let sources: Sources
  let plan: AddressPlan
  var connections: [RPCConnectionID: ExportedConnection] = [:]
  package internal(set) var summary = ExportSummary()
  /// Acknowledgements that events do not tell of, by time.
  var closings: [Closing] = []
  private var interfaces: [LinkEnds: UInt32] = [:]
  private let epoch: Int64
  private let output: ([UInt8]) throws -> Void
  private var pending: [UInt8] = []
  private static let pieceSize = 1 << 18

  /// The two hosts of a link, the smaller index first.
  private struct LinkEnds: Hashable {
    let low: HostIndex
    let high: HostIndex
  }

  /// An end acknowledges the close of the other one when that arrives.
  struct Closing {
    var time: TraceInstant
    var connection: RPCConnectionID
    var atServer: Bool
  }

  /// Begins a capture with its header; `output` takes the file's octets piece by piece.
  package init(
    of run: Run, options: ExportOptions, sources: Sources,
    output: @escaping ([UInt8]) throws -> Void
  ) throws {
    self.run = run
    self.options = options
    self.sources = sources
    self.output = output
    plan = AddressPlan(run.header, usesVersion6: options.usesVersion6)
    epoch = SectionComment.epoch(of: run.header)
    let comment = SectionComment(run: run).text
    try write(.section([.comment(comment), .application(options.program)]))
    if !plan.names.isEmpty { try write(.names(plan.names)) }
  }

  /// Whether the run was simulated, so that a close received closes both ends.
  var isSimulated: Bool { run.header.source == .simulation }

  /// Writes what is still to come before the run's end, and gives the count of all.
  package mutating func finish() throws -> ExportSummary {
    try writeClosings(until: run.end)
    try output(pending)
    pending.removeAll()
    return summary
  }

  private mutating func write(_ block: PcapngBlock) throws {
    pending += block.octets
    summary.octets += block.octets.count
    guard pending.count >= Self.pieceSize else { return }
    try output(pending)
    pending.removeAll(keepingCapacity: true)
  }

  /// Writes a segment of a connection, unless the options leave it out.
  ///
  /// - Parameter missing: How many octets at the segment's end were not captured.
  mutating func write(
    _ segment: OutgoingSegment, of connection: inout ExportedConnection, at time: TraceInstant,
    missing: Int = 0, comment: String?
  ) throws {
    guard options.includes(connection, at: time) else { return }
    summary.packets += 1
    if !connection.isWritten { summary.connections += 1 }
    connection.isWritten = true
    let (sum, overflow) = epoch.addingReportingOverflow(time.nanoseconds)
    try write(
      .packet(
        interface: connection.interface, time: UInt64(max(0, overflow ? .max : sum)),
        frame: segment.frame(), missing: missing,
        comment.map { [.comment($0)] } ?? []))
  }

  /// Counts an event that has no packet, if the options mean it.
  mutating func leaveOut(_ event: TraceEvent, _ reason: ExportSummary.Reason) {
    if options.includes([event.host, event.peer ?? event.host], at: event.time) {
      summary.leaveOut(reason)
    }
  }

  /// The connection that an event names: an open one, or one that begins with it.
  ///
  /// - Returns: `nil` if it names none or the trace lacks it, which is then counted.
  mutating func connection(of event: TraceEvent) throws -> ExportedConnection? {
    guard let id = event.connection else {
      leaveOut(event, .noConnection)
      return nil
    }
    if let open = connections[id] { return open }
    guard let found = try sources.connection(id) else {
      leaveOut(event, .noConnection)
      return nil
    }
    let wire = isSimulated ? nil : try sources.wire(id)
    let ends = plan.ends(of: found, wire)
    var toMTA = found
    toMTA.serverAddress = 0
    let address = serverAddress(of: found)
    var connection = ExportedConnection(
      found, interface: try interface(between: found.client, and: found.server), ends: ends,
      setting: PDUMaker.Setting(
        clientName: run.name(of: found.client), serverEndpoint: address?.endpoint ?? "",
        mta: plan.ends(of: toMTA).server, isMapper: address?.endpoint == "135"))
    connection.isEstablished = event.kind != .connect
    return connection
  }

  /// Keeps a connection until both ends are done with it.
  mutating func keep(_ connection: ExportedConnection) {
    connections[connection.id] = connection.isOver ? nil : connection
  }

  /// The address of the server, as the run describes it.
  func serverAddress(of connection: RPCConnection) -> Host.Address? {
    let host = Int(connection.server.rawValue)
    let place = Int(connection.serverAddress)
    guard run.header.hosts.indices.contains(host),
      run.header.hosts[host].addresses.indices.contains(place)
    else { return nil }
    return run.header.hosts[host].addresses[place]
  }

  /// The interface of a link, which is described before its first packet.
  private mutating func interface(
    between a: HostIndex, and b: HostIndex
  ) throws -> UInt32 {
    let ends = LinkEnds(low: min(a, b), high: max(a, b))
    if let known = interfaces[ends] { return known }
    let number = UInt32(interfaces.count)
    interfaces[ends] = number
    let hosts = [ends.low, ends.high]
    try write(
      .interface(
        .ethernet,
        [
          .interfaceName(hosts.map(run.name(of:)).joined(separator: " - ")),
          .interfaceDescription(hosts.map(plan.description(of:)).joined(separator: "; ")),
          .timeResolution(9),
        ]))
    return number
  }
}
