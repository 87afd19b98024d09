/// A block of a pcapng file, little-endian: the Internet-Draft draft-ietf-opsawg-pcapng.
struct PcapngBlock {
  /// What a block may carry besides its fields: section 3.5 of the draft.
  enum Option {
    case comment(String)
    /// The program that wrote the section.
    case application(String)
    case interfaceName(String)
    case interfaceDescription(String)
    /// Times count in negative powers of ten of a second.
    case timeResolution(UInt8)

    /// The option's code in the blocks that have it, and its octets.
    fileprivate var content: (code: UInt16, octets: [UInt8]) {
      switch self {
      case .comment(let text): (1, Self.octets(text))
      case .application(let text): (4, Self.octets(text))
      case .interfaceName(let text): (2, Self.octets(text))
      case .interfaceDescription(let text): (3, Self.octets(text))
      case .timeResolution(let power): (9, [power])
      }
    }

    /// A text of at most 65,535 octets; a longer one, which only a forged trace makes, says by its
    /// end that it goes on.
    private static func octets(_ text: String) -> [UInt8] {
      guard text.utf8.count > Int(UInt16.max) else { return Array(text.utf8) }
      var short = text.prefix(Int(UInt16.max) / 4 - 1)
      while short.utf8.count > Int(UInt16.max) - 3 { short = short.dropLast(short.count / 2 + 1) }
      return Array("\(short)…".utf8)
    }
  }

  /// The octets of the whole block.
  let octets: [UInt8]

  private init(type: UInt32, body: [UInt8], options: [Option] = []) {
    var octets: [UInt8] = []
    octets.reserveCapacity(body.count + 64)
    octets.appendLittleEndian(type)
    octets.appendLittleEndian(UInt32(0))
    octets += body
    octets.alignToFour()
    for option in options { Self.append(option, to: &octets) }
    if !options.isEmpty { octets.appendLittleEndian(UInt32(0)) }
    let length = UInt32(clamping: octets.count + 4)
    octets.appendLittleEndian(length)
    for place in 0..<4 { octets[4 + place] = UInt8(truncatingIfNeeded: length >> (8 * place)) }
    self.octets = octets
  }

  private static func append(_ option: Option, to octets: inout [UInt8]) {
    let content = option.content
    octets.appendLittleEndian(content.code)
    octets.appendLittleEndian(UInt16(clamping: content.octets.count))
    octets += content.octets
    octets.alignToFour()
  }

  /// The header of a section whose length is not said: section 4.1.
  static func section(_ options: [Option]) -> Self {
    var body: [UInt8] = []
    body.appendLittleEndian(UInt32(0x1A2B_3C4D))
    body.appendLittleEndian(UInt16(1))
    body.appendLittleEndian(UInt16(0))
    body.appendLittleEndian(UInt64.max)
    return Self(type: 0x0A0D_0D0A, body: body, options: options)
  }

  /// The description of an interface whose packets are never cut: section 4.2.
  static func interface(_ link: LinkType, _ options: [Option]) -> Self {
    var body: [UInt8] = []
    body.appendLittleEndian(UInt16(truncatingIfNeeded: link.rawValue))
    body.appendLittleEndian(UInt16(0))
    body.appendLittleEndian(UInt32(0))
    return Self(type: 1, body: body, options: options)
  }

  /// A packet: section 4.3.
  ///
  /// - Parameters:
  ///   - time: In the interface's resolution, since 1970-01-01T00:00:00Z.
  ///   - missing: How many of the frame's last octets are not known, and left out.
  static func packet(
    interface: UInt32, time: UInt64, frame: [UInt8], missing: Int, _ options: [Option]
  ) -> Self {
    var body: [UInt8] = []
    body.reserveCapacity(frame.count + 20)
    body.appendLittleEndian(interface)
    body.appendLittleEndian(UInt32(truncatingIfNeeded: time >> 32))
    body.appendLittleEndian(UInt32(truncatingIfNeeded: time))
    body.appendLittleEndian(UInt32(clamping: frame.count - missing))
    body.appendLittleEndian(UInt32(clamping: frame.count))
    body += frame.dropLast(missing)
    return Self(type: 6, body: body, options: options)
  }

  /// The names of addresses: section 4.4.
  static func names(_ names: [(address: NetworkAddress, name: String)]) -> Self {
    var body: [UInt8] = []
    for (address, name) in names {
      let value = address.octets + Array(name.utf8) + [0]
      body.appendLittleEndian(UInt16(address.isVersion6 ? 2 : 1))
      body.appendLittleEndian(UInt16(clamping: value.count))
      body += value.prefix(Int(UInt16.max))
      body.alignToFour()
    }
    body.appendLittleEndian(UInt32(0))
    return Self(type: 4, body: body)
  }
}
