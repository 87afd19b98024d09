import DCERPC
import Testing
import TraceModel

@testable import Simulator

/// What the simulator sends are PDUs: they encode, have the lengths that are recorded, and decode
/// again.
struct MTAInterfaceTests {
  static let bindBack = Operation.mtaBindBack(recovery: nil)

  @Test(arguments: [
    (MTAInterface.bind(group: 0x33CFA, callID: 0x1EBE80), 136),
    (MTAInterface.bindNak(.notSpecified, callID: 1), 24),
    (MTAInterface.auth3(callID: 1), 206),
    (
      MTAInterface.request(
        .mtaBind(urgent: false, recovery: nil), callID: 1, context: 0, stub: 286, isFirst: true,
        rest: 0),
      336
    ),
    (MTAInterface.request(bindBack, callID: 1, context: 0, stub: 2, isFirst: true, rest: 0), 56),
    (MTAInterface.response(to: bindBack, callID: 1, context: 0), 80),
  ])
  func `a PDU has the octets of KB Q159298 and survives its own encoding`(
    pdu: PDU, octets: Int
  ) throws {
    #expect(pdu.fragmentLength == octets)
    #expect(pdu.encode().count == octets)
    #expect(try PDU(decoding: pdu.encode()) == pdu)
  }

  @Test func `a bind_ack for an endpoint of four digits has 108 octets`() throws {
    let group = try #require(AssociationGroupID(rawValue: 0x3150_EAC1))
    let ack = MTAInterface.bindAck(group: group, endpoint: SecondaryAddress("4764"), callID: 1)
    #expect(ack.encode().count == 108)
  }

  @Test func `the largest stub fills a fragment and does not exceed it`() {
    let operation = Operation.transfer(message: MessageID(rawValue: 1), octets: 1, isLast: true)
    let pdu = MTAInterface.request(
      operation, callID: 1, context: 0, stub: MTAInterface.maxStub, isFirst: true, rest: 10)
    #expect(pdu.fragmentLength == 0x16D0)
    #expect(pdu.flags == [.firstFragment, .concurrentMultiplexing])
  }
}
