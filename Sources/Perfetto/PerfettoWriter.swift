import Analysis
package import TraceModel

/// Writes runs as a timeline in the Trace Event Format, which Perfetto and Chrome read.
///
/// The format: https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU;
/// what Perfetto takes of it: https://perfetto.dev/docs/getting-started/other-formats. Hosts are
/// processes; slices begin and end with `B` and `E` and nest on their thread, as both demand.
/// Octets are handed on in pieces, and what is kept belongs to connections that stand: memory does
/// not grow with a run. Equal runs give equal octets.
package final class PerfettoWriter {
  private static let pieceSize = 1 << 16

  private let output: ([UInt8]) throws -> Void
  private var octets: [UInt8] = []
  private var isEmpty = true
  /// The run that is being written.
  private(set) var text: EventText
  private(set) var scene: PerfettoScene
  private var numbers = TrackNumbers(run: 0, hostsBefore: 0)
  var counts = PerfettoCounts()
  /// The hosts whose processes have names.
  private var named: Set<HostIndex> = []
  /// The fixed threads that have names.
  private var namedTracks: Set<Track> = []

  var ends: [ConnectionEnd.Key: ConnectionEnd] = [:]
  var flights: [RPCConnectionID: Flights] = [:]
  /// The ends of associations that have names, and whether a slice is open there.
  var associations: [AssociationEnd: Bool] = [:]
  private var connection: (RPCConnectionID) throws -> RPCConnection? = { _ in nil }

  var run: Run { text.run }

  /// - Parameters:
  ///   - origin: What the file says of where it comes from, by name.
  ///   - output: Takes the octets.
  package init(
    origin: [(name: String, value: String)], first: Run, output: @escaping ([UInt8]) throws -> Void
  ) {
    self.output = output
    text = EventText(run: first)
    scene = PerfettoScene(from: .start, to: first.end)
    var record = TraceRecord(octets: [])
    record.open()
    // Behind the members that it does not know, Perfetto reads no events.
    record.add("displayTimeUnit", "ms")
    record.open("otherData")
    for (name, value) in origin { record.addMember(name, value) }
    record.close()
    octets = record.octets + Array(",\"traceEvents\":[".utf8)
  }

  /// Begins a run.
  ///
  /// - Parameter connection: Looks a connection of the run up.
  package func begin(
    _ run: Run, showing scene: PerfettoScene,
    connection: @escaping (RPCConnectionID) throws -> RPCConnection?
  ) throws {
    numbers = TrackNumbers(
      run: numbers.run + 1,
      hostsBefore: numbers.run == 0 ? 0 : numbers.hostsBefore + Int64(self.run.header.hosts.count))
    text = EventText(run: run)
    self.scene = scene
    self.connection = connection
    counts = PerfettoCounts()
    (named, namedTracks) = ([], [])
    if scene.from > .start {
      for (link, waiting) in scene.backlogs { try count(waiting, of: link, at: scene.from) }
    }
    for stall in scene.stalls { try write(stall) }
    try write(scene.disturbances)
  }

  /// Writes the next event of the run.
  package func write(_ event: TraceEvent, _ entry: EventLogEntry? = nil) throws {
    counts.events += 1
    if let queue = event.queue, let link = event.backlogLink {
      try count(queue, of: link, at: event.time)
    }
    if let connection = event.connection, event.kind.isOnConnection {
      try write(event, on: connection)
    } else if let association = event.association, event.kind != .logEntry {
      try write(event, of: association)
    } else {
      let place: Track.Place = event.kind == .accept ? .crossTraffic : .mta
      try point(event, on: Track(host: event.host, place: place), entry)
    }
  }

  /// Ends the run: what is open ends with the stretch of time.
  package func endRun() throws -> PerfettoCounts {
    try closeAll()
    return counts
  }

  /// Ends the file.
  package func finish() throws {
    octets.append(contentsOf: "\n]}\n".utf8)
    try output(octets)
    octets = []
  }
}

/// Records.
extension PerfettoWriter {
  /// Writes a record that stands on a thread at a moment.
  func record(
    _ phase: String, _ name: String, on track: Track, at time: TraceInstant,
    _ more: (inout TraceRecord) -> Void = { _ in }
  ) throws {
    try nameFixed(track)
    try write { record in
      record.add("ph", phase)
      record.add("name", name)
      record.add("cat", track.place.category)
      record.add("pid", numbers.process(track.host))
      record.add("tid", track.number)
      record.addMicroseconds("ts", time.nanoseconds)
      more(&record)
    }
  }

