import TraceModel
import TraceStore

/// The recorder, fed with a run that is in memory, up to the closed trace with its indexes.
struct RecorderPart: MeasuredPart {
  private let path: String
  private let stored: Run
  private var events: [TraceEvent] = []
  /// Each connection, and the place of the first event that names it.
  private var connections: [(place: Int, connection: RPCConnection)] = []
  private let entries: [(event: EventSequence, entry: EventLogEntry)]

  init(of trace: String, into path: String) throws {
    self.path = path
    let reader = try TraceReader(trace)
    stored = try reader.run(1)
    entries = try reader.logEntries(of: stored.id)
    events.reserveCapacity(Int(stored.eventCount))
    var places: [RPCConnectionID: Int] = [:]
    try reader.forEachEvent(of: stored.id) { event in
      if let connection = event.connection, places[connection] == nil {
        places[connection] = events.count
      }
      events.append(event)
    }
    connections = try reader.connections(of: stored.id)
      .map { (place: places[$0.id] ?? events.count, connection: $0) }
      .sorted { ($0.place, $0.connection.id) < ($1.place, $1.connection.id) }
  }

  mutating func run() throws -> Int {
    let store = try TraceWriter(creating: path)
    let recorder = store.makeRecorder()
    try recorder.begin(stored.header)
    var (declared, logged) = (0, 0)
    for (place, event) in events.enumerated() {
      while declared < connections.count, connections[declared].place <= place {
        try recorder.declare(connections[declared].connection)
        declared += 1
      }
      try recorder.record(event)
      if event.kind == .logEntry, logged < entries.count {
        try recorder.log(entries[logged].entry, at: entries[logged].event)
        logged += 1
      }
    }
    for (_, connection) in connections[declared...] { try recorder.declare(connection) }
    try recorder.end(stored.outcome ?? .finished, at: stored.end)
    try store.close()
    return events.count
  }
}
