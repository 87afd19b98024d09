/// Finds the packet of IP in a frame.
enum LinkLayer {
  /// What a frame carries.
  enum Content: Equatable {
    /// A packet of IP begins at this offset; its first octet says which version.
    case internet(offset: Int)
    /// Something else: ARP, a bridge's frame, or what is too short to tell.
    case other
    /// The link type is none that can be read.
    case unknownLinkType
  }

  /// EtherTypes, https://www.iana.org/assignments/ieee-802-numbers.
  private enum EtherType {
    static let ipv4: UInt16 = 0x0800
    static let ipv6: UInt16 = 0x86dd
    /// Tags of IEEE 802.1Q and 802.1ad, and the older ones of Cisco and others.
    static let tags: Set<UInt16> = [0x8100, 0x88a8, 0x9100, 0x9200, 0x9300]
    static let pppSession: UInt16 = 0x8864
    static let mpls: UInt16 = 0x8847
  }

  static func content(of frame: Span<UInt8>, _ linkType: LinkType) -> Content {
    switch linkType {
    case .ethernet: return ethernet(frame)
    case .linuxCooked: return tagged(frame.network16(at: 14), at: 16, in: frame)
    case .linuxCooked2: return tagged(frame.network16(at: 0), at: 20, in: frame)
    case .null, .loop: return internet(at: 4, in: frame)
    case .raw, .rawBSD, .rawOpenBSD, .ipv4, .ipv6: return internet(at: 0, in: frame)
    default: return .unknownLinkType
    }
  }

  private static func ethernet(_ frame: Span<UInt8>) -> Content {
    guard let type = frame.network16(at: 12) else { return .other }
    // Up to 1,500 it is a length (IEEE 802.3): then SNAP of RFC 1042 may follow.
    guard type <= 1_500 else { return tagged(type, at: 14, in: frame) }
    guard frame.network32(at: 14) == 0xaaaa_0300, frame.network16(at: 18) == 0 else {
      return .other
    }
    return tagged(frame.network16(at: 20), at: 22, in: frame)
  }

  /// What follows an EtherType, behind any number of tags.
  private static func tagged(_ type: UInt16?, at offset: Int, in frame: Span<UInt8>) -> Content {
    var type = type
    var offset = offset
    while let tag = type, EtherType.tags.contains(tag) {
      type = frame.network16(at: offset + 2)
      offset += 4
    }
    switch type {
    case EtherType.ipv4, EtherType.ipv6: return internet(at: offset, in: frame)
    case EtherType.pppSession:
      let isInternet = frame.network16(at: offset + 6).map { [0x21, 0x57].contains($0) } ?? false
      return isInternet ? internet(at: offset + 8, in: frame) : .other
    case EtherType.mpls:
      while let label = frame.network32(at: offset) {
        offset += 4
        if label & 0x100 != 0 { return internet(at: offset, in: frame) }
      }
      return .other
    default: return .other
    }
  }

  private static func internet(at offset: Int, in frame: Span<UInt8>) -> Content {
    guard let first = frame.octet(at: offset), [4, 6].contains(first >> 4) else { return .other }
    return .internet(offset: offset)
  }
}
