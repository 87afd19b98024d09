import TraceModel

/// A host's RPC server runtime: its addresses, and which association group is filed under which.
///
/// What Microsoft calls an association is an association group of C706: the connections between one
/// client process and one server endpoint ([MS-RPCE] 3.3.1.1.1). A group is looked up on the
/// address that a bind arrives on. On a build that misfiles, a group can stand in another address's
/// table, where no bind finds it: KB Q181721.
struct RPCServer {
  /// The connections of one client that share an id, and the context handle that they may use.
  private struct Group {
    var members: Int
    /// The index of the address that its first bind came in on.
    let boundOn: Int
    let formed: TraceInstant
    /// Whether its client holds a context handle: an MTA association.
    var hasContext = false
  }

  /// A protocol sequence and endpoint, with the table of the groups filed under it.
  private struct ServerAddress {
    var groups: [UInt32: Group] = [:]
  }

  /// What becomes of a bind.
  enum BindDecision: Equatable {
    /// A new group was formed and filed under the address of this index.
    case formed(group: UInt32, filedUnder: Int)
    /// The connection joined a group found under the address the bind arrived on.
    case joined(group: UInt32)
    /// No such group stands under that address: a `bind_nak`.
    case groupMissed
  }

  /// What becomes of a group that a connection leaves.
  enum Departure: Equatable {
    /// Other connections are still in it, or it is not there.
    case stays
    /// It has ended; whether a context handle is left open, which is then run down.
    case ended(hadContext: Bool)
    /// Its last connection is gone, and it waits for another.
    case lingers
  }

  private var build: Build
  private var assumptions: Assumptions
  private var addresses: [ServerAddress]
  /// The index of the address that accepted a connection last.
  private var lastAccepted = 0

  init(addressCount: Int, build: Build, assumptions: Assumptions) {
    addresses = Array(repeating: ServerAddress(), count: addressCount)
    self.build = build
    self.assumptions = assumptions
  }

  /// Behaves as another build from now on; what it has filed stays where it is.
  mutating func become(_ build: Build, _ assumptions: Assumptions) {
    self.build = build
    self.assumptions = assumptions
  }

  /// Notes that an address accepted a connection, from whomever it came.
  mutating func accepted(on address: Int) { lastAccepted = address }

  /// Forms a group for a bind that asks for a new one, or looks up the one it wants to join.
  ///
  /// - Parameters:
  ///   - requested: The group's id in the bind; 0 asks for a new group (C706, 12.6.4.3).
  ///   - address: The index of the address that the bind arrived on.
  ///   - newGroup: The id that a new group gets.
  ///   - chance: Whether the draw of assumption A3 = probability came out for misfiling.
  mutating func bind(
    _ requested: UInt32, arrivingOn address: Int, newGroup: UInt32, chance: Bool,
    at now: TraceInstant
  ) -> BindDecision {
    guard requested == 0 else {
      refile(requested, under: address, at: now)
      guard addresses[address].groups[requested]?.members != nil else { return .groupMissed }
      addresses[address].groups[requested]?.members += 1
      return .joined(group: requested)
    }
    let filedUnder = filing(of: address, chance: chance)
    addresses[filedUnder].groups[newGroup] = Group(members: 1, boundOn: address, formed: now)
    return .formed(group: newGroup, filedUnder: filedUnder)
  }

  /// Moves a misfiled group to its address once the time of assumption A4 is over.
  private mutating func refile(_ id: UInt32, under address: Int, at now: TraceInstant) {
    guard let span = assumptions.misfiledFor else { return }
    for other in addresses.indices where other != address {
      guard let group = addresses[other].groups[id], group.boundOn == address,
        now - group.formed >= span
      else { continue }
      addresses[other].groups[id] = nil
      addresses[address].groups[id] = group
    }
  }

  /// Notes whether the client of a group holds a context handle.
  mutating func setContext(of id: UInt32, open: Bool) {
    for address in addresses.indices { addresses[address].groups[id]?.hasContext = open }
  }

  /// Takes a connection out of its group; the group ends with its last connection.
  ///
  /// Under assumption A2 = rebind it waits for a connection that replaces the last one.
  mutating func leave(_ id: UInt32) -> Departure {
    guard let address = addresses.indices.first(where: { addresses[$0].groups[id] != nil }),
      let group = addresses[address].groups[id]
    else { return .stays }
    guard group.members <= 1 else {
      addresses[address].groups[id]?.members -= 1
      return .stays
    }
    if assumptions.nextBind == .rebind, group.hasContext {
      addresses[address].groups[id]?.members = 0
      return .lingers
    }
    addresses[address].groups[id] = nil
    return .ended(hadContext: group.hasContext)
  }

  /// Ends a group that no connection has come back to.
  /// - Returns: Whether it ended by that, and with a context handle left open.
  mutating func endLingering(_ id: UInt32) -> Departure {
    for address in addresses.indices {
      guard let group = addresses[address].groups[id], group.members == 0 else { continue }
      addresses[address].groups[id] = nil
      return .ended(hadContext: group.hasContext)
    }
    return .stays
  }

  /// The address under which a group is filed whose bind came in on `address`.
  private func filing(of address: Int, chance: Bool) -> Int {
    guard build.misfiles else { return address }
    let next = (address + 1) % addresses.count
    return switch assumptions.misfiling {
    case .race: lastAccepted
    case .always: next
    case .probability: chance ? next : address
    }
  }
}
