/// Messages of NTLM as far as a trace tells them: [MS-NLMP] 2.2.
///
/// Sizes are the trace's. Names of domains and users, responses and keys are in no trace: they are
/// empty or zeros.
enum NTLMToken {
  /// Both sides know Unicode and OEM text, NTLM, signatures: [MS-NLMP] 2.2.2.5.
  private static let flags: UInt32 = 0x0000_8217
  /// The client names its workstation, in OEM text: [MS-NLMP] 2.2.2.5, `L`.
  private static let namesWorkstation: UInt32 = 0x0000_2000
  private static let signature = Array("NTLMSSP\0".utf8)

  /// The client's first message, NEGOTIATE_MESSAGE: [MS-NLMP] 2.2.1.1.
  ///
  /// One of fewer than 32 octets names nothing.
  static func negotiate(workstation: String, count: Int) -> [UInt8] {
    let header = 32
    let letters = workstation.uppercased().utf8.filter { $0 < 0x80 }
    let name = letters.prefix(max(0, count - header))
    var token = signature
    token.appendLittleEndian(UInt32(1))
    token.appendLittleEndian(flags | (count >= header ? namesWorkstation : 0))
    appendField(count: 0, at: header, to: &token)
    appendField(count: name.count, at: header, to: &token)
    return sized(token + name, to: count)
  }

  /// The server's answer, CHALLENGE_MESSAGE, without a target: [MS-NLMP] 2.2.1.2.
  static func challenge(_ number: UInt64, count: Int) -> [UInt8] {
    var token = signature
    token.appendLittleEndian(UInt32(2))
    appendField(count: 0, at: 40, to: &token)
    token.appendLittleEndian(flags)
    token.appendLittleEndian(number)
    return sized(token, to: count)
  }

  /// The client's last message, AUTHENTICATE_MESSAGE: [MS-NLMP] 2.2.1.3.
  static func authenticate(workstation: String, count: Int) -> [UInt8] {
    let header = 64
    let response = 24
    let room = max(0, count - header - 2 * response)
    let name = Array(workstation.uppercased().utf16.prefix(room / 2))
    var token = signature
    token.appendLittleEndian(UInt32(3))
    appendField(count: response, at: header, to: &token)
    appendField(count: response, at: header + response, to: &token)
    for _ in 0..<2 { appendField(count: 0, at: header, to: &token) }
    appendField(count: 2 * name.count, at: header + 2 * response, to: &token)
    appendField(count: 0, at: header, to: &token)
    token.appendLittleEndian(flags)
    token += [UInt8](repeating: 0, count: 2 * response)
    for unit in name { token.appendLittleEndian(unit) }
    return sized(token, to: count)
  }

  /// The signature of a PDU, NTLMSSP_MESSAGE_SIGNATURE, version 1: [MS-NLMP] 2.2.2.9.
  static func messageSignature(count: Int) -> [UInt8] { sized([1], to: count) }

  /// Length, room and offset of a part: [MS-NLMP] 2.2.1.1, `DomainNameFields`.
  private static func appendField(count: Int, at offset: Int, to token: inout [UInt8]) {
    token.appendLittleEndian(UInt16(clamping: count))
    token.appendLittleEndian(UInt16(clamping: count))
    token.appendLittleEndian(UInt32(clamping: offset))
  }

  private static func sized(_ token: [UInt8], to count: Int) -> [UInt8] {
    Array(token.prefix(count)) + [UInt8](repeating: 0, count: max(0, count - token.count))
  }
}
