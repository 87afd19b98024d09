package import TraceModel

/// Every number and choice of a scenario that does not belong to one host or link.
///
/// ``ParameterDefinition`` names them; the defaults are those of Exchange 5.5 (KB Q234157) and of
/// the project's trials.
package struct ScenarioParameters: Equatable, Sendable {
  package var duration = TraceDuration.hours(4)
  package var defaultSeed: UInt64 = 1
  /// In what the runs of one recording differ.
  package var contrast = Contrasted.build
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

/// What is varied between the runs of one recording, so that they show what it does.
package enum Contrasted: String, CaseIterable, Sendable {
  /// Windows NT 4.0 SP3 and SP4.
  case build
  /// Windows NT 4.0 Terminal Server Edition before and with SP4.
  case terminalServer
  /// Exchange before and with its service pack.
  case exchange
}

/// A link's properties in one direction.
package struct NetworkParameters: Equatable, Sendable {
  /// The time a bit takes from end to end.
  package var latency = TraceDuration.milliseconds(30)
  /// The most that is added to the latency of a PDU, uniformly distributed.
  package var jitter = TraceDuration.milliseconds(2)
  package var bandwidth = Bandwidth(bitsPerSecond: 256_000)
  /// The share of segments that are lost, each then sent again.
  package var loss = Ratio.percent(0)
  /// The mean time between resets of a connection by the network, zero for none.
  package var resetRate = TraceDuration.zero
  /// The wait before a segment is sent again; each further wait is twice as long: NT starts with 3
  /// s (KB Q120642, `TcpInitialRTT`).
  package var retransmitTimeout = TraceDuration.seconds(3)
  /// How often data are sent again before the connection is given up (KB Q120642,
  /// `TcpMaxDataRetransmissions`).
  package var retransmissions = 5
  /// How often a request for a connection is sent again (KB Q120642,
  /// `TcpMaxConnectRetransmissions`).
  package var connectRetransmissions = 3
  /// How long an end that hears nothing keeps its connection (KB Q120642, `KeepAliveTime`).
  package var keepAlive = TraceDuration.hours(2)
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
  /// The share of delivered messages for which the receiver sends a report back, as urgent mail
  /// (KB Q215472).
  package var reportShare = Ratio.percent(0)
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
  /// Whether an MTA's endpoint is asked for at the peer's endpoint mapper before it is connected to
  /// (KB Q159298).
  package var endpointMapper = Switch.yes
  /// How long a call may be without a response before the MTA cancels it (KB Q189494).
  package var callTimeout = TraceDuration.seconds(120)
  /// How long a cancelled call is waited for before it is orphaned (`RpcMgmtSetCancelTimeout`; its
  /// value in the MTA is not public).
  package var cancelTimeout = TraceDuration.seconds(60)
  /// Whether a call that waits in the peer's MTA looks for a cancel (`RpcTestCancel`, which finds
  /// none before SP4: KB Q192127); whether the MTA does is not public.
  package var testsCancel = Switch.no
}

/// A choice between doing and not doing.
package enum Switch: String, CaseIterable, Sendable {
  case yes
  case no
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
  /// Associations with one remote MTA that carry urgent mail: 1 (KB Q194589), 0 for none, or up to
  /// 9, one for each urgent message that waits (a fault of Exchange 5.5, KB Q278444).
  package var urgentAssociations = 1
  /// RTS recovery: how long a lost association may be recovered with its checkpoints.
  package var recoveryTimeout = TraceDuration.seconds(60)
  /// The wait before a message is sent once more over an open association.
  package var transferInterval = TraceDuration.seconds(120)
  /// How often a message is sent once more over an open association.
  package var maxTransferRetries = 2
  /// How often an association is tried to be opened before its mail is given up (KB Q157630).
  package var maxOpenRetries = 144
  /// How long a message may wait before it is given up (KB Q178539).
  package var expiryUrgent = TraceDuration.hours(48)
  package var expiryNormal = TraceDuration.hours(168)
  package var expiryNonUrgent = TraceDuration.hours(240)
  /// How long a message may take to be transferred, for each KiB, before it is given up.
  package var transferTimeoutUrgent = TraceDuration.seconds(1000)
  package var transferTimeoutNormal = TraceDuration.seconds(2000)
  package var transferTimeoutNonUrgent = TraceDuration.seconds(3000)
  /// Entries in the locality table: associations at a time (KB Q243402).
  package var localityTable = 240
  /// Messages in all queues at which event 666 is logged, and 667 at half of them; 0 for never
  /// (KB Q163085).
  package var workQueueAlarm = 0
  /// Messages in the queue of one peer at which event 659 is logged, and 660 at half; 0 for never.
  package var outboundQueueAlarm = 0
  /// Whether the fault of KB Q166594 is in the MTA.
  package var exchange = ExchangeServicing.fixed
  /// The version of Exchange, which the texts of the event log depend on.
  package var version = ExchangeVersion.v5_5
}

/// Whether Exchange's faults in recovering an association are corrected.
package enum ExchangeServicing: String, CaseIterable, Sendable {
  /// As released: a recovered association forgets a turn that was on its way (KB Q166594).
  case rtm
  /// With the service pack that corrects that.
  case fixed
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
