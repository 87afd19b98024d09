import DCERPC

/// The header of a packet of IP: RFC 791 and RFC 8200.
struct InternetPacket {
  var source: NetworkAddress
  var destination: NetworkAddress
  /// What the payload is, by its number at IANA: 6 for TCP.
  var payloadProtocol: UInt8
  /// Where the payload is in the octets of the frame, as far as it was captured.
  var payload: Range<Int>
  /// Octets of the payload that a snap length cut off.
  var missing: Int
  /// Where it belongs in a packet that was sent in fragments; `nil` for a whole one.
  var fragment: Fragment?

  struct Fragment: Equatable {
    var identification: UInt32
    /// Octets before this fragment's.
    var offset: Int
    var isLast: Bool
  }

  /// Reads a header.
  ///
  /// - Parameters:
  ///   - frame: The captured octets.
  ///   - offset: Where the packet begins.
  ///   - cut: Octets that a snap length cut off the frame's end.
  /// - Returns: `nil` if it is none.
  init?(_ frame: Span<UInt8>, at offset: Int, cut: Int) {
    switch frame.octet(at: offset).map({ $0 >> 4 }) {
    case 4: self.init(version4: frame, at: offset, cut: cut)
    case 6: self.init(version6: frame, at: offset, cut: cut)
    default: return nil
    }
  }

  private init?(version4 frame: Span<UInt8>, at offset: Int, cut: Int) {
    guard let first = frame.octet(at: offset), let length = frame.network16(at: offset + 2),
      let identification = frame.network16(at: offset + 4),
      let fragmentation = frame.network16(at: offset + 6),
      let payloadProtocol = frame.octet(at: offset + 9),
      let source = frame.network32(at: offset + 12),
      let destination = frame.network32(at: offset + 16)
    else { return nil }
    let header = Int(first & 0xf) * 4
    // Segmentation that the network card does leaves the length 0 in captures of the sender.
    let total = length == 0 ? frame.count + cut - offset : Int(length)
    guard header >= 20, total >= header, offset + header <= frame.count else { return nil }
    self.source = NetworkAddress(version4: source)
    self.destination = NetworkAddress(version4: destination)
    self.payloadProtocol = payloadProtocol
    let end = min(frame.count, offset + total)
    payload = offset + header..<end
    missing = offset + total - end
    if fragmentation & 0x3fff != 0 {
      fragment = Fragment(
        identification: UInt32(identification), offset: Int(fragmentation & 0x1fff) * 8,
        isLast: fragmentation & 0x2000 == 0)
    }
  }

  private init?(version6 frame: Span<UInt8>, at offset: Int, cut: Int) {
    guard let length = frame.network16(at: offset + 4), let next = frame.octet(at: offset + 6),
      let source = Self.address(frame, at: offset + 8),
      let destination = Self.address(frame, at: offset + 24)
    else { return nil }
    self.source = source
    self.destination = destination
    let total = length == 0 ? frame.count + cut - offset : 40 + Int(length)
    var place = offset + 40
    var header = next
    // An extension header says which comes next; none of them is of length 0.
    while let step = Self.extensionLength(header, frame, at: place) {
      if header == 44 {
        guard fragment == nil, let word = frame.network16(at: place + 2),
          let identification = frame.network32(at: place + 4)
        else { return nil }
        if word & 0xfff9 != 0 {
          fragment = Fragment(
            identification: identification, offset: Int(word & 0xfff8), isLast: word & 1 == 0)
        }
      }
      guard let following = frame.octet(at: place) else { return nil }
      header = following
      place += step
      if let fragment, fragment.offset > 0 { break }
    }
    payloadProtocol = header
    let whole = offset + total
    guard place <= frame.count, whole >= place else { return nil }
    let end = min(frame.count, whole)
    payload = place..<end
    missing = whole - end
  }

  private static func address(_ frame: Span<UInt8>, at offset: Int) -> NetworkAddress? {
    guard let high = frame.integer(UInt64.self, at: offset, .big),
      let low = frame.integer(UInt64.self, at: offset + 8, .big)
    else { return nil }
    return NetworkAddress(version6: high, low)
  }

  /// The octets of an extension header of IPv6, or `nil` if the number is that of a payload.
  private static func extensionLength(
    _ header: UInt8, _ frame: Span<UInt8>, at place: Int
  ) -> Int? {
    switch header {
    case 0, 43, 60: frame.octet(at: place + 1).map { (Int($0) + 1) * 8 }
    case 44: 8
    case 51: frame.octet(at: place + 1).map { (Int($0) + 2) * 4 }
    default: nil
    }
  }
}
