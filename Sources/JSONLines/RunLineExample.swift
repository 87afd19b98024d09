import TraceModel

/// A short run as lines, a refused bind while a message waits: every field occurs but `log_id`.
package enum RunLineExample {
  /// The lines, without their ends.
  package static func lines() throws -> [String] {
    var octets: [UInt8] = []
    try withoutActuallyEscaping({ octets += $0 }) { add in
      let writer = RunLineWriter(output: add)
      try writer.begin(header)
      try writer.declare(connection)
      for event in events {
        try writer.record(event)
        if event.kind == .logEntry { try writer.log(entry, at: event.sequence) }
      }
      try writer.end(.finished, at: TraceInstant(nanoseconds: 60_000_000_000))
    }
    return String(decoding: octets, as: UTF8.self).split(separator: "\n").map { String($0) }
  }

  private static let header = RunHeader(
    scenario: "lab", build: "lab", seed: 7, engineVersion: "lab 2.1", source: .external,
    parameters: [Parameter(name: "mta.threshold", value: "50")],
    hosts: [
      host("HUB1", build: "nt4-sp4", network: "10.0.0.1"),
      host("SPOKE1", build: "nt4-sp3", network: "10.0.0.2"),
    ],
    duration: .seconds(60))

  private static func host(_ name: String, build: String, network: String) -> Host {
    let addresses = ["135", "1911"].map {
      Host.Address(protocolSequence: "ncacn_ip_tcp", network: network, endpoint: $0)
    }
    return Host(name: name, build: build, addresses: addresses)
  }

  private static let association = MTAAssociationID(rawValue: 1)

  private static let connection = RPCConnection(
    id: RPCConnectionID(rawValue: 1), client: HostIndex(0), server: HostIndex(1),
    clientEndpoint: "1027", serverAddress: 1, association: association)

  private static let entry = EventLogEntry(
    id: 9_316, type: .warning, category: "Interface",
    text: "The bind was refused: reject reason 4.")

  private static let events: [TraceEvent] = {
    var events: [TraceEvent] = []
    /// Adds an event of the first host, or of the second if that receives or answers.
    func add(
      _ kind: EventKind, _ direction: EventDirection? = nil, at host: Int = 0,
      milliseconds: Int64, cause: Int64? = nil, _ change: (inout TraceEvent) -> Void = { _ in }
    ) {
      var event = TraceEvent(
        sequence: EventSequence(rawValue: Int64(events.count) + 1),
        time: .start + .milliseconds(milliseconds), kind: kind, direction: direction,
        host: HostIndex(host), peer: HostIndex(1 - host), cause: cause.map(EventSequence.init))
      if direction != nil {
        event.association = association
        event.connection = connection.id
      }
      change(&event)
      events.append(event)
    }
    add(.messageEnqueued, milliseconds: 500) {
      $0.message = MessageID(rawValue: 1)
      $0.length = 2_048
      $0.code = 0
      $0.queue = 1
    }
    add(.connect, .sent, milliseconds: 510, cause: 1) { $0.code = 1 }
    add(.connect, .received, at: 1, milliseconds: 540, cause: 2) { $0.code = 1 }
    for (kind, host, at, code) in [
      (EventKind.bind, 0, 570, nil), (.bindNak, 1, 605, 4), (.bind, 0, 670, nil),
      (.bindAck, 1, 705, nil), (.request, 0, 770, nil), (.response, 1, 805, nil),
    ] as [(EventKind, Int, Int64, UInt32?)] {
      let cause = Int64(events.count)
      for (direction, place, delay) in [
        (EventDirection.sent, host, 0), (.received, 1 - host, 30),
      ] as [(EventDirection, Int, Int64)] {
        add(
          kind, direction, at: place, milliseconds: at + delay,
          cause: direction == .sent ? cause : Int64(events.count)
        ) {
          $0.call = kind == .request || kind == .response ? 2 : 1
          $0.code = code
          $0.length = 72
          if kind == .bind { $0.group = 0 }
          if kind == .bindAck { $0.group = 4_711 }
          if kind == .request { ($0.opnum, $0.context) = (4, 0) }
        }
      }
      guard kind == .bindNak else { continue }
      add(.logEntry, milliseconds: 640, cause: Int64(events.count)) { $0.code = entry.id }
    }
    add(.messageDelivered, at: 1, milliseconds: 840, cause: Int64(events.count)) {
      $0.message = MessageID(rawValue: 1)
      $0.length = 2_048
      $0.queue = 0
    }
    return events
  }()
}
