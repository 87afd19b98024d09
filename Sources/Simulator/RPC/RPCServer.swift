/// A host's RPC server runtime: its addresses, and which association group is filed under which.
///
/// What Microsoft calls an association is an association group of C706: the connections between one
/// client process and one server endpoint ([MS-RPCE] 3.3.1.1.1). A group is looked up on the
/// address that a bind arrives on. On a build that misfiles, a group can stand in another address's
/// table, where no bind finds it: KB Q181721.
struct RPCServer {
  /// A protocol sequence and endpoint, with the table of the groups filed under it.
  private struct ServerAddress {
    /// Connections in each group, by group id.
    var groups: [UInt32: Int] = [:]
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

  private let build: Build
  private let misfiling: Assumptions.Misfiling
  private var addresses: [ServerAddress]
  /// The index of the address that accepted a connection last.
  private var lastAccepted = 0

  init(addressCount: Int, build: Build, misfiling: Assumptions.Misfiling) {
    addresses = Array(repeating: ServerAddress(), count: addressCount)
    self.build = build
    self.misfiling = misfiling
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
    _ requested: UInt32, arrivingOn address: Int, newGroup: UInt32, chance: Bool
  ) -> BindDecision {
    guard requested == 0 else {
      guard let members = addresses[address].groups[requested] else { return .groupMissed }
      addresses[address].groups[requested] = members + 1
      return .joined(group: requested)
    }
    let filedUnder = filing(of: address, chance: chance)
    addresses[filedUnder].groups[newGroup, default: 0] += 1
    return .formed(group: newGroup, filedUnder: filedUnder)
  }

  /// Takes a connection out of its group; the group ends with its last connection.
  /// - Returns: Whether the group ended.
  mutating func leave(_ group: UInt32, filedUnder address: Int) -> Bool {
    guard let members = addresses[address].groups[group] else { return false }
    addresses[address].groups[group] = members > 1 ? members - 1 : nil
    return members <= 1
  }

  /// The address under which a group is filed whose bind came in on `address`.
  private func filing(of address: Int, chance: Bool) -> Int {
    guard build.misfiles else { return address }
    let next = (address + 1) % addresses.count
    return switch misfiling {
    case .race: lastAccepted
    case .always: next
    case .probability: chance ? next : address
    }
  }
}
