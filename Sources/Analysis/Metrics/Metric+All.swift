import TraceModel

extension Metric {
  /// Every metric: the only list of their names, units and meanings.
  package static let all =
    runMetrics + messageMetrics + stallMetrics + deliveryMetrics + bindMetrics
    + associationMetrics + logMetrics + captureMetrics

  private static let runMetrics = [
    Metric("events.count", .events, .run, "the events that the file holds of the run") {
      .count($0.summary.eventCount)
    },
    Metric("duration", .seconds, .run, "when the run ended; if interrupted, its last event") {
      .time($0.summary.end - .start)
    },
    Metric(
      "directions.count", .directions, .run, "the directions that have mail", only: .simulation
    ) {
      .count($0.summary.links.count)
    },
    Metric(
      "directions.stalled", .directions, .run,
      "the directions that stall at least once",
      only: .simulation
    ) { .count($0.summary.links.count { !$0.stalls.isEmpty }) },
  ]

  private static let messageMetrics = [
    mail("messages.enqueued", .messages, "messages enqueued for the recipient") {
      .count($0.enqueued)
    },
    mail("messages.delivered", .messages, "messages that the recipient accepted whole") {
      .count($0.delivered)
    },
    mail("messages.non_delivered", .messages, "messages that the sender gave up") {
      .count($0.nonDelivered)
    },
    mail("messages.waiting", .messages, "messages neither delivered nor given up by the end") {
      .count($0.waiting)
    },
    mail("backlog.max", .messages, "the most messages that waited at once") {
      .count(Int($0.peakBacklog))
    },
    mail("backlog.max_time", .seconds, "when first so many waited; no value if none ever did") {
      $0.peakBacklog == 0 ? nil : .time($0.peakAt - .start)
    },
    mail("backlog.end", .messages, "how many messages wait when the run ends") {
      .count($0.waiting)
    },
  ]

  private static let stallMetrics = [
    mail(
      "stalls.count", .stalls,
      "times of over 60 s when mail waited and none was delivered"
    ) { .count($0.stalls.count) },
    mail("stalls.longest", .seconds, "the longest stall; 0 if there is none") {
      .time($0.longestStall?.duration ?? .zero)
    },
    mail("stalls.total", .seconds, "all stalls together") { .time($0.stalledTime) },
    mail(
      "stalls.rescued", .stalls,
      "stalls ended by an association that the threshold opened"
    ) { .count($0.rescues) },
    mail(
      "stalls.stranded", .stalls, "stalls that the end of the run or of an association ended"
    ) { .count($0.strands) },
  ]

  private static let deliveryMetrics = [
    mail("delivery.count", .messages, "deliveries whose time is known") {
      .count($0.deliveryTime?.count ?? 0)
    },
    mail("delivery.p50", .seconds, "the longest that the fastest half of deliveries took") {
      $0.deliveryTime.map { .time($0.median) }
    },
    mail("delivery.p90", .seconds, "the longest that the fastest 90 % of deliveries took") {
      $0.deliveryTime.map { .time($0.p90) }
    },
    mail("delivery.p95", .seconds, "the longest that the fastest 95 % of deliveries took") {
      $0.deliveryTime.map { .time($0.p95) }
    },
    mail("delivery.p99", .seconds, "the longest that the fastest 99 % of deliveries took") {
      $0.deliveryTime.map { .time($0.p99) }
    },
    mail("delivery.max", .seconds, "the longest that a delivery took") {
      $0.deliveryTime.map { .time($0.worst) }
    },
  ]

  private static let bindMetrics = [
    Metric("binds.count", .binds, .either, "the bind PDUs that clients sent") {
      $0.count(.bind, .sent)
    },
    Metric("bind_naks.count", .pdus, .either, "the bind_nak PDUs that clients received") {
      $0.count(.bindNak, .received)
    },
    Metric("cancels.count", .pdus, .either, "the co_cancel PDUs that clients sent") {
      $0.count(.coCancel, .sent)
    },
    Metric("orphaned.count", .pdus, .either, "the orphaned PDUs that clients sent") {
      $0.count(.orphaned, .sent)
    },
    Metric(
      "misfilings.count", .groups, .either,
      "groups filed under another address than their bind's",
      only: .simulation
    ) { $0.misfilings() },
    Metric(
      "call_failures.count", .calls, .either, "the calls of MTAs that failed", only: .simulation
    ) { $0.count(.callFailed) },
    family(
      "call_failures.STATUS", .calls, "the calls that failed with this Win32 status, as 1727"
    ) { $0.codes(of: .callFailed) },
  ]

  private static let associationMetrics = [
    Metric(
      "associations.opened", .associations, .either,
      "openings that MTAs began; of a direction, by either side",
      only: .simulation
    ) { $0.openings() },
    Metric(
      "associations.by_mail", .associations, .either,
      "openings because mail waited and had no association to take",
      only: .simulation
    ) { $0.openings(.mail) },
    Metric(
      "associations.by_threshold", .associations, .either,
      "openings because the queue had reached the threshold",
      only: .simulation
    ) { $0.openings(.threshold) },
    Metric(
      "associations.by_urgent", .associations, .either,
      "openings because urgent mail waited and had no association",
      only: .simulation
    ) { $0.openings(.urgent) },
    Metric(
      "associations.by_recovery", .associations, .either,
      "openings to go on with an association that was lost",
      only: .simulation
    ) { $0.openings(.recovery) },
    Metric(
      "associations.lost", .associations, .either,
      "how often an MTA lost the connections of an association",
      only: .simulation
    ) { $0.count(.associationLost) },
    Metric(
      "associations.recovered", .associations, .either,
      "how often an MTA had a lost association back with its state",
      only: .simulation
    ) { $0.count(.associationRecovered) },
  ]

  private static let logMetrics = [
    Metric(
      "log.count", .entries, .either, "what MTAs wrote into their event logs", only: .simulation
    ) { $0.count(.logEntry) },
    family("log.ID", .entries, "the entries with this event id, as log.9316") {
      $0.codes(of: .logEntry)
    },
  ]

  private static let captureMetrics = [
    Metric(
      "connections.count", .connections, .either, "the connections with DCE/RPC", only: .capture
    ) { $0.count(in: $0.connections) },
    Metric("faults.count", .pdus, .either, "the fault PDUs that servers sent", only: .capture) {
      $0.count(in: $0.faults)
    },
    Metric(
      "unread.count", .occurrences, .run, "what of the capture could not be read", only: .capture
    ) { .count(Int(clamping: $0.summary.unread.reduce(Int128(0)) { $0 + Int128($1.count) })) },
  ]
}

extension Metric {
  private init(
    _ name: String, _ unit: Unit, _ subject: Subject, _ meaning: String,
    only origin: Origin = .any,
    _ value: @escaping @Sendable (MetricFacts) -> MetricValue?
  ) {
    self.init(
      name: name, unit: unit, subject: subject, origin: origin, meaning: meaning,
      source: .value(value))
  }

  /// A metric of one direction's mail.
  private static func mail(
    _ name: String, _ unit: Unit, _ meaning: String,
    _ value: @escaping @Sendable (LinkSummary) -> MetricValue?
  ) -> Metric {
    Metric(name, unit, .direction, meaning, only: .simulation) { $0.mail.flatMap(value) }
  }

  private static func family(
    _ name: String, _ unit: Unit, _ meaning: String,
    _ counts: @escaping @Sendable (MetricFacts) -> [UInt32: Int]
  ) -> Metric {
    Metric(
      name: name, unit: unit, subject: .either, origin: .simulation, meaning: meaning,
      source: .family(counts))
  }
}
