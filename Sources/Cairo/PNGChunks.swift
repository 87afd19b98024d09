import CZlib

/// The chunks of a PNG file: ISO/IEC 15948, clause 5.
struct PNGChunks {
  private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  private(set) var chunks: [Chunk] = []

  /// Reads a file; a part that is not a whole chunk ends the reading.
  init(_ octets: [UInt8]) {
    var rest = octets.dropFirst(Self.signature.count)
    while rest.count >= 12 {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      guard rest.count >= 12 + length else { return }
      let body = rest.dropFirst(4).prefix(4 + length)
      chunks.append(Chunk(type: Array(body.prefix(4)), data: Array(body.dropFirst(4))))
      rest = rest.dropFirst(12 + length)
    }
  }

  /// A file of three octets a pixel.
  ///
  /// - Parameters:
  ///   - about: What stands behind the header, where colour space and size must stand.
  ///   - data: The rows, packed.
  init(width: Int, height: Int, about: [Chunk], data: [UInt8]) {
    chunks = [.header(width: width, height: height)] + about + [.data(data), .end]
  }

  /// The whole file.
  var octets: [UInt8] {
    var octets = Self.signature
    for chunk in chunks { chunk.write(to: &octets) }
    return octets
  }

  /// One chunk: its type's four letters and its data.
  struct Chunk: Equatable {
    var type: [UInt8]
    var data: [UInt8]

    init(type: [UInt8], data: [UInt8]) {
      self.type = type
      self.data = data
    }

    private init(_ type: StaticString, _ data: [UInt8]) {
      self.init(type: Array("\(type)".utf8), data: data)
    }

    /// `IHDR`: eight bits of red, green and blue each, not interlaced.
    static func header(width: Int, height: Int) -> Chunk {
      Chunk(
        "IHDR",
        bigEndian(UInt32(clamping: width)) + bigEndian(UInt32(clamping: height)) + [8, 2, 0, 0, 0])
    }

    static func data(_ octets: [UInt8]) -> Chunk { Chunk("IDAT", octets) }

    static let end = Chunk("IEND", [])

    /// `sRGB` with rendering intent 0, perceptual.
    static let perceptualSRGB = Chunk("sRGB", [0])

    /// `pHYs`: equally many pixels a metre on both axes.
    static func density(pixelsPerMetre: UInt32) -> Chunk {
      Chunk("pHYs", bigEndian(pixelsPerMetre) + bigEndian(pixelsPerMetre) + [1])
    }

    /// `iTXt` without compression: a keyword of 1 to 79 octets of Latin-1, and text in UTF-8.
    static func text(keyword: String, _ text: String) -> Chunk {
      let name = keyword.utf8.filter { (0x20..<0x7F).contains($0) }.prefix(79)
      let content = text.utf8.map { $0 == 0 ? 0x20 : $0 }
      return Chunk("iTXt", Array(name) + [0, 0, 0, 0, 0] + content)
    }

    func write(to octets: inout [UInt8]) {
      octets += Self.bigEndian(UInt32(clamping: data.count))
      octets += type
      octets += data
      octets += Self.bigEndian(CRC32.checksum(type + data))
    }

    private static func bigEndian(_ value: UInt32) -> [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
  }
}

/// The cyclic redundancy check of PNG: ISO/IEC 15948, annex D.
enum CRC32 {
  static func checksum(_ octets: [UInt8]) -> UInt32 {
    UInt32(truncatingIfNeeded: crc32(0, octets, UInt32(clamping: octets.count)))
  }
}
