import DCERPC
import Testing

@testable import Capture

/// Captured PDUs without what may be a name.
struct NamelessPDUTests {
  private static let secret = Array("\\\\BERLIN01\\contoso".utf8)

  private static let bodies: [PDU.Body] = [
    .request(
      Request(
        allocationHint: 7, contextID: 1, opnum: 3, object: UUID128(rawValue: 0x4245_524C_494E),
        stub: .octets(secret))),
    .response(Response(allocationHint: 7, contextID: 1, cancelCount: 0, stub: .octets(secret))),
    .fault(Fault(contextID: 1, status: .cancelled, stub: .octets(secret))),
    .bindNak(BindNak(reason: .temporaryCongestion, trailing: .octets(secret))),
    .bindAck(
      BindAck(
        maxTransmitFragment: 5840, maxReceiveFragment: 5840,
        associationGroup: AssociationGroupID(rawValue: 9),
        secondaryAddress: SecondaryAddress("\\pipe\\BERLIN01"), results: [.accepted])),
    .auth3(Auth3(padding: .octets(Array("BERL".utf8)))),
  ]

  private static let pdus: [[UInt8]] = bodies.flatMap { body in
    [DataRepresentation.littleEndian, .bigEndian].map { representation in
      PDU(
        callID: 5, body: body,
        authentication: Authentication(
          type: Authentication.ntlm, level: Authentication.privacyLevel, contextID: 1,
          value: .octets(secret), following: body),
        dataRepresentation: representation
      ).encode()
    }
  }

  private func hasText(_ octets: [UInt8]) -> Bool {
    octets.split { !(0x41...0x7A).contains($0) }.contains { $0.count >= 4 }
  }

  @Test(arguments: pdus)
  func `texts become zeros, and length, type, call and status stay`(octets: [UInt8]) throws {
    let result = NamelessPDU.octets(octets)
    #expect(hasText(octets) && !hasText(result))
    #expect(result.count == octets.count && result[..<16] == octets[..<16])
    let (before, after) = (try PDU(decoding: octets), try PDU(decoding: result))
    #expect(after.type == before.type && after.authentication?.type == Authentication.ntlm)
    guard case .fault(let fault) = after.body else { return }
    #expect(fault.status == .cancelled)
  }

  @Test(arguments: pdus)
  func `of a PDU that is not whole the header stays`(octets: [UInt8]) {
    for length in 0..<octets.count {
      let result = NamelessPDU.octets(Array(octets[..<length]))
      #expect(result.count == length && result.prefix(16) == octets[..<min(16, length)])
      #expect(result.dropFirst(16).allSatisfy { $0 == 0 })
    }
  }

  @Test func `a port stays`() {
    let body = PDU.Body.bindAck(
      BindAck(
        maxTransmitFragment: 5840, maxReceiveFragment: 5840,
        associationGroup: AssociationGroupID(rawValue: 9),
        secondaryAddress: SecondaryAddress("1911"), results: [.accepted]))
    let octets = PDU(callID: 5, body: body).encode()
    #expect(NamelessPDU.octets(octets) == octets)
  }
}
