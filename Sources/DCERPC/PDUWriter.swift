/// The octets of one PDU as they are written.
package struct PDUWriter {
  /// What has been written, from the start of the PDU.
  package private(set) var octets: [UInt8] = []
  /// The order of the octets of integers, which a PDU's header says.
  var byteOrder = ByteOrder.little

  /// A writer at the start of a PDU that will have `capacity` octets.
  package init(capacity: Int = 0) { octets.reserveCapacity(capacity) }

  /// Adds an integer in the PDU's byte order.
  package mutating func writeInteger<T: FixedWidthInteger & UnsignedInteger>(_ value: T) {
    let size = T.bitWidth / 8
    for index in 0..<size {
      let place = byteOrder == .little ? index : size - 1 - index
      octets.append(UInt8(truncatingIfNeeded: value >> (8 * place)))
    }
  }

  /// Adds octets as they are.
  package mutating func writeOctets(_ new: [UInt8]) { octets.append(contentsOf: new) }

  /// Adds this many zeros.
  package mutating func writeZeros(_ count: Int) {
    octets.append(contentsOf: [UInt8](repeating: 0, count: count))
  }

  /// Adds zeros up to the next multiple of `alignment`, counted from the PDU's start.
  package mutating func align(to alignment: Int) {
    writeZeros(octets.count.distance(toMultipleOf: alignment))
  }

  /// Adds a list: its count as one octet, reserved zeros, and its elements.
  package mutating func writeArray<Element: PDUElement>(_ elements: [Element], reserved: Int) {
    writeCount(of: elements)
    writeZeros(reserved)
    writeElements(elements)
  }

  /// Adds a list's count as one octet.
  package mutating func writeCount<Element>(of elements: [Element]) {
    precondition(elements.count <= UInt8.max, "A list in a PDU has at most 255 elements.")
    writeInteger(UInt8(elements.count))
  }

  /// Adds elements one after the other.
  package mutating func writeElements<Element: PDUElement>(_ elements: [Element]) {
    for element in elements { element.write(to: &self) }
  }
}
