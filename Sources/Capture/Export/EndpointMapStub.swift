import DCERPC

/// The stub data of `ept_map`, with which a client asks where an interface listens: C706, appendix
/// O, as the trace of KB Q159298 has it, with one tower of TCP: 132 octets ask and 128 answer.
enum EndpointMapStub {
  static let requestCount = 132
  static let responseCount = 128

  /// Asks for the MTA's interface at a server: object, map_tower, entry_handle, max_towers.
  static func request() -> [UInt8] {
    var stub: [UInt8] = []
    // A reference to the nil object, and one to the tower.
    stub.appendLittleEndian(UInt32(1))
    stub += [UInt8](repeating: 0, count: 16)
    stub.appendLittleEndian(UInt32(2))
    // The port is what is asked for, and so is the address.
    appendTower(port: 0, address: 0, to: &stub)
    stub += [UInt8](repeating: 0, count: 20)
    stub.appendLittleEndian(UInt32(4))
    return stub
  }

  /// Answers with the one place where it listens: entry_handle, num_towers, towers, status.
  static func response(server: WirePlace) -> [UInt8] {
    var stub = [UInt8](repeating: 0, count: 20)
    stub.appendLittleEndian(UInt32(1))
    // Greatest count, first and count of the array, then its one reference: a full pointer, whose
    // number differs from those of the request (C706, 14.3.10).
    for word: UInt32 in [4, 0, 1, 3] { stub.appendLittleEndian(word) }
    // The tower has room for an address of IPv4 only, which an export's own IPv6 ones end with.
    appendTower(
      port: server.port, address: UInt32(truncatingIfNeeded: server.address.low), to: &stub)
    stub.appendLittleEndian(UInt32(0))
    return stub
  }

  /// A `twr_t` of five floors: C706, appendix L.
  private static func appendTower(port: UInt16, address: UInt32, to stub: inout [UInt8]) {
    var tower: [UInt8] = []
    tower.appendLittleEndian(UInt16(5))
    appendFloor(.mta, to: &tower)
    appendFloor(.ndr, to: &tower)
    // Connection-oriented RPC, TCP, IP: protocol identifiers of C706, appendix I.
    appendFloor([0x0B], [0, 0], to: &tower)
    appendFloor([0x07], [UInt8(port >> 8), UInt8(truncatingIfNeeded: port)], to: &tower)
    appendFloor([0x09], NetworkAddress(version4: address).octets, to: &tower)
    stub.appendLittleEndian(UInt32(clamping: tower.count))
    stub.appendLittleEndian(UInt32(clamping: tower.count))
    stub += tower
    stub.alignToFour()
  }

  /// The floor of an interface or a transfer syntax: its UUID and version, little-endian whatever
  /// the PDU is.
  private static func appendFloor(_ syntax: SyntaxID, to tower: inout [UInt8]) {
    let uuid = syntax.uuid.rawValue
    var name: [UInt8] = [0x0D]
    name.appendLittleEndian(UInt32(truncatingIfNeeded: uuid >> 96))
    name.appendLittleEndian(UInt16(truncatingIfNeeded: uuid >> 80))
    name.appendLittleEndian(UInt16(truncatingIfNeeded: uuid >> 64))
    name.appendBigEndian(UInt64(truncatingIfNeeded: uuid))
    name.appendLittleEndian(syntax.majorVersion)
    var minor: [UInt8] = []
    minor.appendLittleEndian(syntax.minorVersion)
    appendFloor(name, minor, to: &tower)
  }

  private static func appendFloor(_ left: [UInt8], _ right: [UInt8], to tower: inout [UInt8]) {
    tower.appendLittleEndian(UInt16(clamping: left.count))
    tower += left
    tower.appendLittleEndian(UInt16(clamping: right.count))
    tower += right
  }
}
