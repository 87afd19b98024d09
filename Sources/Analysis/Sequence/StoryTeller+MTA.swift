import TraceModel

/// What the MTAs decide and learn, and what happens to them, as a story tells it.
extension StoryTeller {
  mutating func delivered(_ event: TraceEvent) {
    guard event.host == link.to, let message = event.message,
      let exchange = openByMessage.removeValue(forKey: message)
    else { return omit(event) }
    end(exchange, at: event.time)
    add(
      note(event, at: lifelines.receiver, "delivered \(message.rawValue)", .delivery), for: event,
      to: exchange)
  }

  /// What becomes of a message besides its delivery.
  mutating func mailNote(_ event: TraceEvent) {
    let number = event.message.map { " \($0.rawValue)" } ?? ""
    switch event.kind {
    case .messageNonDelivered where event.host == link.from:
      add(
        note(event, at: lifelines.sender, "message\(number) given up: not delivered", .failure),
        for: event)
    case .transferResumed where event.host == link.from:
      let kept = event.code.map { $0 == 1 ? ", 1 checkpoint kept" : ", \($0) checkpoints kept" }
      add(
        note(
          event, at: lifelines.sender, "transfer of message\(number) goes on\(kept ?? "")",
          .decision), for: event)
    case .duplicateRecognised where event.host == link.to:
      let exchange = event.message.flatMap { openByMessage.removeValue(forKey: $0) }
      if let exchange { end(exchange, at: event.time) }
      add(
        note(
          event, at: lifelines.receiver, "message\(number) was delivered before: dropped",
          .decision), for: event, to: exchange)
    default: omit(event)
    }
  }

  mutating func opening(_ event: TraceEvent) {
    guard let association = event.association, event.host == link.from else { return omit(event) }
    let waiting = event.queue ?? 0
    let reason =
      switch event.code.flatMap(OpeningReason.init(rawValue:)) {
      case .threshold: "queue \(waiting), threshold reached"
      case .urgent: "urgent mail waits"
      case .recovery: "association was lost"
      default: "mail waits"
      }
    add(
      note(
        event, at: lifelines.sender, "\(reason): open association \(association.rawValue)",
        .decision), for: event)
  }

  /// What becomes of an association at one of its ends.
  mutating func associationNote(_ event: TraceEvent) {
    if event.kind == .associationLost { loseTurns(of: event) }
    let name = event.association.map { "association \($0.rawValue)" } ?? "association"
    let (text, mark): (String, SequenceMark) =
      switch event.kind {
      case .associationLost: ("\(name) lost", .failure)
      case .associationRecovered: ("\(name) recovered", .reply)
      case .associationRefused: ("\(name) refused", .failure)
      case .contextRundown: ("context handle run down", .decision)
      default:
        (
          event.direction == .received ? "\(name) aborted by the other side" : "\(name) aborted",
          .decision
        )
      }
    let place = add(note(event, at: mta(of: event), text, mark), for: event)
    if mark == .failure { fail(event, in: place.exchange) }
  }

  /// What RT-TURN-GIVE is called.
  static let grant = "gives the turn"

  /// The turn goes from MTA to MTA inside of calls; which, the trace does not say.
  mutating func turn(_ event: TraceEvent) {
    guard event.direction == .sent, let association = event.association else {
      return arriveTurn(event)
    }
    let (from, to) =
      event.host == link.from
      ? (lifelines.sender, lifelines.receiver) : (lifelines.receiver, lifelines.sender)
    let isRequest = event.kind == .turnPlease
    let place = add(
      arrow(
        event, from: from, to: to, isRequest ? "asks for the turn" : Self.grant,
        isRequest ? .call : .reply), for: event)
    let key = TurnKey(kind: event.kind, association: association, sender: event.host)
    turnsInFlight[key, default: []].append(place)
  }

  mutating func arriveTurn(_ event: TraceEvent) {
    guard let association = event.association, let peer = event.peer else { return }
    let key = TurnKey(kind: event.kind, association: association, sender: peer)
    // What was sent before the latest and has not arrived was lost with an earlier connection.
    guard let place = turnsInFlight[key]?.popLast() else { return }
    if turnsInFlight[key]?.isEmpty == true { turnsInFlight.removeValue(forKey: key) }
    arrive(event, at: place)
  }

  /// What was on its way to a host that lost the association never arrives.
  private mutating func loseTurns(of event: TraceEvent) {
    guard let association = event.association, let peer = event.peer else { return }
    for kind in [EventKind.turnPlease, .turnGive] {
      let key = TurnKey(kind: kind, association: association, sender: peer)
      for place in turnsInFlight.removeValue(forKey: key) ?? [] { lose(place) }
    }
  }

  /// What an MTA wrote into its event log.
  mutating func logged(_ event: TraceEvent) {
    let code = event.code ?? 0
    let words = EventWords.logEntry(code).map { ": \($0)" } ?? ""
    let follows =
      event.host == link.from
      ? lastFailure.flatMap { failure in
        failure.event == event.cause || failure.time == event.time ? failure.exchange : nil
      } : nil
    let place = add(
      note(event, at: mta(of: event), "event \(code)\(words)", .failure), for: event, to: follows)
    add(entry: event, to: place.exchange)
  }

  /// What disturbs a host.
  mutating func hostEvent(_ event: TraceEvent) {
    let name = run.name(of: event.host)
    func began(_ kind: EventKind) -> String {
      let start = troubleSince.removeValue(forKey: .host(kind, event.host))
      return start.map { " after \((event.time - $0).roughText)" } ?? ""
    }
    let text: String
    switch event.kind {
    case .hostStopped:
      troubleSince[.host(.hostStopped, event.host)] = event.time
      text = "\(name) stops"
    case .hostStarted:
      let build = event.code.flatMap { code in
        BuildName.known.indices.contains(Int(code)) ? BuildName.known[Int(code)] : nil
      }
      let known =
        run.header.hosts.indices.contains(Int(event.host.rawValue))
        ? run.header.hosts[Int(event.host.rawValue)].build : nil
      let change = build.map { $0 == known ? "" : " as \(BuildName($0).short)" } ?? ""
      text = "\(name) runs again\(began(.hostStopped))\(change)"
    case .hostHung:
      troubleSince[.host(.hostHung, event.host)] = event.time
      text = "the MTA hangs"
    default: text = "the MTA answers again\(began(.hostHung))"
    }
    add(note(event, at: mta(of: event), text, .outside), for: event)
  }

  /// What disturbs a line.
  mutating func lineEvent(_ event: TraceEvent) {
    guard let peer = event.peer else { return }
    let line = "\(run.name(of: event.host)) → \(run.name(of: peer))"
    let key = Trouble.line(event.host, peer)
    let text: String
    switch event.kind {
    case .linkDown:
      troubleSince[key] = event.time
      text = "\(line) is cut off"
    case .linkUp:
      let start = troubleSince.removeValue(forKey: key)
      text = "\(line) works again" + (start.map { " after \((event.time - $0).roughText)" } ?? "")
    default:
      text =
        "\(line) now has "
        + (event.code.map(Disturbance.text(of:)) ?? "all the bandwidth it needs")
    }
    add(note(event, at: mta(of: event), text, .outside), for: event)
  }
}
