import DCERPC
import Testing

/// What only a mistake of the program can do.
struct LimitTests {
  @Test func `the longest PDU can be encoded`() throws {
    let body = PDU.Body.response(
      Response(allocationHint: 0, contextID: 0, stub: .zeros(count: 65_535 - 24)))
    let octets = PDU(callID: 1, body: body).encode()
    #expect(octets.count == 65_535)
    #expect(try PDU(decoding: octets).body == body)
  }

  @Test func `a PDU that no fragment can hold is not encoded`() async {
    await #expect(processExitsWith: .failure) {
      let body = PDU.Body.response(
        Response(allocationHint: 0, contextID: 0, stub: .zeros(count: 65_536 - 24)))
      _ = PDU(callID: 1, body: body).encode()
    }
  }

  @Test func `a list of 255 contexts is the longest`() throws {
    let bind = Bind(
      maxTransmitFragment: 0, maxReceiveFragment: 0, associationGroup: nil,
      contexts: Array(repeating: .mta, count: 255))
    let octets = PDU(callID: 1, body: .bind(bind)).encode()
    #expect(octets.count == 28 + 255 * 44)
    #expect(try PDU(decoding: octets).body == .bind(bind))
  }

  @Test func `a list of 256 contexts is not encoded`() async {
    await #expect(processExitsWith: .failure) {
      let bind = Bind(
        maxTransmitFragment: 0, maxReceiveFragment: 0, associationGroup: nil,
        contexts: Array(repeating: .mta, count: 256))
      _ = PDU(callID: 1, body: .bind(bind)).encode()
    }
  }

  @Test func `an authentication without a value is not made`() async {
    await #expect(processExitsWith: .failure) {
      _ = Authentication(
        type: Authentication.ntlm, level: Authentication.connectLevel, contextID: 0,
        value: .empty)
    }
  }
}
