import DCERPC
import Testing

/// Octets written out by hand from a named source.
struct ExactOctetsTests {
  /// Samba 4.17.12 to an unknown association group, seen on the wire.
  static let sambaNak = hex("05000d03 10000000 18000000 01000000 0000 01 0500 000000")

  @Test func `the bind_nak of Samba has 24 octets, three of them padding`() throws {
    let nak = PDU(callID: 1, body: .bindNak(BindNak(reason: .notSpecified)))
    #expect(nak.encode() == Self.sambaNak)
    #expect(try PDU(decoding: Self.sambaNak) == nak)
  }

  /// C706, 12.6.4.5 defines nothing after the versions.
  @Test func `a bind_nak without padding has 21 octets`() throws {
    let expected = hex("05000d03 10000000 15000000 02000000 0400 01 0500")
    let nak = PDU(
      callID: 2,
      body: .bindNak(BindNak(reason: .protocolVersionNotSupported, trailing: .empty)))
    #expect(nak.encode() == expected)
    #expect(try PDU(decoding: expected) == nak)
  }

  /// OSF DCE lists both of its versions and does not pad: `ncklib/cnsassm.c`.
  @Test func `the bind_nak of OSF DCE has 23 octets`() throws {
    let expected = hex("05000d03 10000000 17000000 02000000 0200 02 0500 0501")
    let versions = [ProtocolVersion(major: 5, minor: 0), ProtocolVersion(major: 5, minor: 1)]
    let nak = PDU(
      callID: 2,
      body: .bindNak(
        BindNak(reason: .localLimitExceeded, versions: versions, trailing: .empty)))
    #expect(nak.encode() == expected)
    #expect(try PDU(decoding: expected) == nak)
  }

  /// C706, 12.6.4.3, with the UUIDs and sizes of KB Q159298.
  @Test func `a bind that joins a group`() {
    let bind = PDU(
      callID: 0x1EBE80, body: .bind(.mta(joining: AssociationGroupID(rawValue: 0x3150_EAC1))))
    #expect(
      bind.encode()
        == hex(
          """
          05 00 0b 03 10000000 4800 0000 80be1e00
          d016 d016 c1ea5031 01 00 0000
          0000 01 00 30e88e9e 5944 ce11 979b 00aa005ffebe 0200 0000
          045d888a eb1c c911 9fe8 08002b104860 0200 0000
          """))
  }

  /// The same as above with every integer turned round, the version's halves with it.
  @Test func `a bind that joins a group, in big endian`() {
    let bind = PDU(
      callID: 0x1EBE80, body: .bind(.mta(joining: AssociationGroupID(rawValue: 0x3150_EAC1))),
      dataRepresentation: .bigEndian)
    #expect(
      bind.encode()
        == hex(
          """
          05 00 0b 03 00000000 0048 0000 001ebe80
          16d0 16d0 3150eac1 01 00 0000
          0000 01 00 9e8ee830 4459 11ce 979b 00aa005ffebe 0000 0002
          8a885d04 1ceb 11c9 9fe8 08002b104860 0000 0002
          """))
  }

  /// [MS-RPCE] 2.2.2.10: four octets of padding, then the trailer of 2.2.2.11.
  @Test func `an auth3`() {
    let body = PDU.Body.auth3(Auth3())
    let auth3 = PDU(
      callID: 7, body: body,
      authentication: Authentication(
        type: Authentication.ntlm, level: Authentication.privacyLevel, contextID: 0x0102_0304,
        value: .octets([0xAA, 0xBB]), following: body))
    #expect(
      auth3.encode()
        == hex(
          "05001003 10000000 1e00 0200 07000000 00000000 0a 06 00 00 04030201 aabb"))
  }

  /// C706, 12.6.4.9: the object's UUID stands before the stub data and its flag in the header.
  @Test func `a request for an object`() {
    let request = Request(
      allocationHint: 4, contextID: 1, opnum: 2, object: SyntaxID.mta.uuid,
      stub: .octets([1, 2, 3, 4]))
    #expect(
      PDU(callID: 9, body: .request(request)).encode()
        == hex(
          """
          05 00 00 83 10000000 2c00 0000 09000000
          04000000 0100 0200 30e88e9e 5944 ce11 979b 00aa005ffebe 01020304
          """))
  }

  /// C706, 12.6.4.7.
  @Test func `a fault`() {
    let fault = Fault(
      allocationHint: 0x20, contextID: 1, cancelCount: 2, status: .managerNotEntered)
    #expect(
      PDU(flags: [.whole, .didNotExecute], callID: 9, body: .fault(fault)).encode()
        == hex(
          """
          05 00 03 23 10000000 2000 0000 09000000
          20000000 0100 02 00 0c00001c 00000000
          """))
  }

  /// C706, 12.6.4.6, 12.6.4.8 and 12.6.4.11.
  @Test(arguments: [(PDU.Body.shutdown, "11"), (.coCancel, "12"), (.orphaned, "13")])
  func `a PDU that is only a header`(body: PDU.Body, type: String) throws {
    let expected = hex("0500 \(type) 03 10000000 1000 0000 2a000000")
    #expect(PDU(callID: 42, body: body).encode() == expected)
    #expect(try PDU(decoding: expected) == PDU(callID: 42, body: body))
  }
}
