import DCERPC
import Testing

struct HostileInputTests {
  @Test(arguments: SamplePDUs.all)
  func `a PDU cut short is refused at any length`(pdu: PDU) {
    let octets = pdu.encode()
    for length in octets.indices {
      let error = #expect(throws: PDUError.self) {
        try PDU(decoding: Array(octets.prefix(length)))
      }
      #expect((error?.offset ?? .max) <= length)
    }
  }

  @Test(arguments: SamplePDUs.all)
  func `a PDU cut short that lies about its length is refused or shorter`(pdu: PDU) throws {
    let octets = pdu.encode()
    for length in PDUHeader.length..<octets.count {
      var cut = Array(octets.prefix(length))
      let index = pdu.dataRepresentation.byteOrder == .little ? 8 : 9
      cut[index] = UInt8(length)
      do throws(PDUError) {
        let shorter = try PDU(decoding: cut)
        #expect(shorter.fragmentLength == length)
      } catch {
        #expect(error.offset <= length)
      }
    }
  }

  static let bind = PDU(callID: 1, body: .bind(.mta())).encode()
  static let request = PDU(
    callID: 1,
    body: .request(
      Request(allocationHint: 8, contextID: 0, opnum: 0, stub: .zeros(count: 8)))
  ).encode()

  struct Lie: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let octets: [UInt8]
    let reason: PDUError.Reason
    let offset: Int

    init(
      _ description: String, in octets: [UInt8], _ changes: [(offset: Int, value: UInt8)],
      _ reason: PDUError.Reason, at offset: Int
    ) {
      testDescription = description
      var octets = octets
      for change in changes { octets[change.offset] = change.value }
      self.octets = octets
      self.reason = reason
      self.offset = offset
    }
  }

  static let lies = [
    Lie(
      "version 4.0", in: bind, [(0, 4)],
      .unsupportedVersion(ProtocolVersion(major: 4, minor: 0)), at: 0),
    Lie(
      "version 5.2", in: bind, [(1, 2)],
      .unsupportedVersion(ProtocolVersion(major: 5, minor: 2)), at: 0),
    Lie("a connectionless type", in: bind, [(2, 1)], .unknownType(1), at: 2),
    Lie("a type of nobody", in: bind, [(2, 255)], .unknownType(255), at: 2),
    Lie("byte order 2", in: bind, [(4, 0x20)], .unknownByteOrder(0x20), at: 4),
    Lie("fragment length 15", in: bind, [(8, 15)], .fragmentTooShort(length: 15), at: 8),
    Lie("fragment length 0", in: bind, [(8, 0)], .fragmentTooShort(length: 0), at: 8),
    Lie(
      "fragment length one less", in: bind, [(8, 71)],
      .fragmentLengthDiffers(length: 71, octets: 72), at: 8),
    Lie(
      "the largest fragment length", in: bind, [(8, 255), (9, 255)],
      .fragmentLengthDiffers(length: 65_535, octets: 72), at: 8),
    Lie(
      "authentication as long as the fragment", in: bind, [(10, 72)],
      .authenticationTooLong(length: 72, fragment: 72), at: 10),
    Lie(
      "authentication that reaches the header", in: bind, [(10, 49)],
      .authenticationTooLong(length: 49, fragment: 72), at: 10),
    Lie(
      "the longest authentication", in: bind, [(10, 255), (11, 255)],
      .authenticationTooLong(length: 65_535, fragment: 72), at: 10),
    Lie(
      "padding that reaches the header", in: request, [(10, 4), (22, 5)],
      .paddingTooLong(length: 5, available: 4), at: 22),
    Lie(
      "padding that covers a fixed field", in: request, [(10, 4), (22, 4)],
      .truncated(needed: 4, available: 0), at: 16),
    Lie("255 contexts", in: bind, [(24, 255)], .truncated(needed: 2, available: 0), at: 72),
    Lie("no contexts", in: bind, [(24, 0)], .unreadOctets(count: 44), at: 28),
    Lie(
      "255 transfer syntaxes", in: bind, [(30, 255)], .truncated(needed: 4, available: 0), at: 72),
    Lie("no transfer syntaxes", in: bind, [(30, 0)], .unreadOctets(count: 20), at: 52),
    Lie(
      "an object's flag without room", in: request, [(3, 0x83)],
      .truncated(needed: 1, available: 0), at: 32),
    Lie(
      "versions beyond the end", in: ExactOctetsTests.sambaNak, [(18, 255)],
      .truncated(needed: 1, available: 0), at: 24),
    Lie(
      "a secondary address beyond the end",
      in: hex("05000c03 10000000 2000 0000 01000000 d016d016 01000000 0000 0000 00000000"),
      [(24, 255)], .truncated(needed: 255, available: 6), at: 26),
    Lie(
      "255 results",
      in: hex("05000c03 10000000 2000 0000 01000000 d016d016 01000000 0000 0000 00000000"),
      [(28, 255)], .truncated(needed: 2, available: 0), at: 32),
    Lie(
      "a cancel with a body", in: hex("05001203 10000000 1400 0000 01000000 00000000"), [],
      .unreadOctets(count: 4), at: 16),
    Lie("no octets", in: [], [], .truncated(needed: 1, available: 0), at: 0),
  ]

  @Test(arguments: lies)
  func `a lie is refused at its field`(lie: Lie) throws {
    let error = try #require(throws: PDUError.self) { try PDU(decoding: lie.octets) }
    #expect(error == PDUError(lie.reason, at: lie.offset))
  }

  @Test(arguments: WireFixture.captured)
  func `every single octet may be anything`(fixture: WireFixture) {
    // What is still read must encode to as many octets, and those must read as the same PDU.
    for index in fixture.octets.indices.prefix(64) {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
        var octets = fixture.octets
        octets[index] = value
        guard let pdu = try? PDU(decoding: octets) else { continue }
        let encoded = pdu.encode()
        #expect(encoded.count == octets.count)
        #expect((try? PDU(decoding: encoded)) == pdu)
      }
    }
  }
}
