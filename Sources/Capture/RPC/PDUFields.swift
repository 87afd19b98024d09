import DCERPC

/// The fields of a PDU's body that events have; `nil` where it is too short or has none.
struct PDUFields: Equatable {
  /// A presentation context that a bind or an alter_context proposes.
  struct Context: Equatable {
    var id: UInt16
    var interface: SyntaxID
  }

  var group: UInt32?
  /// The reject reason of a bind_nak, or the status of a fault.
  var code: UInt32?
  var context: UInt16?
  var opnum: UInt16?
  var contexts: [Context] = []

  /// Reads what is there, however much is missing or malformed behind it.
  init(_ pdu: CapturedPDU) {
    let octets = pdu.octets.span
    let order = pdu.header.order
    let end = min(octets.count, pdu.header.fragmentLength)
    let body = octets.extracting(..<end)
    switch PDUType(rawValue: pdu.header.type) {
    case .request:
      context = body.integer(UInt16.self, at: 20, order)
      opnum = body.integer(UInt16.self, at: 22, order)
    case .response:
      context = body.integer(UInt16.self, at: 20, order)
    case .fault:
      context = body.integer(UInt16.self, at: 20, order)
      code = body.integer(UInt32.self, at: 24, order)
    case .bind, .alterContext:
      group = body.integer(UInt32.self, at: 20, order)
      contexts = Self.contexts(body, order)
    case .bindAck, .alterContextResponse:
      group = body.integer(UInt32.self, at: 20, order)
    case .bindNak:
      code = body.integer(UInt16.self, at: 16, order).map { UInt32($0) }
    default: break
    }
  }

  /// The list of C706, 12.6.3.1, as far as it goes.
  private static func contexts(_ body: Span<UInt8>, _ order: ByteOrder) -> [Context] {
    guard let count = body.octet(at: 24) else { return [] }
    var contexts: [Context] = []
    var place = 28
    for _ in 0..<count {
      guard let id = body.integer(UInt16.self, at: place, order),
        let syntaxes = body.octet(at: place + 2),
        let interface = syntax(body, at: place + 4, order)
      else { break }
      contexts.append(Context(id: id, interface: interface))
      place += 24 + 20 * Int(syntaxes)
    }
    return contexts
  }

  private static func syntax(_ body: Span<UInt8>, at place: Int, _ order: ByteOrder) -> SyntaxID? {
    guard let timeLow = body.integer(UInt32.self, at: place, order),
      let timeMid = body.integer(UInt16.self, at: place + 4, order),
      let timeHigh = body.integer(UInt16.self, at: place + 6, order),
      let last = body.integer(UInt64.self, at: place + 8, .big),
      let version = body.integer(UInt32.self, at: place + 16, order)
    else { return nil }
    let high = UInt64(timeLow) << 32 | UInt64(timeMid) << 16 | UInt64(timeHigh)
    return SyntaxID(
      uuid: UUID128(rawValue: UInt128(high) << 64 | UInt128(last)),
      majorVersion: UInt16(truncatingIfNeeded: version),
      minorVersion: UInt16(truncatingIfNeeded: version >> 16))
  }
}
