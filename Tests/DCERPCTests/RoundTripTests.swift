import DCERPC
import Testing

struct RoundTripTests {
  @Test(arguments: SamplePDUs.all)
  func `decoding undoes encoding`(pdu: PDU) throws {
    let octets = pdu.encode()
    #expect(try PDU(decoding: octets) == pdu)
    #expect(octets.count == pdu.fragmentLength)
  }

  @Test(arguments: SamplePDUs.all)
  func `a decoded PDU has the type and the flags of its octets`(pdu: PDU) throws {
    let octets = pdu.encode()
    let decoded = try PDU(decoding: octets)
    #expect(decoded.type.rawValue == octets[2])
    #expect(decoded.flags.rawValue == octets[3])
  }

  @Test(arguments: 0..<40)
  func `any secondary address keeps its octets`(count: Int) throws {
    // No NUL at the end, NULs inside, and what is no UTF-8: hostile, and still kept.
    let address = SecondaryAddress(octets: (0..<count).map { UInt8($0 * 37 % 256) })
    let ack = BindAck(
      maxTransmitFragment: 1, maxReceiveFragment: 2, associationGroup: nil,
      secondaryAddress: address, results: [.accepted])
    let pdu = PDU(callID: 1, body: .bindAck(ack))
    #expect(pdu.encode().count == pdu.fragmentLength)
    #expect(pdu.fragmentLength.isMultiple(of: 4))
    #expect(try PDU(decoding: pdu.encode()) == pdu)
  }

  @Test(arguments: [0, 1, 0xA1B2, UInt32.max])
  func `only group 0 asks for a new association group`(group: UInt32) throws {
    let pdu = PDU(
      callID: 1, body: .bind(.mta(joining: AssociationGroupID(rawValue: group))))
    guard case .bind(let bind) = try PDU(decoding: pdu.encode()).body else {
      Issue.record("a bind was decoded as something else")
      return
    }
    #expect(bind.associationGroup?.rawValue == (group == 0 ? nil : group))
  }

  @Test func `a request's object decides its flag, whatever was set`() {
    var pdu = PDU(
      flags: [.whole, .objectUUID], callID: 1,
      body: .request(Request(allocationHint: 0, contextID: 0, opnum: 0, stub: .empty)))
    #expect(pdu.flags == .whole)
    pdu.body = .request(
      Request(allocationHint: 0, contextID: 0, opnum: 0, object: .zero, stub: .empty))
    #expect(pdu.flags == [.whole, .objectUUID])
    pdu.flags = .firstFragment
    #expect(pdu.flags == [.firstFragment, .objectUUID])
    pdu.body = .shutdown
    #expect(pdu.flags == .firstFragment)
  }

  @Test func `padding keeps its octets`() throws {
    // The padding of an encrypted PDU is encrypted with the stub data.
    let octets = hex(
      """
      05000003 10000000 2900 0100 01000000 00000000 0000 0000
      11223344 55aabbcc 0a 06 03 00 00000000 ff
      """)
    let pdu = try PDU(decoding: octets)
    #expect(pdu.authentication?.padding == .octets([0xAA, 0xBB, 0xCC]))
    #expect(pdu.encode() == octets)
  }
}
