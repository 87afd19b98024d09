package import TraceModel
import TraceStore

/// Events of a run as text, one line each, in columns that fit all of the run's events.
package struct EventText: Sendable {
  package let run: Run
  private let numberWidth: Int
  private let timeWidth: Int
  private let hostWidth: Int
  private let kindWidth: Int

  package init(run: Run) {
    self.run = run
    numberWidth = max(String(run.wholeEventCount).count, 2) + 1
    timeWidth = max(run.end.secondsText.count, 8)
    hostWidth = run.header.hosts.map(\.name.count).max() ?? 0
    kindWidth = EventKind.allCases.map(\.name.count).max() ?? 0
  }

  /// The event's number, time in seconds, hosts, association, kind, and what the kind says more.
  ///
  /// - Parameter entry: What was written into the event log, of an event of that kind.
  package func line(_ event: TraceEvent, entry: EventLogEntry? = nil) -> String {
    var columns = [
      Self.pad("#\(event.sequence.rawValue)", to: numberWidth, atEnd: false),
      Self.pad(event.time.secondsText, to: timeWidth, atEnd: false) + " s",
      hosts(of: event),
      Self.pad(event.association.map { "assoc \($0.rawValue)" } ?? "", to: 9, atEnd: true),
      Self.pad(event.kind.name, to: kindWidth, atEnd: true),
    ]
    columns.append(detail(of: event, entry: entry))
    var line = columns.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line
  }

  /// The most important of an event without its time: `bind_nak HUB1 ← SLPS100 · assoc 4 · reason
  /// 0 · 12 waiting`.
  ///
  /// - Parameter entry: What was written into the event log, of an event of that kind.
  package func words(_ event: TraceEvent, entry: EventLogEntry? = nil) -> String {
    var who = run.name(of: event.host)
    if let peer = event.peer {
      who += event.direction.map { " \(Self.arrow($0)) " } ?? ", "
      who += run.name(of: peer)
    }
    if event.kind == .logEntry, let code = event.code {
      let meaning = EventWords.logEntry(code) ?? entry?.text ?? "no text"
      return "event \(code) \(who): \(meaning)"
    }
    var parts = ["\(event.kind.name) \(who)"]
    if let association = event.association { parts.append("assoc\u{A0}\(association.rawValue)") }
    if let code = event.code, let meaning = meaning(of: code, in: event) { parts.append(meaning) }
    // The refusal that a call fails by says how much waits.
    if let queue = event.queue, Self.tellsQueue(event.kind), event.kind != .callFailed {
      parts.append("\(queue)\u{A0}waiting")
    }
    return parts.joined(separator: " · ")
  }

  private static func arrow(_ direction: EventDirection?) -> String {
    switch direction {
    case .sent: "→"
    case .received: "←"
    case nil: "·"
    }
  }

  private func hosts(of event: TraceEvent) -> String {
    let host = Self.pad(run.name(of: event.host), to: hostWidth, atEnd: true)
    guard let peer = event.peer else {
      return host + String(repeating: " ", count: hostWidth + 3)
    }
    let other = Self.pad(run.name(of: peer), to: hostWidth, atEnd: true)
    return "\(host) \(Self.arrow(event.direction)) \(other)"
  }

  private func detail(of event: TraceEvent, entry: EventLogEntry?) -> String {
    facts(of: event, entry: entry).joined(separator: "  ")
  }

  /// What an event says besides its kind, its hosts and its association, fact by fact.
  ///
  /// - Parameter entry: What was written into the event log, of an event of that kind.
  package func facts(of event: TraceEvent, entry: EventLogEntry? = nil) -> [String] {
    var parts: [String] = []
    if let connection = event.connection { parts.append("conn \(connection.rawValue)") }
    if let group = event.group {
      parts.append(group == 0 ? "new group" : "group \(hexadecimal(group))")
    }
    if let call = event.call { parts.append("call \(call)") }
    if let opnum = event.opnum { parts.append("opnum \(opnum)") }
    if let message = event.message { parts.append("message \(message.rawValue)") }
    if let code = event.code, let meaning = meaning(of: code, in: event) { parts.append(meaning) }
    if event.kind == .bandwidthChanged, event.code == nil { parts.append("no limit") }
    if let length = event.length { parts.append("\(length) octets") }
    if let queue = event.queue, Self.tellsQueue(event.kind) { parts.append("\(queue) waiting") }
    if let entry { parts.append("\(entry.type.name): \(entry.text)") }
    return parts
  }

  /// Whether the backlog matters where an event of this kind is read.
  private static func tellsQueue(_ kind: EventKind) -> Bool {
    switch kind {
    case .messageEnqueued, .messageDelivered, .messageNonDelivered, .associationOpening, .bindNak,
      .callFailed:
      true
    default: false
    }
  }

  /// What an event's code says, by its kind.
  private func meaning(of code: UInt32, in event: TraceEvent) -> String? {
    switch event.kind {
    case .messageEnqueued, .messageDelivered, .messageNonDelivered, .duplicateRecognised,
      .transferStarted:
      code == 0 ? nil : code == 1 ? "non-urgent" : code == 2 ? "urgent" : "priority \(code)"
    case .connect, .accept, .connected, .connectRefused:
      "at \(address(code, of: event.direction == .sent ? event.peer : event.host))"
    case .groupFiled: "filed under \(address(code, of: event.host))"
    case .groupMissed: "not found at \(address(code, of: event.host))"
    case .bindNak: "reason \(code)"
    case .reset, .disconnect: nil
    case .fault: "status \(hexadecimal(code)), \(EventWords.fault(code))"
    case .callFailed: "error \(code)" + (EventWords.status(code).map { ", \($0)" } ?? "")
    case .associationOpening: OpeningReason(rawValue: code).map { "for \($0)" } ?? "reason \(code)"
    case .timerExpired: TimerKind(rawValue: code).map(EventWords.timer) ?? "timer \(code)"
    case .transferResumed: code == 1 ? "1 checkpoint kept" : "\(code) checkpoints kept"
    case .bandwidthChanged: Disturbance.text(of: code)
    case .hostStarted:
      BuildName.known.indices.contains(Int(code)) ? BuildName.known[Int(code)] : "build \(code)"
    case .logEntry: "event \(code)"
    case .limitReached: RunOutcome(rawValue: code)?.name ?? "limit \(code)"
    default: "code \(code)"
    }
  }

  private func address(_ index: UInt32, of host: HostIndex?) -> String {
    run.addressName(index, of: host)
  }

  private func hexadecimal(_ number: UInt32) -> String { "0x\(String(number, radix: 16))" }

  private static func pad(_ text: String, to width: Int, atEnd: Bool) -> String {
    let space = String(repeating: " ", count: max(width - text.count, 0))
    return atEnd ? text + space : space + text
  }
}

extension Run {
  /// What pictures and texts call an address of a host: `tcp[1911]`; by its index if the host has
  /// none of it.
  package func addressName(_ index: UInt32, of host: HostIndex?) -> String {
    guard let host, header.hosts.indices.contains(Int(host.rawValue)) else {
      return "address \(index)"
    }
    let addresses = header.hosts[Int(host.rawValue)].addresses
    return addresses.indices.contains(Int(index))
      ? addresses[Int(index)].shortName : "address \(index)"
  }
}
