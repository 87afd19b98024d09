import TraceModel

/// One host's end of a connection that stands: what is open on its lanes.
struct ConnectionEnd {
  struct Key: Hashable, Comparable {
    var host: HostIndex
    var connection: RPCConnectionID

    static func < (a: Self, b: Self) -> Bool {
      (a.host, a.connection) < (b.host, b.connection)
    }
  }

  /// Whether the connection itself is a slice, around what lies on the first lane.
  var isOpen = false
  /// The call that is open on each lane, if one is.
  private(set) var calls: [UInt32?] = [nil]

  /// The lane of a call, if it is open.
  func lane(of call: UInt32) -> Int? { calls.firstIndex(of: call) }

  /// Takes the first lane that is free for a call; `nil` if there is none.
  mutating func open(_ call: UInt32) -> (lane: Int, isNew: Bool)? {
    if let lane = calls.firstIndex(of: nil) {
      calls[lane] = call
      return (lane, false)
    }
    guard calls.count < Track.mostLanes else { return nil }
    calls.append(call)
    return (calls.count - 1, true)
  }

  mutating func close(lane: Int) { calls[lane] = nil }
}

/// What was sent on a connection and has not arrived.
struct Flights {
  var sent: Set<EventSequence> = []
  /// The hosts that have closed their end.
  var closed: Set<HostIndex> = []
}

/// One host's end of an association.
struct AssociationEnd: Hashable, Comparable {
  var host: HostIndex
  var association: MTAAssociationID

  static func < (a: Self, b: Self) -> Bool { (a.host, a.association) < (b.host, b.association) }
}
