import TraceModel
import TraceStore

/// Turns the events of one direction of mail into exchanges, event by event.
///
/// An exchange is what belongs together by connection or message: a bind with its answer and what a
/// refusal leads to, or a transfer with its delivery. Whatever is not drawn is counted.
struct StoryTeller {
  /// Rows that belong together.
  struct Exchange {
    var rows: [SequenceRow] = []
    /// The messages that wait, at its first event and the most during it.
    var queueBefore: UInt32?
    var queueMost: UInt32 = 0
    var queueAfter: UInt32?
    /// The ids of its event-log entries.
    var entries: [UInt32] = []
  }

  private(set) var exchanges: [Exchange] = []
  /// When messages arrived at the sender.
  private(set) var arrivals: [TraceInstant] = []
  private(set) var omitted: [Int]

  let lifelines: StoryLifelines
  private let link: Link
  private let connections: [RPCConnectionID: RPCConnection]
  /// The exchange that a connection's next rows belong to.
  private var openByConnection: [RPCConnectionID: Int] = [:]
  private var openByMessage: [MessageID: Int] = [:]
  /// The failed call that an event-log entry may follow.
  private var lastFailure: (event: EventSequence, exchange: Int)?
  /// Where the arrow stands that an event sent, until it is received.
  private var inFlight: [EventSequence: (exchange: Int, row: Int)] = [:]

