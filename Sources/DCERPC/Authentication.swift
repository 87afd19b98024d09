/// The trailer that authenticates a PDU: `auth_verifier_co_t` of C706, 13.2.6.1, and [MS-RPCE]
/// 2.2.2.11.
package struct Authentication: Equatable, Sendable {
  /// The security provider: ``ntlm``.
  package var type: UInt8
  /// How much is protected: ``connectLevel`` to ``privacyLevel``.
  package var level: UInt8
  /// The number of the security context within its connection.
  package var contextID: UInt32
  /// The octets between the body and the trailer: 0 to 255.
  ///
  /// Where the stub data is encrypted they are too, and no zeros.
  package let padding: Stub
  /// The provider's token: 1 to 65,535 octets.
  package let value: Stub

  /// The provider NTLM (`RPC_C_AUTHN_WINNT`): [MS-RPCE] 2.2.1.1.7.
  package static let ntlm: UInt8 = 10
  /// Only the connection is authenticated: [MS-RPCE] 2.2.1.1.8.
  package static let connectLevel: UInt8 = 2
  /// Every PDU is signed: [MS-RPCE] 2.2.1.1.8.
  package static let integrityLevel: UInt8 = 5
  /// Every PDU is signed and its stub data encrypted: [MS-RPCE] 2.2.1.1.8.
  package static let privacyLevel: UInt8 = 6

  /// A trailer after padding of this length.
  package init(type: UInt8, level: UInt8, contextID: UInt32, padLength: UInt8 = 0, value: Stub) {
    self.init(
      type: type, level: level, contextID: contextID, padding: .zeros(count: Int(padLength)),
      value: value)
  }

  /// A trailer for a PDU with this body, after the padding that it needs.
  package init(
    type: UInt8, level: UInt8, contextID: UInt32, value: Stub, following body: PDU.Body
  ) {
    self.init(
      type: type, level: level, contextID: contextID, padLength: Self.padLength(following: body),
      value: value)
  }

  private init(type: UInt8, level: UInt8, contextID: UInt32, padding: Stub, value: Stub) {
    precondition(
      1...0xFFFF ~= value.count,
      "An authentication value has 1 to 65,535 octets: without one a PDU has no authentication.")
    self.type = type
    self.level = level
    self.contextID = contextID
    self.padding = padding
    self.value = value
  }

  /// The number of octets between the body and the trailer.
  package var padLength: UInt8 { UInt8(padding.count) }

  /// The octets of padding, trailer and value.
  package var length: Int { padding.count + Self.trailerLength + value.count }

  /// The padding after which a trailer is aligned as Windows NT 4 does it.
  ///
  /// It begins at a multiple of 4 (C706, 13.2.6.1), and after stub data at a multiple of 8: of the
  /// MTAs' requests in KB Q159298, 286 octets of stub are followed by 2 of padding and 2 octets by
  /// 6. Newer Windows and Samba pad stub data to 16.
  package static func padLength(following body: PDU.Body) -> UInt8 {
    let alignment =
      switch body {
      case .request, .response, .fault: 8
      default: 4
      }
    return UInt8((PDUHeader.length + body.length).distance(toMultipleOf: alignment))
  }

  /// The octets before the value: type, level, padding's length, one reserved, context id.
  static let trailerLength = 8
}

extension Authentication {
  /// Reads padding, trailer and value, of which the lengths are known.
  init(
    parsing input: inout PDUReader, padLength: Int, valueLength: Int
  ) throws(PDUError) {
    let padding = try input.readOctets(padLength)
    let type: UInt8 = try input.readInteger()
    let level: UInt8 = try input.readInteger()
    try input.skip(2)
    let contextID: UInt32 = try input.readInteger()
    let value = try input.readOctets(valueLength)
    self.init(
      type: type, level: level, contextID: contextID, padding: .octets(padding),
      value: .octets(value))
  }

  /// Adds padding, trailer and value.
  func write(to output: inout PDUWriter) {
    output.writeStub(padding)
    output.writeInteger(type)
    output.writeInteger(level)
    output.writeInteger(padLength)
    output.writeZeros(1)
    output.writeInteger(contextID)
    output.writeStub(value)
  }
}
