import TraceModel
import TraceStore

/// Turns the events of one direction of mail into exchanges, event by event.
///
/// An exchange is what belongs together by connection or message: a bind with its answer and what a
/// refusal leads to, a transfer with its delivery, or a cancelled call with its end. Whatever is
/// not drawn is counted.
struct StoryTeller {
  /// Rows that belong together.
  struct Exchange {
    var rows: [SequenceRow] = []
    /// Whether it is never folded.
    var isAlone = false
    /// The messages that wait, at its first event and the most during it.
    var queueBefore: UInt32?
    var queueMost: UInt32 = 0
    var queueAfter: UInt32?
    /// The ids of its event-log entries, by their events.
    var entries: [(event: EventSequence, id: UInt32)] = []

    /// One of its rows as an exchange of its own.
    func apart(_ row: SequenceRow) -> Exchange {
      var result = self
      result.rows = [row]
      if case .note(let note) = row {
        result.entries.removeAll { $0.event != note.event }
      } else {
        result.entries = []
      }
      return result
    }
  }

  /// Where a row stands.
  struct Place {
    var exchange: Int
    var row: Int
  }

  /// A request for the turn or its grant, on its way.
  struct TurnKey: Hashable {
    var kind: EventKind
    var association: MTAAssociationID
    var sender: HostIndex
  }

  private(set) var exchanges: [Exchange] = []
  /// When messages arrived at the sender.
  private(set) var arrivals: [TraceInstant] = []
  private(set) var omitted: [Int]

  /// The states of the lifelines.
  var spans: SpanTeller
  let run: Run
  let lifelines: StoryLifelines
  let link: Link
  private let connections: [RPCConnectionID: RPCConnection]
  /// The exchange that a connection's next rows belong to.
  var openByConnection: [RPCConnectionID: Int] = [:]
  var openByMessage: [MessageID: Int] = [:]
  /// The latest transfer over a connection.
  var transferByConnection: [RPCConnectionID: Int] = [:]
  /// What failed last at the sender, which an event-log entry may follow.
  var lastFailure: (event: EventSequence, time: TraceInstant, exchange: Int)?
  /// Where the arrow stands that an event sent, until it is received.
  var inFlight: [EventSequence: Place] = [:]
  /// The same for what is carried inside of calls.
  var turnsInFlight: [TurnKey: [Place]] = [:]
  /// The question to an endpoint mapper whose answer is not known to be used yet.
  var mapperQuestion: Place?
  /// The calls of MtaBind by the sender that have not ended.
  var opensUnderWay: Set<RPCConnectionID> = []
  /// When what disturbs a host or a line began.
  var troubleSince: [Trouble: TraceInstant] = [:]
  /// The latest event that was told.
  private var now = TraceInstant.start

  /// The exchanges in the order of time.
  ///
  /// Those that overlap, as over two associations, are taken apart into their rows, so that no row
  /// stands before an earlier one.
  var exchangesInOrder: [Exchange] { Self.inOrder(exchanges) }

  /// Exchanges, each behind those that began earlier, in the order of time.
  static func inOrder(_ exchanges: [Exchange]) -> [Exchange] {
    var result: [Exchange] = []
    var overlapping: [Exchange] = []
    var latest = TraceInstant.start
    func flush() {
      if overlapping.count == 1 {
        result += overlapping
      } else {
        let rows = overlapping.flatMap { exchange in exchange.rows.map(exchange.apart) }
        result += rows.enumerated().sorted {
          ($0.element.rows[0].time, $0.offset) < ($1.element.rows[0].time, $1.offset)
        }.map(\.element)
      }
      overlapping.removeAll()
    }
    for exchange in exchanges {
      if let first = exchange.rows.first, first.time >= latest { flush() }
      overlapping.append(exchange)
      latest = max(latest, exchange.rows.map(\.time).max() ?? latest)
    }
    flush()
    return result
  }

  init(
    run: Run, link: Link, lifelines: StoryLifelines,
    connections: [RPCConnectionID: RPCConnection]
  ) {
    self.run = run
    self.link = link
    self.lifelines = lifelines
    self.connections = connections
    spans = SpanTeller(run: run, link: link, lifelines: lifelines)
    omitted = Array(repeating: 0, count: 256)
  }

