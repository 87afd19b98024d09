import DCERPC
import Testing

struct StubTests {
  @Test(arguments: [
    (Stub.zeros(count: 2), Stub.octets([0, 0]), true),
    (.octets([0, 0]), .zeros(count: 2), true),
    (.zeros(count: 0), .octets([]), true),
    (.zeros(count: 2), .zeros(count: 2), true),
    (.octets([1, 2]), .octets([1, 2]), true),
    (.zeros(count: 2), .octets([0, 1]), false),
    (.zeros(count: 2), .octets([0]), false),
    (.zeros(count: 2), .zeros(count: 3), false),
    (.octets([1, 2]), .octets([2, 1]), false),
  ])
  func `stubs are equal by their octets on the wire`(a: Stub, b: Stub, equal: Bool) {
    #expect((a == b) == equal)
  }

  @Test func `zeros are sent and come back as octets`() throws {
    let body = PDU.Body.request(
      Request(allocationHint: 3, contextID: 0, opnum: 0, stub: .zeros(count: 3)))
    let octets = PDU(callID: 1, body: body).encode()
    #expect(octets.suffix(3) == [0, 0, 0])
    guard case .request(let request) = try PDU(decoding: octets).body,
      case .octets(let stub) = request.stub
    else {
      Issue.record("the stub was not decoded as octets")
      return
    }
    #expect(stub == [0, 0, 0])
  }
}
