import DCERPC

/// A captured PDU without what may name somebody: its sizes and its protocol's fields are all that
/// is left.
///
/// Zeros replace stub data, objects, authentication tokens with their padding, secondary addresses
/// that are no port, and whatever lies in reserved fields. Interfaces stay, which say what is
/// spoken. Of a PDU that cannot be read, or was not captured whole, the header stays.
package enum NamelessPDU {
  /// The octets of a PDU without names, as many as before.
  package static func octets(_ octets: [UInt8]) -> [UInt8] {
    if let pdu = try? PDU(decoding: octets) {
      let result = nameless(pdu).encode()
      if result.count == octets.count { return result }
    }
    let header = min(octets.count, PDUOutline.length)
    return octets[..<header] + [UInt8](repeating: 0, count: octets.count - header)
  }

  private static func nameless(_ pdu: PDU) -> PDU {
    var pdu = pdu
    pdu.body = nameless(pdu.body)
    pdu.authentication = pdu.authentication.map { given in
      Authentication(
        type: given.type, level: given.level, contextID: given.contextID,
        padLength: given.padLength, value: .zeros(count: given.value.count))
    }
    return pdu
  }

  private static func nameless(_ body: PDU.Body) -> PDU.Body {
    switch body {
    case .request(var request):
      request.stub = .zeros(count: request.stub.count)
      request.object = request.object.map { _ in UUID128.zero }
      return .request(request)
    case .response(var response):
      response.stub = .zeros(count: response.stub.count)
      return .response(response)
    case .fault(var fault):
      fault.stub = .zeros(count: fault.stub.count)
      return .fault(fault)
    case .bindAck(var answer):
      answer.secondaryAddress = nameless(answer.secondaryAddress)
      return .bindAck(answer)
    case .alterContextResponse(var answer):
      answer.secondaryAddress = nameless(answer.secondaryAddress)
      return .alterContextResponse(answer)
    case .bindNak(var refusal):
      refusal.trailing = .zeros(count: refusal.trailing.count)
      return .bindNak(refusal)
    case .auth3(let last): return .auth3(Auth3(padding: .zeros(count: last.padding.count)))
    case .bind, .alterContext, .shutdown, .coCancel, .orphaned: return body
    }
  }

  private static func nameless(_ address: SecondaryAddress) -> SecondaryAddress {
    if let text = address.text, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return address
    }
    return SecondaryAddress(octets: [UInt8](repeating: 0, count: address.octets.count))
  }
}
