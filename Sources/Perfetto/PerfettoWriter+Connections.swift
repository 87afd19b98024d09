import TraceModel

extension PerfettoWriter {
  /// Writes an event on a connection.
  func write(_ event: TraceEvent, on connection: RPCConnectionID) throws {
    let key = ConnectionEnd.Key(host: event.host, connection: connection)
    switch (event.kind, event.direction) {
    case (.connect, .sent), (.connect, .received): try begin(key, at: event)
    case (.bind, _), (.alterContext, _), (.request, _): try beginCall(event, on: key)
    case (.bindAck, _), (.bindNak, _), (.alterContextResponse, _), (.response, _), (.fault, _):
      try endCall(event, on: key)
    case (.orphaned, .sent):
      try arrow(event, on: key)
      try close(call: event.call ?? 0, on: key, at: event)
    case (.callFailed, _):
      try point(event, on: try track(of: event, key))
      try close(call: event.call ?? 0, on: key, at: event)
    case (.disconnect, _):
      if ends[key]?.isOpen == true {
        try arrow(event, within: lane(0, key))
      } else {
        try arrow(event, on: key)
      }
      try close(key, at: event)
    case (.reset, _), (.connectRefused, _):
      try point(event, on: try track(of: event, key))
      try close(key, at: event)
    default:
      if event.kind.isPDU {
        try arrow(event, on: key)
      } else {
        try point(event, on: try track(of: event, key))
      }
    }
  }

  /// Writes an event of an association.
  func write(_ event: TraceEvent, of association: MTAAssociationID) throws {
    let end = AssociationEnd(host: event.host, association: association)
    let track = Track(host: event.host, place: .association(association))
    if associations[end] == nil {
      try name(track)
      associations[end] = false
    }
    let begins = event.kind == .associationOpening || event.kind == .associationOpen
    if begins, associations[end] == false {
      associations[end] = true
      counts.slices += 1
      try record("B", "association \(association.rawValue)", on: track, at: event.time) {
        $0.add(event, in: text)
      }
    } else {
      try point(event, on: track)
    }
    switch event.kind {
    case .associationClosed, .associationAborted, .associationRefused:
      if associations.removeValue(forKey: end) == true {
        try self.end(track, at: event.time, by: event)
      }
    default: break
    }
  }

  /// Ends everything that is open, in order.
  func closeAll() throws {
    for key in ends.keys.sorted() {
      guard let end = ends[key] else { continue }
      counts.unfinished += end.calls.count { $0 != nil } + (end.isOpen ? 1 : 0)
      try close(end, key, at: scene.to)
    }
    for end in associations.keys.sorted() where associations[end] == true {
      counts.unfinished += 1
      try self.end(
        Track(host: end.host, place: .association(end.association)), at: scene.to)
    }
    counts.withoutArrow += flights.values.reduce(0) { $0 + $1.sent.count }
    ends = [:]
    flights = [:]
    associations = [:]
  }
}

/// Slices of connections and calls.
extension PerfettoWriter {
  private func begin(_ key: ConnectionEnd.Key, at event: TraceEvent) throws {
    guard ends[key] == nil else { return try arrow(event, on: key) }
    ends[key] = ConnectionEnd(isOpen: true)
    let track = lane(0, key)
    try name(track)
    counts.slices += 1
    try record("B", "connection \(key.connection.rawValue)", on: track, at: event.time) {
      $0.add(event, in: text)
    }
    try arrow(event, within: track)
  }

  private func beginCall(_ event: TraceEvent, on key: ConnectionEnd.Key) throws {
    if ends[key] == nil {
      ends[key] = ConnectionEnd()
      try name(lane(0, key))
    }
    let call = event.call ?? 0
    // A second fragment of a call that is open.
    guard ends[key]?.lane(of: call) == nil else { return try arrow(event, on: key) }
    guard let (number, isNew) = ends[key]?.open(call) else {
      counts.crowded += 1
      return try point(event, on: lane(0, key))
    }
    let track = lane(number, key)
    if isNew { try name(track) }
    counts.slices += 1
    let title =
      event.kind == .request
      ? "call \(call)" + (event.opnum.map { " · opnum \($0)" } ?? "") : event.kind.name
    try record("B", title, on: track, at: event.time) { $0.add(event, in: text) }
    try arrow(event, within: track)
  }

  private func endCall(_ event: TraceEvent, on key: ConnectionEnd.Key) throws {
    let call = event.call ?? 0
    guard let end = ends[key], let number = end.lane(of: call) else {
      return try arrow(event, on: key)
    }
    let track = lane(number, key)
    // A refusal is seen at once, whatever the slice is called.
    if event.kind == .bindNak || event.kind == .fault { try point(event, on: track) }
    try arrow(event, within: track)
    try close(call: call, on: key, at: event)
  }

  private func close(call: UInt32, on key: ConnectionEnd.Key, at event: TraceEvent) throws {
    guard let number = ends[key]?.lane(of: call) else { return }
    ends[key]?.close(lane: number)
    try self.end(lane(number, key), at: event.time, by: event)
  }

  private func close(_ key: ConnectionEnd.Key, at event: TraceEvent) throws {
    if let end = ends.removeValue(forKey: key) { try close(end, key, at: event.time, by: event) }
    flights[key.connection]?.closed.insert(key.host)
    guard let flight = flights[key.connection], flight.closed.count > 1 else { return }
    counts.withoutArrow += flight.sent.count
    flights[key.connection] = nil
  }

  /// Ends what is open at one end of a connection, the innermost first.
  private func close(
    _ end: ConnectionEnd, _ key: ConnectionEnd.Key, at time: TraceInstant,
    by event: TraceEvent? = nil
  ) throws {
    for number in end.calls.indices.reversed() where end.calls[number] != nil {
      try self.end(lane(number, key), at: time, by: event)
    }
    if end.isOpen { try self.end(lane(0, key), at: time, by: event) }
  }

  private func lane(_ number: Int, _ key: ConnectionEnd.Key) -> Track {
    Track(host: key.host, place: .connection(key.connection, lane: number))
  }

  /// The thread of an event's call, or the connection's own, with a name.
  private func track(of event: TraceEvent, _ key: ConnectionEnd.Key) throws -> Track {
    guard let end = ends[key] else {
      let track = lane(0, key)
      try name(track)
      return track
    }
    return lane(event.call.flatMap { end.lane(of: $0) } ?? 0, key)
  }
}

/// Arrows.
extension PerfettoWriter {
  /// Writes an event that sends or receives as a slice without length, which an arrow may touch.
  private func arrow(_ event: TraceEvent, on key: ConnectionEnd.Key) throws {
    let track = try track(of: event, key)
    try record("B", event.kind.name, on: track, at: event.time) { $0.add(event, in: text) }
    try arrow(event, within: track)
    try self.end(track, at: event.time)
  }

  /// Begins or ends an arrow within a slice.
  private func arrow(_ event: TraceEvent, within track: Track) throws {
    guard let connection = event.connection else { return }
    switch event.direction {
    case .sent:
      flights[connection, default: Flights()].sent.insert(event.sequence)
      try beginArrow(at: event, on: track)
    case .received:
      guard let cause = event.cause, flights[connection]?.sent.remove(cause) != nil else {
        counts.withoutArrow += 1
        return
      }
      counts.arrows += 1
      try endArrow(from: cause, at: event, on: track)
    case nil: break
    }
  }
}
