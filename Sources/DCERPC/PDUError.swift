/// Why octets are not a PDU that can be read, and where.
package struct PDUError: Error, Equatable, Sendable {
  /// What is wrong, with the values found.
  package enum Reason: Equatable, Sendable {
    /// A field needs more octets than are left before the end of its part.
    case truncated(needed: Int, available: Int)
    /// The version is neither 5.0 nor 5.1.
    case unsupportedVersion(ProtocolVersion)
    /// The type is not one of the connection-oriented protocol's.
    case unknownType(UInt8)
    /// The first octet of the data representation names no byte order.
    case unknownByteOrder(UInt8)
    /// The fragment length is less than a header's 16 octets.
    case fragmentTooShort(length: Int)
    /// The fragment length is not the number of octets given.
    case fragmentLengthDiffers(length: Int, octets: Int)
    /// The authentication's length leaves no room for the header.
    case authenticationTooLong(length: Int, fragment: Int)
    /// The padding before the authentication trailer reaches into the header.
    case paddingTooLong(length: Int, available: Int)
    /// The body ends before its part of the PDU does.
    case unreadOctets(count: Int)
  }

  package let reason: Reason
  /// The offset of the field at fault, in octets from the start of the PDU.
  package let offset: Int

  package init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension PDUError: CustomStringConvertible {
  /// One sentence: what was found, where, and what to check.
  package var description: String { "Octet \(offset): \(reason.sentence)" }
}

extension PDUError.Reason {
  fileprivate var sentence: String {
    switch self {
    case .truncated(let needed, let available):
      "the field needs \(needed) octets and \(available) are left; check that the PDU is whole."
    case .unsupportedVersion(let version):
      "the version is \(version), but only 5.0 and 5.1 can be read."
    case .unknownType(let type):
      "\(type) is not the type of a connection-oriented PDU; check that the stream is DCE/RPC."
    case .unknownByteOrder(let octet):
      "the data representation begins with \(octet), which is neither big nor little endian."
    case .fragmentTooShort(let length):
      "the fragment length is \(length), but a PDU has at least 16 octets."
    case .fragmentLengthDiffers(let length, let octets):
      "the fragment length is \(length), but \(octets) octets were given; pass exactly one PDU."
    case .authenticationTooLong(let length, let fragment):
      "an authentication of \(length) octets does not fit in a fragment of \(fragment)."
    case .paddingTooLong(let length, let available):
      "\(length) octets of padding are claimed where there is room for \(available)."
    case .unreadOctets(let count):
      "\(count) octets are left after the body; check its counts and `auth_length`."
    }
  }
}
