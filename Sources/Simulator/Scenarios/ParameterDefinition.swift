import TraceModel

/// A parameter by its full name, with the notation of its value and its place in
/// ``ScenarioParameters``.
struct ParameterDefinition: Sendable {
  /// Section and name, as in `mta.threshold`.
  ///
  /// The part behind the dot is unique, so `--set` may leave the section out.
  let name: String
  /// What is allowed, for an error's text.
  let allowed: String
  let write: @Sendable (String, inout ScenarioParameters) -> Bool
  let read: @Sendable (ScenarioParameters) -> String

  private init<Value>(
    _ name: String, _ path: any (WritableKeyPath<ScenarioParameters, Value> & Sendable),
    _ notation: ValueNotation<Value>
  ) {
    self.name = name
    allowed = notation.allowed
    write = { text, parameters in
      guard let value = notation.parse(text) else { return false }
      parameters[keyPath: path] = value
      return true
    }
    read = { notation.format($0[keyPath: path]) }
  }

  /// The name without its section.
  var shortName: Substring { name.split(separator: ".").last ?? name[...] }

  private static let day = TraceDuration.hours(24)

  /// Exchange 5.5 allows message timeouts from a minute to 45 days (KB Q186714).
  private static let expiry = ValueNotation.duration(.seconds(1) ... .hours(24 * 45))

  /// Every parameter, in the order in which scenarios list them and traces store them.
  static let all: [ParameterDefinition] =
    [
      Self("duration", \.duration, .duration(.seconds(1) ... .hours(24 * 366))),
      Self("seed", \.defaultSeed, .seed),
      Self("contrast", \.contrast, .choice),
      Self("topology", \.topology, .choice),
      Self("network.latency", \.network.latency, .duration(.zero ... .seconds(60))),
      Self("network.jitter", \.network.jitter, .duration(.zero ... .seconds(60))),
      Self("network.bandwidth", \.network.bandwidth, .bandwidth),
      Self("network.loss", \.network.loss, .share),
      Self("network.resetRate", \.network.resetRate, .rate),
      Self(
        "network.retransmitTimeout", \.network.retransmitTimeout,
        .duration(.milliseconds(1) ... .seconds(60))),
      Self("network.retransmissions", \.network.retransmissions, .count(0...15)),
      Self("network.connectRetransmissions", \.network.connectRetransmissions, .count(0...15)),
      Self("network.keepAlive", \.network.keepAlive, .duration(.seconds(1)...day)),
      Self("workload.messageRate", \.workload.messageRate, .rate),
      Self("workload.burstLength", \.workload.burstLength, .duration(.seconds(1)...day)),
      Self("workload.burstGap", \.workload.burstGap, .duration(.zero...day)),
      Self("workload.urgentShare", \.workload.urgentShare, .share),
      Self("workload.nonUrgentShare", \.workload.nonUrgentShare, .share),
      Self("workload.reportShare", \.workload.reportShare, .share),
      Self("crossTraffic.steadyRate", \.crossTraffic.steadyRate, .rate),
      Self("crossTraffic.stormShare", \.crossTraffic.stormShare, .share),
      Self("crossTraffic.stormRate", \.crossTraffic.stormRate, .rate),
      Self("crossTraffic.stormLength", \.crossTraffic.stormLength, .duration(.zero...day)),
      Self("crossTraffic.stormLead", \.crossTraffic.stormLead, .duration(.zero...day)),
      Self("rpc.dispatchDelay", \.rpc.dispatchDelay, .duration(.zero ... .seconds(60))),
      Self("rpc.endpointMapper", \.rpc.endpointMapper, .choice),
      Self("rpc.callTimeout", \.rpc.callTimeout, .duration(.seconds(1)...day)),
      Self("rpc.cancelTimeout", \.rpc.cancelTimeout, .duration(.zero...day)),
      Self("rpc.testsCancel", \.rpc.testsCancel, .choice),
      Self("mta.threshold", \.mta.threshold, .count(1...1_000_000)),
      Self("mta.lifetime", \.mta.lifetime, .duration(.seconds(1)...day)),
      Self("mta.disconnect", \.mta.disconnect, .duration(.zero...day)),
      Self("mta.checkpointSize", \.mta.checkpointSize, .count(0...1_000_000)),
      Self("mta.window", \.mta.window, .count(1...255)),
      Self("mta.openInterval", \.mta.openInterval, .duration(.seconds(1)...day)),
      Self("mta.normalAssociations", \.mta.normalAssociations, .count(1...2032)),
      Self("mta.urgentAssociations", \.mta.urgentAssociations, .count(0...9)),
      Self("mta.recoveryTimeout", \.mta.recoveryTimeout, .duration(.zero...day)),
      Self("mta.transferInterval", \.mta.transferInterval, .duration(.seconds(1)...day)),
      Self("mta.maxTransferRetries", \.mta.maxTransferRetries, .count(0...1000)),
      Self("mta.maxOpenRetries", \.mta.maxOpenRetries, .count(0...10_000)),
      Self("mta.expiryUrgent", \.mta.expiryUrgent, expiry),
      Self("mta.expiryNormal", \.mta.expiryNormal, expiry),
      Self("mta.expiryNonUrgent", \.mta.expiryNonUrgent, expiry),
      Self("mta.transferTimeoutUrgent", \.mta.transferTimeoutUrgent, expiry),
      Self("mta.transferTimeoutNormal", \.mta.transferTimeoutNormal, expiry),
      Self("mta.transferTimeoutNonUrgent", \.mta.transferTimeoutNonUrgent, expiry),
      Self("mta.localityTable", \.mta.localityTable, .count(1...10_000)),
      Self("mta.workQueueAlarm", \.mta.workQueueAlarm, .count(0...1_000_000)),
      Self("mta.outboundQueueAlarm", \.mta.outboundQueueAlarm, .count(0...1_000_000)),
      Self("mta.exchange", \.mta.exchange, .choice),
      Self("mta.version", \.mta.version, .choice),
      Self("assumptions.A1", \.assumptions.nakReason, .count(0...9)),
      Self("assumptions.A2", \.assumptions.nextBind, .choice),
      Self("assumptions.A3", \.assumptions.misfiling, .choice),
      Self("assumptions.A3probability", \.assumptions.misfilingProbability, .share),
      Self("assumptions.A4", \.assumptions.misfiledFor, .misfiledFor),
      Self("assumptions.A5", \.assumptions.recovery, .recovery),
      Self("assumptions.A6", \.assumptions.waitingMail, .choice),
      Self("assumptions.A7", \.assumptions.thresholdTest, .choice),
      Self("assumptions.A8", \.assumptions.cancelTime, .choice),
      Self("assumptions.A9", \.assumptions.unanswered, .choice),
      Self("assumptions.A10", \.assumptions.transferUnit, .choice),
      Self("assumptions.A11", \.assumptions.firstTurn, .choice),
      Self("assumptions.A12", \.assumptions.controlConnection, .choice),
      Self("limits.events", \.limits.events, .count(1...2_000_000_000)),
      Self("limits.queuedMessages", \.limits.queuedMessages, .count(1...10_000_000)),
      Self("limits.scheduledEvents", \.limits.scheduledEvents, .count(1...10_000_000)),
    ]
}
