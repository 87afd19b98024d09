/// An endpoint of the server as text: `port_any_t` of C706, 12.6.3.
///
/// For TCP it is the port in decimal. The octets are kept as they came, since nothing but custom
/// makes them text that ends with a NUL.
package struct SecondaryAddress: Hashable, Sendable {
  /// The octets on the wire, with the NUL that the wire's length counts.
  package let octets: [UInt8]

  /// The address with these octets: at most 65,535.
  package init(octets: [UInt8]) {
    precondition(octets.count <= UInt16.max, "A secondary address has at most 65,535 octets.")
    self.octets = octets
  }

  /// The address that is this text and a NUL.
  package init(_ text: String) { self.init(octets: Array(text.utf8) + [0]) }

  /// No address: what the response to an `alter_context` has.
  package static let none = Self(octets: [])

  /// The text before the NUL, or `nil` if the octets are not UTF-8 text with one NUL at their end.
  package var text: String? {
    guard octets.last == 0, !octets.dropLast().contains(0) else { return nil }
    return String(validating: octets.dropLast(), as: UTF8.self)
  }
}

extension SecondaryAddress: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    let count: UInt16 = try input.readInteger()
    octets = try input.readOctets(Int(count))
  }

  package func write(to output: inout PDUWriter) {
    output.writeInteger(UInt16(octets.count))
    output.writeOctets(octets)
  }

  package var length: Int { 2 + octets.count }
}
