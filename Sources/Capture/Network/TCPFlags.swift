/// The control bits of a segment of TCP that matter here: RFC 9293, 3.1.
struct TCPFlags: OptionSet {
  let rawValue: UInt8

  static let fin = Self(rawValue: 0x01)
  static let syn = Self(rawValue: 0x02)
  static let rst = Self(rawValue: 0x04)
  static let psh = Self(rawValue: 0x08)
  static let ack = Self(rawValue: 0x10)
}
