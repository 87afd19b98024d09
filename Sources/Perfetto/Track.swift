import TraceModel

/// A thread of the timeline: what happens at one place of a host.
struct Track: Hashable {
  enum Place: Hashable {
    /// The MTA, with what belongs to no association and no connection.
    case mta
    /// Connections of other servers, of which nothing but their acceptance is known.
    case crossTraffic
    /// The stalls of the mail for another host.
    case stalls(HostIndex)
    /// What disturbs the host from outside; what overlaps has a lane each, from 0.
    case disturbances(lane: Int)
    case association(MTAAssociationID)
    /// A connection; calls that overlap have a lane each, from 0.
    case connection(RPCConnectionID, lane: Int)
  }

  var host: HostIndex
  var place: Place

  /// How many lanes a connection may have.
  static let mostLanes = 5

  /// The thread's number within its process: from 1, different for every place.
  var number: Int64 {
    switch place {
    case .mta: 8
    case .crossTraffic: 16
    case .disturbances(let lane): 24 + Int64(lane) * 8
    case .stalls(let other): (Int64(other.rawValue) + 1) * 8 + 1
    case .association(let id): Int64(id.rawValue) * 8 + 2
    case .connection(let id, let lane): Int64(id.rawValue) * 8 + 3 + Int64(lane)
    }
  }

  /// Where it stands among the threads of its process, from the top.
  var rank: Int64 {
    switch place {
    case .stalls(let other): Int64(other.rawValue)
    case .disturbances(let lane): 1 << 16 - 1 - Int64(lane)
    case .mta: 1 << 16
    case .association(let id): 1 << 17 + Int64(id.rawValue)
    case .connection(let id, let lane): 1 << 20 + Int64(id.rawValue) * 8 + Int64(lane)
    case .crossTraffic: 1 << 16 + 1
    }
  }
}

/// How a track's numbers are those of one run among several.
struct TrackNumbers {
  /// The place of the run in the file, from 1.
  var run: Int64
  /// The hosts of the runs before it.
  var hostsBefore: Int64

  /// The process of a host.
  func process(_ host: HostIndex) -> Int64 { hostsBefore + Int64(host.rawValue) + 1 }

  /// The arrow that an event begins.
  func arrow(_ event: EventSequence) -> Int64 { run << 40 | event.rawValue }
}
