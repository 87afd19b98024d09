/// The 16 octets that begin every PDU: the common fields of C706, 12.6.
package struct PDUHeader: Equatable, Sendable {
  package var version: ProtocolVersion
  package var type: PDUType
  package var flags: PDUFlags
  package var dataRepresentation: DataRepresentation
  /// The octets of the whole PDU, header and authentication included.
  package var fragmentLength: UInt16
  /// The octets of the authentication's value alone; 0 means that there is no authentication.
  package var authenticationLength: UInt16
  package var callID: UInt32

  /// The octets of every header.
  package static let length = 16

  /// The length of the PDU that begins with these octets, or `nil` for fewer than the ten that say
  /// it.
  ///
  /// It looks at nothing but the byte order and the length, so that a stream can be cut even at a
  /// PDU that cannot be read.
  ///
  /// - Throws: ``PDUError`` if the byte order is unknown or the length is less than 16.
  package static func fragmentLength(in octets: Span<UInt8>) throws(PDUError) -> Int? {
    guard octets.count >= 10 else { return nil }
    var input = PDUReader(octets)
    try input.skip(4)
    input.byteOrder = try DataRepresentation(parsing: &input).byteOrder
    return Int(try readFragmentLength(from: &input))
  }

  private static func readFragmentLength(
    from input: inout PDUReader
  ) throws(PDUError) -> UInt16 {
    let offset = input.offset
    let length: UInt16 = try input.readInteger()
    guard length >= Self.length else {
      throw PDUError(.fragmentTooShort(length: Int(length)), at: offset)
    }
    return length
  }
}

extension PDUHeader: PDUElement {
  /// Reads a header, and tells the reader the byte order and the flags of what follows.
  package init(parsing input: inout PDUReader) throws(PDUError) {
    version = try ProtocolVersion(parsing: &input)
    guard version.major == 5, version.minor <= 1 else {
      throw PDUError(.unsupportedVersion(version), at: 0)
    }
    let typeOffset = input.offset
    let typeCode: UInt8 = try input.readInteger()
    guard let type = PDUType(rawValue: typeCode) else {
      throw PDUError(.unknownType(typeCode), at: typeOffset)
    }
    self.type = type
    flags = PDUFlags(rawValue: try input.readInteger())
    dataRepresentation = try DataRepresentation(parsing: &input)
    input.byteOrder = dataRepresentation.byteOrder
    input.flags = flags
    fragmentLength = try Self.readFragmentLength(from: &input)
    authenticationLength = try input.readInteger()
    callID = try input.readInteger()
  }

  /// Adds a header, and tells the writer the byte order of what follows.
  package func write(to output: inout PDUWriter) {
    version.write(to: &output)
    output.writeInteger(type.rawValue)
    output.writeInteger(flags.rawValue)
    dataRepresentation.write(to: &output)
    output.byteOrder = dataRepresentation.byteOrder
    output.writeInteger(fragmentLength)
    output.writeInteger(authenticationLength)
    output.writeInteger(callID)
  }

  package var length: Int { Self.length }
}
