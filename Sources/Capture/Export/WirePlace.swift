/// One end of a TCP connection on the Ethernet of an export.
struct WirePlace: Hashable {
  /// The six octets of the Ethernet address, as a number.
  var hardware: UInt64
  var address: NetworkAddress
  var port: UInt16
}

extension NetworkAddress {
  /// Its 4 or 16 octets.
  var octets: [UInt8] {
    var octets: [UInt8] = []
    if isVersion6 {
      octets.appendBigEndian(high)
      octets.appendBigEndian(low)
    } else {
      octets.appendBigEndian(UInt32(truncatingIfNeeded: low))
    }
    return octets
  }

  /// The address itself, or for one of IPv4 the address of IPv6 that stands for it in an export:
  /// `fd4d:5441::/96` and the 32 bits, unique local by RFC 4193.
  var inVersion6: Self {
    isVersion6 ? self : Self(version6: 0xFD4D_5441_0000_0000, low)
  }
}
