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
    let (text, mark) = StoryWords.fate(ofMessage: event)
    switch event.kind {
    case .messageNonDelivered where event.host == link.from,
      .transferResumed where event.host == link.from:
      add(note(event, at: lifelines.sender, text, mark), for: event)
    case .duplicateRecognised where event.host == link.to:
      let exchange = event.message.flatMap { openByMessage.removeValue(forKey: $0) }
      if let exchange { end(exchange, at: event.time) }
      add(note(event, at: lifelines.receiver, text, mark), for: event, to: exchange)
    default: omit(event)
    }
  }

  mutating func opening(_ event: TraceEvent) {
    guard event.association != nil, event.host == link.from else { return omit(event) }
    add(note(event, at: lifelines.sender, StoryWords.opening(event), .decision), for: event)
  }

  /// What becomes of an association at one of its ends.
  mutating func associationNote(_ event: TraceEvent) {
    if event.kind == .associationLost { loseTurns(of: event) }
    let (text, mark) = StoryWords.fate(event)
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
    let follows =
      event.host == link.from
      ? lastFailure.flatMap { failure in
        failure.event == event.cause || failure.time == event.time ? failure.exchange : nil
      } : nil
    let place = add(
      note(event, at: mta(of: event), StoryWords.logEntry(event), .failure), for: event,
      to: follows)
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
