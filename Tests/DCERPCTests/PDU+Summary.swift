import DCERPC

extension PDU {
  /// The PDU in one line, in the notation of the fixtures.
  var summary: String {
    var words = [
      type.wireName, "minor=\(version.minor)", "flags=\(hexadecimal(flags.rawValue, digits: 2))",
      dataRepresentation.byteOrder == .little ? "le" : "be", "frag=\(fragmentLength)",
      "auth=\(authentication?.value.count ?? 0)", "call=\(callID)",
    ]
    words += body.words
    if let authentication {
      words += [
        "auth_type=\(authentication.type)", "level=\(authentication.level)",
        "auth_ctx=\(authentication.contextID)", "pad=\(authentication.padLength)",
      ]
    }
    return words.joined(separator: " ")
  }
}

extension PDU.Body {
  fileprivate var words: [String] {
    switch self {
    case .request(let body):
      ["hint=\(body.allocationHint)", "ctx=\(body.contextID)", "opnum=\(body.opnum)"]
        + (body.object.map { ["object=\($0)"] } ?? [])
    case .response(let body):
      ["hint=\(body.allocationHint)", "ctx=\(body.contextID)", "cancels=\(body.cancelCount)"]
    case .fault(let body):
      [
        "hint=\(body.allocationHint)", "ctx=\(body.contextID)", "cancels=\(body.cancelCount)",
        "status=\(hexadecimal(body.status.rawValue, digits: 8))",
      ]
    case .bind(let body), .alterContext(let body):
      [
        "sizes=\(body.maxTransmitFragment)/\(body.maxReceiveFragment)",
        "group=\(body.associationGroup?.rawValue ?? 0)",
      ] + body.contexts.map(\.word)
    case .bindAck(let body), .alterContextResponse(let body):
      [
        "sizes=\(body.maxTransmitFragment)/\(body.maxReceiveFragment)",
        "group=\(body.associationGroup?.rawValue ?? 0)",
        "address=\(body.secondaryAddress == .none ? "-" : body.secondaryAddress.text ?? "?")",
      ] + body.results.map(\.word)
    case .bindNak(let body): ["reason=\(body.reason.rawValue)"]
    case .auth3, .shutdown, .coCancel, .orphaned: []
    }
  }
}

extension PresentationContext {
  fileprivate var word: String {
    let interface =
      "\(abstractSyntax.uuid)/\(abstractSyntax.majorVersion).\(abstractSyntax.minorVersion)"
    return transferSyntaxes.reduce("ctx=\(id)/\(interface)") {
      "\($0)/\($1.uuid)/\($1.majorVersion)"
    }
  }
}

extension ContextResult {
  /// The judge says no reason where the context is not rejected.
  fileprivate var word: String {
    let reason = outcome == .providerRejection ? "\(reason.rawValue)" : "-"
    return "result=\(outcome.rawValue)/\(reason)/\(transferSyntax.uuid)"
      + "/\(transferSyntax.majorVersion)"
  }
}

extension PDUType {
  /// The type as C706 spells it.
  fileprivate var wireName: String {
    switch self {
    case .request: "request"
    case .response: "response"
    case .fault: "fault"
    case .bind: "bind"
    case .bindAck: "bind_ack"
    case .bindNak: "bind_nak"
    case .alterContext: "alter_context"
    case .alterContextResponse: "alter_context_resp"
    case .auth3: "auth3"
    case .shutdown: "shutdown"
    case .coCancel: "co_cancel"
    case .orphaned: "orphaned"
    }
  }
}

private func hexadecimal(_ value: some UnsignedInteger & FixedWidthInteger, digits: Int) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: digits - text.count) + text
}
