/// A bounds-checked cursor over the octets of one PDU.
///
/// The reader borrows its octets: it cannot outlive them, and only what is kept is copied.
package struct PDUReader: ~Escapable {
  private let octets: Span<UInt8>
  /// The offset of the next octet to read, from the start of the PDU.
  package private(set) var offset = 0
  /// Where the part being read ends: before an authentication trailer, or at the end of the octets.
  private var end: Int
  /// The order of the octets of integers, which a PDU's header says.
  var byteOrder = ByteOrder.little
  /// The flags of the PDU being read: on them depends whether a request has an object.
  var flags: PDUFlags = []

  /// A reader at the start of a PDU.
  @_lifetime(copy octets)
  package init(_ octets: Span<UInt8>) {
    self.octets = octets
    end = octets.count
  }

  /// The number of octets left in the part being read.
  package var remaining: Int { end - offset }

  /// Reads an integer in the PDU's byte order.
  package mutating func readInteger<T: FixedWidthInteger & UnsignedInteger>(
    _ type: T.Type = T.self
  ) throws(PDUError) -> T {
    let size = T.bitWidth / 8
    try require(size)
    var value: T = 0
    for index in 0..<size {
      let place = byteOrder == .little ? index : size - 1 - index
      value |= T(truncatingIfNeeded: octets[offset + index]) << (8 * place)
    }
    offset += size
    return value
  }

  /// Reads this many octets.
  package mutating func readOctets(_ count: Int) throws(PDUError) -> [UInt8] {
    try require(count)
    var result: [UInt8] = []
    result.reserveCapacity(count)
    for index in offset..<offset + count { result.append(octets[index]) }
    offset += count
    return result
  }

  /// Reads what is left of the part being read.
  package mutating func readRemainder() throws(PDUError) -> [UInt8] {
    try readOctets(remaining)
  }

  /// Passes over octets whose value does not matter.
  package mutating func skip(_ count: Int) throws(PDUError) {
    try require(count)
    offset += count
  }

  /// Passes over the octets before the next multiple of `alignment`, counted from the PDU's start.
  package mutating func align(to alignment: Int) throws(PDUError) {
    try skip(offset.distance(toMultipleOf: alignment))
  }

  /// Reads a list: a count of one octet, reserved octets, and as many elements.
  package mutating func readArray<Element: PDUElement>(
    reserved: Int
  ) throws(PDUError) -> [Element] {
    let count: UInt8 = try readInteger()
    try skip(reserved)
    return try readElements(count)
  }

  /// Reads this many elements.
  package mutating func readElements<Element: PDUElement>(
    _ count: UInt8
  ) throws(PDUError) -> [Element] {
    var result: [Element] = []
    for _ in 0..<count { result.append(try Element(parsing: &self)) }
    return result
  }

  /// The octet at an offset from the PDU's start, or `nil` beyond the octets.
  func octet(at offset: Int) -> UInt8? {
    octets.indices.contains(offset) ? octets[offset] : nil
  }

  /// Sets where the part being read ends; at most the number of octets.
  mutating func endPart(at offset: Int) {
    precondition(offset <= octets.count, "A part of a PDU ends within it.")
    end = offset
  }

  private func require(_ count: Int) throws(PDUError) {
    guard count <= remaining else {
      throw PDUError(.truncated(needed: count, available: remaining), at: offset)
    }
  }
}

extension Int {
  /// How far the next multiple of `alignment` is; 0 for a multiple itself.
  func distance(toMultipleOf alignment: Int) -> Int {
    (alignment - self % alignment) % alignment
  }
}
