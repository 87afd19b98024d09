import TraceModel

/// The run that is being recorded: how far it has got, and what of it is not yet stored.
struct RunInProgress {
  /// How many events lie between two checkpoints.
  static let checkpointInterval: Int64 = 1_024

  let id: Run.ID
  private(set) var header: RunHeader
  /// What only captures have.
  private(set) var captured = CapturedRows()
  /// What only slices have; `nil` for a whole run, whose events have no gaps.
  private var slice: SliceRows?
  /// How many events there have been.
  private(set) var count: Int64 = 0
  /// The sequence of the last of them.
  private(set) var last: Int64 = 0
  /// When the last of them happened, or when the run ended.
  private(set) var time = TraceInstant.start
  private(set) var fingerprint = Fingerprint()
  private var outcome: RunOutcome?
  /// Whether its producer did not say when it ends: it lasts as long as there are events then.
  private let lastsUntilEnd: Bool
  private var backlogs: BacklogRecorder

  var connections: [RPCConnection] = []
  private(set) var events: [TraceEvent] = []
  private var entries: [RunBatch.Entry] = []
  private var checkpoints: [RunBatch.Checkpoint] = []

  init(id: Run.ID, header: RunHeader, firstSeries: Int, slice: SliceRows? = nil) {
    self.id = id
    self.header = header
    self.slice = slice
    lastsUntilEnd = header.source == .external && header.duration == .zero && slice == nil
    backlogs = BacklogRecorder(firstID: firstSeries)
    events.reserveCapacity(Recorder.batchSize)
  }

  /// What keeps an event from being the next one.
  enum Mistake: CustomStringConvertible {
    case sequence(Int64, after: Int64)
    case time(Int64)

    var description: String {
      switch self {
      case .sequence(let sequence, let count): "Event \(sequence) follows event \(count)"
      case .time(let sequence): "Event \(sequence) is earlier than the one before it"
      }
    }
  }

  /// Takes the next event, or says why it cannot be that.
  mutating func record(_ event: TraceEvent) -> Mistake? {
    let sequence = event.sequence.rawValue
    let isNext = slice == nil ? sequence == last + 1 : sequence > last
    guard isNext, sequence <= EventKey.greatestSequence else {
      return .sequence(sequence, after: last)
    }
    guard event.time >= time else { return .time(sequence) }
    if slice == nil, count > 0, count % Self.checkpointInterval == 0 {
      checkpoints.append(RunBatch.Checkpoint(sequence: count, fingerprint: fingerprint))
    }
    let event = slice?.take(event) ?? event
    fingerprint.combine(event)
    backlogs.record(event)
    count += 1
    last = sequence
    time = event.time
    if lastsUntilEnd { header.duration = time - .start }
    events.append(event)
    return nil
  }

  mutating func update(_ body: (inout Self) -> String?) -> String? { body(&self) }

  /// Takes what only captures have.
  mutating func capture(_ body: (inout CapturedRows) -> Void) { body(&captured) }

  /// Takes a host that a capture shows.
  ///
  /// - Returns: What keeps it from being recorded, or `nil`.
  mutating func declare(_ host: Host) -> String? {
    header.hosts.append(host)
    if let fault = header.faultOfLastHost { return fault }
    captured.declare(host, at: header.hosts.count - 1)
    for (position, address) in host.addresses.enumerated() {
      captured.declare(address, of: header.hosts.count - 1, at: position)
    }
    return nil
  }

  /// Takes an address of a host that a capture shows.
  ///
  /// - Returns: What keeps it from being recorded, or `nil`.
  mutating func declare(_ address: Host.Address, of host: HostIndex) -> String? {
    let index = Int(host.rawValue)
    guard header.hosts.indices.contains(index) else { return "There is no host \(index)" }
    header.hosts[index].addresses.append(address)
    let count = header.hosts[index].addresses.count
    if let fault = header.hosts[index].fault { return fault }
    captured.declare(address, of: index, at: count - 1)
    return nil
  }

  /// Takes the text of the last event.
  mutating func log(_ entry: EventLogEntry) {
    fingerprint.combine(entry)
    entries.append(RunBatch.Entry(event: EventSequence(rawValue: last), entry: entry))
  }

  /// Ends the run; how long one from a capture lasts is known only now.
  mutating func end(_ outcome: RunOutcome, at time: TraceInstant) {
    if slice == nil, header.source == .capture || lastsUntilEnd {
      header.duration = time - .start
    }
    self.outcome = outcome
    self.time = time
  }

  /// Lets time pass without an event.
  mutating func reach(_ time: TraceInstant) { self.time = max(self.time, time) }

  /// The run as a reader finds it once all of it is stored.
  ///
  /// - Parameter outcome: How it ended; `nil` if it was broken off.
  func summary(outcome: RunOutcome?, branch: Run.Branch?) -> Run {
    Run(
      id: id, header: header, status: outcome == nil ? .interrupted : .complete, outcome: outcome,
      end: time, eventCount: Int(count), fingerprint: fingerprint, branch: branch,
      slice: slice?.slice)
  }

  /// Takes what goes into the file with the next transaction.
  mutating func takeBatch() -> RunBatch {
    let batch = RunBatch(
      run: id, captured: captured, connections: connections, events: events,
      cuts: slice?.cuts ?? [], entries: entries, checkpoints: checkpoints,
      backlogs: backlogs.takeRows(isLast: outcome != nil), outcome: outcome,
      duration: header.duration, time: time, count: count, fingerprint: fingerprint)
    captured.forgetTaken()
    slice?.cuts = []
    events = []
    events.reserveCapacity(Recorder.batchSize)
    (connections, entries, checkpoints) = ([], [], [])
    return batch
  }
}