  /// Ends the innermost slice of a thread.
  ///
  /// - Parameter event: What ended it, if anything did.
  func end(_ track: Track, at time: TraceInstant, by event: TraceEvent? = nil) throws {
    try write { record in
      // With a name or a category Perfetto would look for a slice that has them.
      record.add("ph", "E")
      record.add("pid", numbers.process(track.host))
      record.add("tid", track.number)
      record.addMicroseconds("ts", time.nanoseconds)
      if let event { record.addEnd(event, in: text) }
    }
  }

  /// Writes an event as a point in time.
  func point(_ event: TraceEvent, on track: Track, _ entry: EventLogEntry? = nil) throws {
    try record("i", event.kind.name, on: track, at: event.time) { record in
      record.add("s", "t")
      record.add(event, entry, in: text)
    }
  }

  /// Begins an arrow at an event that sends.
  func beginArrow(at event: TraceEvent, on track: Track) throws {
    try record("s", event.kind.name, on: track, at: event.time) { record in
      record.add("id", numbers.arrow(event.sequence))
    }
  }

  /// Ends the arrow that an event began at one that receives.
  func endArrow(from sent: EventSequence, at event: TraceEvent, on track: Track) throws {
    try record("f", event.kind.name, on: track, at: event.time) { record in
      record.add("id", numbers.arrow(sent))
      // Binds to the slice around it, not to the next one.
      record.add("bp", "e")
    }
  }

  /// Names a thread, and its process before it.
  func name(_ track: Track) throws {
    try nameProcess(track.host)
    try metadata("thread_name", of: track.host, track) { $0.add("name", try title(of: track)) }
    try metadata("thread_sort_index", of: track.host, track) { $0.add("sort_index", track.rank) }
  }

  private func nameFixed(_ track: Track) throws {
    switch track.place {
    case .mta, .crossTraffic, .stalls, .disturbances:
      if namedTracks.insert(track).inserted { try name(track) }
    case .association, .connection: break
    }
  }

  private func nameProcess(_ host: HostIndex) throws {
    guard named.insert(host).inserted else { return }
    let title = "\(run.name(of: host)) · run \(run.id) · \(Variant(of: run.header).long)"
    try metadata("process_name", of: host, nil) { $0.add("name", title) }
    try metadata("process_sort_index", of: host, nil) {
      $0.add("sort_index", numbers.process(host))
    }
  }

  private func metadata(
    _ name: String, of host: HostIndex, _ track: Track?,
    _ value: (inout TraceRecord) throws -> Void
  ) throws {
    try write { record in
      record.add("ph", "M")
      record.add("name", name)
      record.add("pid", numbers.process(host))
      if let track { record.add("tid", track.number) }
      record.open("args")
      try value(&record)
      record.close()
    }
  }

  private func count(_ waiting: UInt32, of link: Link, at time: TraceInstant) throws {
    try nameProcess(link.from)
    try write { record in
      record.add("ph", "C")
      record.add("name", "waiting for \(run.name(of: link.to))")
      record.add("pid", numbers.process(link.from))
      record.addMicroseconds("ts", time.nanoseconds)
      record.open("args")
      record.add("messages", waiting)
      record.close()
    }
  }

  private func title(of track: Track) throws -> String {
    switch track.place {
    case .mta: return "MTA"
    case .crossTraffic: return "other servers"
    case .disturbances: return "disturbances"
    case .stalls(let other): return "stalls of mail for \(run.name(of: other))"
    case .association(let id): return "association \(id.rawValue)"
    case .connection(let id, let lane):
      var title = "connection \(id.rawValue)"
      if let connection = try connection(id) {
        let isClient = connection.client == track.host
        title += isClient ? " → " : " ← "
        title += run.name(of: isClient ? connection.server : connection.client)
        let address = UInt32(connection.serverAddress)
        title += " · \(run.addressName(address, of: connection.server))"
      }
      return lane == 0 ? title : "\(title) (\(lane + 1))"
    }
  }

  private func write(_ body: (inout TraceRecord) throws -> Void) throws {
    octets.append(contentsOf: (isEmpty ? "\n" : ",\n").utf8)
    isEmpty = false
    var record = TraceRecord(octets: octets)
    octets = []
    record.open()
    try body(&record)
    record.close()
    octets = record.octets
    guard octets.count >= Self.pieceSize else { return }
    try output(octets)
    octets.removeAll(keepingCapacity: true)
  }
}
