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

  /// Every parameter, in the order in which scenarios list them and traces store them.
  static let all: [ParameterDefinition] =
    [
      Self("duration", \.duration, .duration(.seconds(1) ... .hours(24 * 366))),
      Self("seed", \.defaultSeed, .seed),
      Self("topology", \.topology, .choice),
      Self("network.latency", \.network.latency, .duration(.zero ... .seconds(60))),
      Self("network.jitter", \.network.jitter, .duration(.zero ... .seconds(60))),
      Self("network.bandwidth", \.network.bandwidth, .bandwidth),
      Self("workload.messageRate", \.workload.messageRate, .rate),
      Self("workload.burstLength", \.workload.burstLength, .duration(.seconds(1)...day)),
      Self("workload.burstGap", \.workload.burstGap, .duration(.zero...day)),
      Self("workload.urgentShare", \.workload.urgentShare, .share),
      Self("workload.nonUrgentShare", \.workload.nonUrgentShare, .share),
      Self("crossTraffic.steadyRate", \.crossTraffic.steadyRate, .rate),
      Self("crossTraffic.stormShare", \.crossTraffic.stormShare, .share),
      Self("crossTraffic.stormRate", \.crossTraffic.stormRate, .rate),
      Self("crossTraffic.stormLength", \.crossTraffic.stormLength, .duration(.zero...day)),
      Self("crossTraffic.stormLead", \.crossTraffic.stormLead, .duration(.zero...day)),
      Self("rpc.dispatchDelay", \.rpc.dispatchDelay, .duration(.zero ... .seconds(60))),
      Self("mta.threshold", \.mta.threshold, .count(1...1_000_000)),
      Self("mta.lifetime", \.mta.lifetime, .duration(.seconds(1)...day)),
      Self("mta.disconnect", \.mta.disconnect, .duration(.zero...day)),
      Self("mta.checkpointSize", \.mta.checkpointSize, .count(0...1_000_000)),
      Self("mta.window", \.mta.window, .count(1...255)),
      Self("mta.openInterval", \.mta.openInterval, .duration(.seconds(1)...day)),
      Self("mta.normalAssociations", \.mta.normalAssociations, .count(1...2032)),
      Self("mta.urgentAssociations", \.mta.urgentAssociations, .count(0...1)),
      Self("assumptions.A1", \.assumptions.nakReason, .count(0...9)),
      Self("assumptions.A3", \.assumptions.misfiling, .choice),
      Self("assumptions.A3probability", \.assumptions.misfilingProbability, .share),
      Self("assumptions.A5", \.assumptions.recoveryWait, .duration(.seconds(1)...day)),
      Self("assumptions.A7", \.assumptions.thresholdTest, .choice),
      Self("limits.events", \.limits.events, .count(1...2_000_000_000)),
      Self("limits.queuedMessages", \.limits.queuedMessages, .count(1...10_000_000)),
      Self("limits.scheduledEvents", \.limits.scheduledEvents, .count(1...10_000_000)),
    ]
}