  /// Takes the next event of the run.
  mutating func tell(_ event: TraceEvent) {
    guard event.host == link.from || event.host == link.to else { return }
    now = event.time
    spans.tell(event)
    if event.kind.isOfHost { return hostEvent(event) }
    guard let peer = event.peer, peer == link.from || peer == link.to else { return }
    if let cause = event.cause, event.direction == .received,
      let place = inFlight.removeValue(forKey: cause)
    {
      return arrive(event, at: place)
    }
    switch event.kind {
    case .messageEnqueued:
      if event.host == link.from { arrivals.append(event.time) } else { omit(event) }
    case .messageDelivered: delivered(event)
    case .messageNonDelivered, .transferResumed, .duplicateRecognised: mailNote(event)
    case .bind, .bindAck, .bindNak, .alterContext, .alterContextResponse: bindPDU(event)
    case .groupFiled: filed(event)
    case .request, .response: callPDU(event)
    case .fault, .shutdown: serverPDU(event)
    case .connect: connecting(event)
    case .connectRefused, .reset: connectionNote(event)
    case .callFailed: failed(event)
    case .logEntry: logged(event)
    case .associationOpening: opening(event)
    case .associationLost, .associationRecovered, .associationAborted, .associationRefused,
      .contextRundown:
      associationNote(event)
    case .turnPlease, .turnGive: turn(event)
    case .coCancel, .orphaned: cancel(event)
    case .linkDown, .linkUp, .bandwidthChanged: lineEvent(event)
    default: omit(event)
    }
  }

  /// Time goes on to a moment, at which something happens that is not told.
  mutating func reach(_ time: TraceInstant) { now = max(now, time) }

  /// Whether an arrow has not reached its end yet.
  var isUnderWay: Bool {
    !inFlight.isEmpty || !openByMessage.isEmpty || !turnsInFlight.isEmpty
  }

  /// Takes an event behind the story's end: only what arrives is of interest.
  mutating func complete(_ event: TraceEvent) {
    now = event.time
    if let cause = event.cause, event.direction == .received,
      let place = inFlight.removeValue(forKey: cause)
    {
      arrive(event, at: place)
    } else if event.kind == .messageDelivered || event.kind == .duplicateRecognised,
      event.host == link.to, let message = event.message,
      let exchange = openByMessage.removeValue(forKey: message)
    {
      end(exchange, at: event.time)
    } else if event.kind == .callFailed, event.host == link.from, let message = event.message {
      openByMessage.removeValue(forKey: message)
    } else if event.direction == .received,
      event.kind == .turnPlease || event.kind == .turnGive
    {
      arriveTurn(event)
    }
  }

  /// Says of what never arrived that it is lost, unless the trace ends too soon to tell.
  ///
  /// No call waits longer than two minutes and the time in which a cancel may be answered.
  mutating func finish() {
    let places = Array(inFlight.values) + turnsInFlight.values.flatMap { $0 }
    for place in places {
      guard case .arrow(let arrow) = exchanges[place.exchange].rows[place.row],
        now - arrow.sent > .minutes(3)
      else { continue }
      lose(place)
    }
  }

  /// Says of an arrow that it is lost.
  mutating func lose(_ place: Place) {
    guard case .arrow(var arrow) = exchanges[place.exchange].rows[place.row] else { return }
    arrow.fate = .lost
    exchanges[place.exchange].rows[place.row] = .arrow(arrow)
  }

  mutating func omit(_ event: TraceEvent) {
    if event.direction != .received { omitted[Int(event.kind.rawValue)] += 1 }
  }

  /// The other end of an arrow.
  mutating func arrive(_ event: TraceEvent, at place: Place) {
    guard case .arrow(var arrow) = exchanges[place.exchange].rows[place.row] else { return }
    arrow.received = event.time
    exchanges[place.exchange].rows[place.row] = .arrow(arrow)
    note(event, in: place.exchange)
    // What is refused leads to more; what is accepted is done with.
    if event.kind == .bindAck, let connection = event.connection {
      openByConnection.removeValue(forKey: connection)
    }
  }

