import Cairo
import Drawing
import Testing

struct PNGTests {
  /// Prints size, chunk types, text chunks and some pixels of a PNG file, and checks each CRC and
  /// the length of its data.
  static let reader = """
    import struct, sys, zlib
    data = open(sys.argv[1], 'rb').read()
    assert data[:8] == bytes([137, 80, 78, 71, 13, 10, 26, 10])
    at, packed = 8, b''
    while at < len(data):
        length, kind = struct.unpack('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        crc, = struct.unpack('>I', data[at + 8 + length:at + 12 + length])
        assert crc == zlib.crc32(kind + body), kind
        print('chunk', kind.decode())
        if kind == b'IHDR': width, height, depth, colour = struct.unpack('>IIBB', body[:10])
        if kind == b'iTXt':
            key, rest = body.split(b'\\0', 1)
            print('text', key.decode(), '=', rest[4:].decode('utf-8'))
        if kind == b'pHYs': print('density', *struct.unpack('>IIB', body))
        if kind == b'IDAT': packed += body
        at += 12 + length
    print('size', width, height, depth, colour)
    assert len(zlib.decompress(packed)) == height * (1 + 3 * width)
    """

  @Test func `an independent reader finds size, density and provenance`() throws {
    let octets = try Renderer().png(Samples.document, scale: 2)
    let verdict = try Judge.ask("python3", ["-c", Self.reader, "@"], about: octets, named: "a.png")
    #expect(verdict.status == 0, "\(verdict.output)")
    let lines = verdict.output.split(separator: "\n").map(String.init)
    #expect(lines.contains("size 600 400 8 2"))
    #expect(lines.contains("density 5669 5669 1"))
    #expect(lines.contains("chunk sRGB"))
    #expect(lines.contains("text Title = SP3 stalls & SP4 <never> does"))
    #expect(lines.contains("text Run 1 = 9f3a…c1"))
    #expect(lines.first == "chunk IHDR" && lines.contains("chunk IEND"))
  }

  @Test func `the same document gives the same octets`() throws {
    let first = try Renderer().png(Samples.document, scale: 1.5)
    #expect(try Renderer().png(Samples.document, scale: 1.5) == first)
  }

  @Test func `an image beyond cairo's limit is refused with the size needed`() throws {
    let renderer = try Renderer()
    let error = CairoError.imageTooLarge(width: 60_000, height: 40_000, limit: 32_767)
    #expect(throws: error) { try renderer.png(Samples.document, scale: 200) }
    #expect(throws: CairoError.self) { try renderer.png(Samples.document, scale: .infinity) }
    #expect(throws: CairoError.missingPage(2)) {
      try renderer.png(Samples.document, page: 2, scale: 1)
    }
  }
}
