package import TraceModel

/// Every number and choice of a scenario that does not belong to one host or link.
///
/// ``ParameterDefinition`` names them; the defaults are those of Exchange 5.5 (KB Q234157) and of
/// the project's trials.
package struct ScenarioParameters: Equatable, Sendable {
  package var duration = TraceDuration.hours(4)
  package var defaultSeed: UInt64 = 1
  /// Who exchanges mail with whom.
  package var topology = Topology.mesh
  package var network = NetworkParameters()
  package var workload = WorkloadParameters()
  package var crossTraffic = CrossTrafficParameters()
  package var rpc = RPCParameters()
  package var mta = MTAParameters()
  package var assumptions = Assumptions()
  package var limits = Limits()

  package init() {}
}

/// Which pairs of hosts exchange mail.
package enum Topology: String, CaseIterable, Sendable {
  /// Every host with every other.
  case mesh
  /// The first host with every other.
  case hub
}

/// A link's properties in one direction.
package struct NetworkParameters: Equatable, Sendable {
  /// The time a bit takes from end to end.
  package var latency = TraceDuration.milliseconds(30)
  /// The most that is added to the latency of a PDU, uniformly distributed.
  package var jitter = TraceDuration.milliseconds(2)
  package var bandwidth = Bandwidth(bitsPerSecond: 256_000)
}

/// Bits per second, or no limit.
package struct Bandwidth: Equatable, Sendable {
  /// Bits per second, at least 1; `nil` for no limit.
  package var bitsPerSecond: Int64?
  package static let unlimited = Bandwidth(bitsPerSecond: nil)

  /// How long this many octets take to leave.
  func transmissionTime(octets: Int) -> TraceDuration {
    guard let bitsPerSecond, bitsPerSecond > 0 else { return .zero }
    return TraceDuration(nanoseconds: Int64(octets) * 8_000_000_000 / bitsPerSecond)
  }
}

/// When mail arrives, and how large it is.
package struct WorkloadParameters: Equatable, Sendable {
  /// The mean time between messages within a burst, for each direction; zero for none.
  package var messageRate = TraceDuration.seconds(6)
  /// The mean length of a burst.
  package var burstLength = TraceDuration.minutes(8)
  /// The mean time from a burst's end to the next one's start.
  package var burstGap = TraceDuration.minutes(25)
  package var urgentShare = Ratio.percent(0)
  package var nonUrgentShare = Ratio.percent(0)
}

/// Connections that other servers make to a host: what the race of assumption A3 is lost to.
package struct CrossTrafficParameters: Equatable, Sendable {
  /// The mean time between connections outside of storms; zero for none.
  package var steadyRate = TraceDuration.zero
  /// The share of bursts around whose start a storm blows.
  package var stormShare = Ratio.percent(60)
  /// The mean time between connections in a storm.
  package var stormRate = TraceDuration.milliseconds(50)
  package var stormLength = TraceDuration.seconds(90)
  /// How long before the burst a storm begins.
  package var stormLead = TraceDuration.seconds(45)
}

/// The RPC runtime.
package struct RPCParameters: Equatable, Sendable {
  /// From a connection request's arrival to its acceptance by the server's runtime.
  package var dispatchDelay = TraceDuration.milliseconds(1)
}

/// The MTA's "Messaging Defaults" of Exchange 5.5, KB Q234157.
package struct MTAParameters: Equatable, Sendable {
  /// Queued messages for each open association at which another is opened.
  package var threshold = 50
  /// How long an association stays open with nothing to do on either side.
  package var lifetime = TraceDuration.seconds(300)
  /// How long a closed association keeps its connections.
  package var disconnect = TraceDuration.seconds(120)
  /// Octets sent before a checkpoint, in KiB; 0 for one request a message.
  package var checkpointSize = 30
  /// Checkpoints that may be unacknowledged.
  package var window = 5
  /// The wait before an association that could not be opened is tried again.
  package var openInterval = TraceDuration.seconds(600)
  /// Associations with one remote MTA that carry normal and non-urgent mail (KB Q194589).
  package var normalAssociations = 9
  /// Associations with one remote MTA that carry urgent mail (KB Q194589): 1, or 0 for none.
  package var urgentAssociations = 1
}

/// What public sources leave open, and how this run answers it.
///
/// An id never changes its meaning.
package struct Assumptions: Equatable, Sendable {
  /// A1: the reject reason in a `bind_nak` for an unknown group.
  package var nakReason = 0
  /// A3: what makes the faulty runtime misfile an association.
  package var misfiling = Misfiling.race
  /// A3 = probability: how probable.
  package var misfilingProbability = Ratio.percent(45)
  /// A5: the wait between attempts to recover after 9316.
  package var recoveryWait = TraceDuration.seconds(60)
  /// A7: whether the queue must reach the threshold or exceed it.
  package var thresholdTest = ThresholdTest.reached

  package enum Misfiling: String, CaseIterable, Sendable {
    /// An association goes to the address that accepted a connection last.
    case race
    /// Every association goes to the next address.
    case always
    /// An association goes to the next address with a probability.
    case probability
  }

  package enum ThresholdTest: String, CaseIterable, Sendable {
    case reached
    case exceeded
  }
}

/// Bounds on a run, so that no scenario hangs or fills memory; reaching one ends the run and is
/// recorded.
package struct Limits: Equatable, Sendable {
  /// Recorded events.
  package var events = 50_000_000
  /// Messages that wait in one direction.
  package var queuedMessages = 1_000_000
  /// Scheduled events.
  package var scheduledEvents = 5_000_000
}