  /// The exchanges in the order of time.
  ///
  /// Those that overlap, as over two associations, are taken apart into their rows, so that no row
  /// stands before an earlier one.
  var exchangesInOrder: [Exchange] {
    var result: [Exchange] = []
    var overlapping: [Exchange] = []
    var latest = TraceInstant.start
    func flush() {
      if overlapping.count == 1 {
        result += overlapping
      } else {
        let rows = overlapping.flatMap(\.rows).enumerated().sorted {
          ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }
        result += rows.map { Exchange(rows: [$0.element]) }
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

  init(link: Link, lifelines: StoryLifelines, connections: [RPCConnectionID: RPCConnection]) {
    self.link = link
    self.lifelines = lifelines
    self.connections = connections
    omitted = Array(repeating: 0, count: 256)
  }

  /// Takes the next event of the run.
  mutating func tell(_ event: TraceEvent) {
    guard event.host == link.from || event.host == link.to, let peer = event.peer,
      peer == link.from || peer == link.to
    else { return }
    if let cause = event.cause, event.direction == .received,
      let place = inFlight.removeValue(forKey: cause)
    {
      return arrive(event, at: place)
    }
    switch event.kind {
    case .messageEnqueued:
      if event.host == link.from { arrivals.append(event.time) } else { omit(event) }
    case .messageDelivered: delivered(event)
    case .bind, .bindAck, .bindNak: bindPDU(event)
    case .groupFiled: filed(event)
    case .request, .response: callPDU(event)
    case .callFailed, .logEntry: failed(event)
    case .associationOpening: opening(event)
    case .coCancel, .orphaned: cancel(event)
    default: omit(event)
    }
  }

  /// Whether an arrow has not reached its end yet.
  var isUnderWay: Bool { !inFlight.isEmpty || !openByMessage.isEmpty }

  /// Takes an event behind the story's end: only what arrives is of interest.
  mutating func complete(_ event: TraceEvent) {
    if let cause = event.cause, event.direction == .received,
      let place = inFlight.removeValue(forKey: cause)
    {
      arrive(event, at: place)
    } else if event.kind == .messageDelivered, event.host == link.to, let message = event.message,
      let exchange = openByMessage.removeValue(forKey: message),
      case .arrow(var arrow) = exchanges[exchange].rows[0]
    {
      arrow.received = event.time
      exchanges[exchange].rows[0] = .arrow(arrow)
    }
  }

  private mutating func omit(_ event: TraceEvent) {
    if event.direction != .received { omitted[Int(event.kind.rawValue)] += 1 }
  }

  /// The other end of an arrow.
  private mutating func arrive(_ event: TraceEvent, at place: (exchange: Int, row: Int)) {
    guard case .arrow(var arrow) = exchanges[place.exchange].rows[place.row] else { return }
    arrow.received = event.time
    exchanges[place.exchange].rows[place.row] = .arrow(arrow)
    note(event, in: place.exchange)
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
  private mutating func add(
    _ row: SequenceRow, for event: TraceEvent, to exchange: Int? = nil
  ) -> (exchange: Int, row: Int) {
    let index =
      exchange
      ?? {
        exchanges.append(Exchange())
        return exchanges.count - 1
      }()
    exchanges[index].rows.append(row)
    note(event, in: index)
    return (index, exchanges[index].rows.count - 1)
  }

  private func arrow(
    _ event: TraceEvent, from: Int, to: Int, _ label: String, _ mark: SequenceMark,
    received: TraceInstant? = nil
  ) -> SequenceRow {
    .arrow(
      SequenceArrow(
        from: from, to: to, sent: event.time, received: received, label: label, mark: mark,
        event: event.sequence))
  }

  private func note(
    _ event: TraceEvent, at lifeline: Int, _ text: String, _ mark: SequenceMark
  ) -> SequenceRow {
    .note(
      SequenceNote(
        at: lifeline, time: event.time, text: text, mark: mark, event: event.sequence))
  }
}

extension StoryTeller {
  /// The server's address of a connection from the sender to the receiver, as a lifeline.
  private func serverLifeline(of event: TraceEvent) -> Int? {
    guard let id = event.connection, let connection = connections[id],
      connection.client == link.from
    else { return nil }
    return lifelines.address(Int(connection.serverAddress))
  }

  private mutating func bindPDU(_ event: TraceEvent) {
    guard event.direction == .sent, let connection = event.connection,
      let server = serverLifeline(of: event)
    else { return omit(event) }
    let row: SequenceRow
    switch event.kind {
    case .bind:
      row = arrow(
        event, from: lifelines.runtime, to: server, "bind · \(Self.group(event.group))", .bind)
    case .bindAck:
      row = arrow(
        event, from: server, to: lifelines.runtime, "bind_ack · \(Self.group(event.group))",
        .bindAck)
    default:
      row = arrow(
        event, from: server, to: lifelines.runtime, "bind_nak · reason \(event.code ?? 0)",
        .bindNak)
    }
    let place = add(row, for: event, to: openByConnection[connection])
    openByConnection[connection] = place.exchange
    inFlight[event.sequence] = place
  }

  private static func group(_ id: UInt32?) -> String {
    guard let id, id != 0 else { return "group 0" }
    return "group 0x" + String(id, radix: 16, uppercase: true)
  }

  private mutating func filed(_ event: TraceEvent) {
    guard let server = serverLifeline(of: event), let connection = event.connection,
      let code = event.code, let other = lifelines.address(Int(code))
    else { return omit(event) }
    let text = "filed under \(lifelines.all[other].subtitle)"
    let row =
      other == server
      ? note(event, at: server, text, .filed)
      : arrow(event, from: server, to: other, text, .misfiled, received: event.time)
    add(row, for: event, to: openByConnection[connection])
  }

  /// MtaBind and MtaBindBack between the MTAs, and the first request of a transfer.
  private mutating func callPDU(_ event: TraceEvent) {
    guard event.direction == .sent, let opnum = event.opnum else { return omit(event) }
    let (from, to) =
      event.host == link.from
      ? (lifelines.sender, lifelines.receiver)
      : (lifelines.receiver, lifelines.sender)
    switch (event.kind, opnum) {
    case (.request, 0), (.request, 1):
      let name = opnum == 0 ? "MtaBind" : "MtaBindBack"
      inFlight[event.sequence] = add(arrow(event, from: from, to: to, name, .call), for: event)
    case (.response, 0):
      let opened = event.association.map { " · association \($0.rawValue) open" } ?? ""
      let row = arrow(event, from: from, to: to, "MtaBind returns\(opened)", .reply)
      inFlight[event.sequence] = add(row, for: event)
    case (.request, _):
      guard let message = event.message, event.host == link.from else { return omit(event) }
      guard openByMessage[message] == nil else { return omit(event) }
      let label = "transfer · message \(message.rawValue)"
      openByMessage[message] =
        add(arrow(event, from: from, to: to, label, .call), for: event).exchange
    default: omit(event)
    }
  }

  private mutating func delivered(_ event: TraceEvent) {
    guard event.host == link.to, let message = event.message,
      let exchange = openByMessage.removeValue(forKey: message)
    else { return omit(event) }
    if case .arrow(var arrow) = exchanges[exchange].rows[0] {
      arrow.received = event.time
      exchanges[exchange].rows[0] = .arrow(arrow)
    }
    add(
      note(event, at: lifelines.receiver, "delivered \(message.rawValue)", .delivery), for: event,
      to: exchange)
  }

  /// What a refused bind leads to at the sender.
  private mutating func failed(_ event: TraceEvent) {
    guard event.host == link.from else { return omit(event) }
    if event.kind == .callFailed {
      let row = arrow(
        event, from: lifelines.runtime, to: lifelines.sender, "\(event.code ?? 0)", .failure,
        received: event.time)
      let place = add(row, for: event, to: event.connection.flatMap { openByConnection[$0] })
      lastFailure = (event.sequence, place.exchange)
      return
    }
    let code = event.code ?? 0
    let text = code == 9316 ? "event 9316: no data was sent" : "event \(code)"
    let exchange = lastFailure.flatMap { $0.event == event.cause ? $0.exchange : nil }
    let place = add(note(event, at: lifelines.sender, text, .failure), for: event, to: exchange)
    exchanges[place.exchange].entries.append(code)
  }

  private mutating func opening(_ event: TraceEvent) {
    guard let association = event.association, event.host == link.from else { return omit(event) }
    let waiting = event.queue ?? 0
    let reason =
      switch event.code.flatMap(OpeningReason.init(rawValue:)) {
      case .threshold: "queue \(waiting), threshold reached"
      case .urgent: "urgent mail waits"
      default: "mail waits"
      }
    add(
      note(
        event, at: lifelines.sender, "\(reason): open association \(association.rawValue)",
        .decision), for: event)
  }

  private mutating func cancel(_ event: TraceEvent) {
    guard event.direction == .sent, let server = serverLifeline(of: event) else {
      return omit(event)
    }
    let row = arrow(event, from: lifelines.runtime, to: server, event.kind.name, .cancel)
    inFlight[event.sequence] = add(row, for: event)
  }
}
