/// What a captured frame begins with: the LINKTYPE_ values that pcap and pcapng files name.
///
/// Source: the registry at https://www.tcpdump.org/linktypes.html.
package struct LinkType: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// BSD loopback: the address family in the byte order of the machine that captured.
  package static let null = Self(rawValue: 0)
  package static let ethernet = Self(rawValue: 1)
  /// Raw IP of either version, and what BSD systems wrote for it.
  package static let raw = Self(rawValue: 101)
  package static let rawBSD = Self(rawValue: 12)
  package static let rawOpenBSD = Self(rawValue: 14)
  /// OpenBSD loopback: the address family in network byte order.
  package static let loop = Self(rawValue: 108)
  /// Linux cooked capture, version 1.
  package static let linuxCooked = Self(rawValue: 113)
  /// Raw IP, version 4 and version 6 alone.
  package static let ipv4 = Self(rawValue: 228)
  package static let ipv6 = Self(rawValue: 229)
  /// Linux cooked capture, version 2.
  package static let linuxCooked2 = Self(rawValue: 276)
}