  /// The end of an exchange's first arrow.
  mutating func end(_ exchange: Int, at time: TraceInstant) {
    guard case .arrow(var arrow) = exchanges[exchange].rows[0] else { return }
    arrow.received = time
    exchanges[exchange].rows[0] = .arrow(arrow)
  }

  /// A message's transfer is broken off.
  mutating func breakOff(_ message: MessageID) {
    guard let exchange = openByMessage.removeValue(forKey: message),
      case .arrow(var arrow) = exchanges[exchange].rows[0]
    else { return }
    arrow.fate = .brokenOff
    exchanges[exchange].rows[0] = .arrow(arrow)
  }

  /// Keeps what an exchange needs to know of its events' queue.
  private mutating func note(_ event: TraceEvent, in exchange: Int) {
    let concernsLink =
      event.kind == .messageDelivered ? event.host == link.to : event.host == link.from
    guard concernsLink, let queue = event.queue else { return }
    exchanges[exchange].queueBefore = exchanges[exchange].queueBefore ?? queue
    exchanges[exchange].queueMost = max(exchanges[exchange].queueMost, queue)
    exchanges[exchange].queueAfter = queue
  }

  /// Adds a row to an exchange, or to a new one, and returns where it stands.
  @discardableResult
  mutating func add(
    _ row: SequenceRow, for event: TraceEvent, to exchange: Int? = nil
  ) -> Place {
    let index =
      exchange
      ?? {
        exchanges.append(Exchange())
        return exchanges.count - 1
      }()
    exchanges[index].rows.append(row)
    note(event, in: index)
    return Place(exchange: index, row: exchanges[index].rows.count - 1)
  }

  mutating func add(entry event: TraceEvent, to exchange: Int) {
    exchanges[exchange].entries.append((event.sequence, event.code ?? 0))
  }

  /// Replaces the text of a note.
  mutating func retell(_ place: Place, as text: String) {
    guard case .note(var note) = exchanges[place.exchange].rows[place.row] else { return }
    note.text = text
    exchanges[place.exchange].rows[place.row] = .note(note)
  }

  func arrow(
    _ event: TraceEvent, from: Int, to: Int, _ label: String, _ mark: SequenceMark,
    received: TraceInstant? = nil
  ) -> SequenceRow {
    .arrow(
      SequenceArrow(
        from: from, to: to, sent: event.time, received: received, label: label, mark: mark,
        event: event.sequence))
  }

  func note(
    _ event: TraceEvent, at lifeline: Int, _ text: String, _ mark: SequenceMark
  ) -> SequenceRow {
    .note(
      SequenceNote(
        at: lifeline, time: event.time, text: text, mark: mark, event: event.sequence))
  }

  /// The connection of an event, if the sender made it to the receiver.
  func connection(of event: TraceEvent) -> RPCConnection? {
    guard let connection = event.connection.flatMap({ connections[$0] }),
      connection.client == link.from, connection.server == link.to
    else { return nil }
    return connection
  }

  /// Whether the receiver made the connection of an event to the sender.
  func isOnTheWayBack(_ event: TraceEvent) -> Bool {
    guard let connection = event.connection.flatMap({ connections[$0] }) else { return false }
    return connection.client == link.to && connection.server == link.from
  }

  /// The server's address of a connection from the sender to the receiver, as a lifeline.
  func serverLifeline(of event: TraceEvent) -> Int? {
    connection(of: event).flatMap { lifelines.address(Int($0.serverAddress)) }
  }

  /// Whether an event belongs to a question to the receiver's endpoint mapper.
  func isAtMapper(_ event: TraceEvent) -> Bool {
    guard let mapper = lifelines.mapper, let connection = connection(of: event) else {
      return false
    }
    return Int(connection.serverAddress) == mapper
  }

  /// The MTA of an event's host.
  func mta(of event: TraceEvent) -> Int {
    event.host == link.from ? lifelines.sender : lifelines.receiver
  }

  /// What kind of trouble the receiver or the line is in.
  enum Trouble: Hashable {
    case line(HostIndex, HostIndex)
    case host(EventKind, HostIndex)
  }
}

extension EventKind {
  /// Whether such an event is of one host and has no peer.
  fileprivate var isOfHost: Bool {
    switch self {
    case .hostStopped, .hostStarted, .hostHung, .hostResumed: true
    default: false
    }
  }
}
