import TraceModel

/// What rows of sequence diagrams say, by the events that they stand for.
enum StoryWords {
  /// An association group's id in a bind or its answer.
  static func group(_ id: UInt32?) -> String {
    guard let id, id != 0 else { return "group 0" }
    return "group 0x" + String(id, radix: 16, uppercase: true)
  }

  /// Why an MTA opens an association.
  static func opening(_ event: TraceEvent) -> String {
    let reason =
      switch event.code.flatMap(OpeningReason.init(rawValue:)) {
      case .threshold: "queue \(event.queue ?? 0), threshold reached"
      case .urgent: "urgent mail waits"
      case .recovery: "association was lost"
      default: "mail waits"
      }
    return "\(reason): open \(association(event))"
  }

  static func association(_ event: TraceEvent) -> String {
    event.association.map { "association \($0.rawValue)" } ?? "association"
  }

  static func message(_ event: TraceEvent) -> String {
    event.message.map { "message \($0.rawValue)" } ?? "message"
  }

  /// What becomes of an association at one of its ends.
  static func fate(_ event: TraceEvent) -> (text: String, mark: SequenceMark) {
    let name = association(event)
    return switch event.kind {
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
  }

  /// What becomes of a message besides its delivery.
  static func fate(ofMessage event: TraceEvent) -> (text: String, mark: SequenceMark) {
    switch event.kind {
    case .messageNonDelivered: return ("\(message(event)) given up: not delivered", .failure)
    case .transferResumed:
      let kept = event.code.map { $0 == 1 ? ", 1 checkpoint kept" : ", \($0) checkpoints kept" }
      return ("transfer of \(message(event)) goes on\(kept ?? "")", .decision)
    default: return ("\(message(event)) was delivered before: dropped", .decision)
    }
  }

  /// What an MTA wrote into its event log.
  static func logEntry(_ event: TraceEvent) -> String {
    let code = event.code ?? 0
    return "event \(code)" + (EventWords.logEntry(code).map { ": \($0)" } ?? "")
  }

  /// The status that a call failed with.
  static func failure(_ event: TraceEvent) -> String {
    let status = event.code ?? 0
    return "\(status)" + (EventWords.status(status).map { ": \($0)" } ?? "")
  }

  static func fault(_ event: TraceEvent) -> String {
    "fault" + (event.code.map { " · \(EventWords.fault($0))" } ?? "")
  }
}
