import DCERPC
import Testing

/// PDUs of real clients and servers, judged by tshark.
struct CapturedPDUTests {
  @Test func `there are hundreds of PDUs, of every type and both byte orders`() throws {
    let pdus = try WireFixture.captured.map { try PDU(decoding: $0.octets) }
    #expect(pdus.count >= 300)
    #expect(PDUType.allCases.allSatisfy { type in pdus.contains { $0.type == type } })
    #expect(pdus.count { $0.dataRepresentation.byteOrder == .big } >= 20)
    #expect(pdus.count { $0.authentication != nil } >= 50)
  }

  @Test(arguments: WireFixture.captured)
  func `a captured PDU reads as tshark reads it`(fixture: WireFixture) throws {
    #expect(try PDU(decoding: fixture.octets).summary == fixture.expectation)
  }

  @Test(arguments: WireFixture.captured)
  func `encoding a captured PDU again gives its octets`(fixture: WireFixture) throws {
    let pdu = try PDU(decoding: fixture.octets)
    #expect(pdu.encode() == fixture.octets)
    #expect(pdu.fragmentLength == fixture.octets.count)
  }

  @Test(arguments: WireFixture.captured)
  func `ten octets of a captured PDU say its length, and nine do not`(
    fixture: WireFixture
  ) throws {
    let ten = Array(fixture.octets[..<10])
    let nine = Array(fixture.octets[..<9])
    let length = try PDUHeader.fragmentLength(in: ten.span)
    let unknown = try PDUHeader.fragmentLength(in: nine.span)
    #expect(length == fixture.octets.count)
    #expect(unknown == nil)
  }

  @Test(arguments: WireFixture.refused)
  func `a PDU that breaks the protocol is refused at the field at fault`(
    fixture: WireFixture
  ) throws {
    let error = try #require(throws: PDUError.self) { try PDU(decoding: fixture.octets) }
    let reason = "\(error.reason)".prefix { $0 != "(" }
    #expect("\(reason) at=\(error.offset)" == fixture.expectation)
  }

  @Test func `there are PDUs that break the protocol`() {
    #expect(WireFixture.refused.count == 10)
  }
}
