/// The name of an interface or of a way to represent its data: `p_syntax_id_t` of C706, 12.6.3.
package struct SyntaxID: Hashable, Sendable {
  package var uuid: UUID128
  package var majorVersion: UInt16
  package var minorVersion: UInt16

  package init(uuid: UUID128, majorVersion: UInt16, minorVersion: UInt16) {
    self.uuid = uuid
    self.majorVersion = majorVersion
    self.minorVersion = minorVersion
  }

  /// The transfer syntax NDR 2.0: C706, 14.
  package static let ndr = Self(0x8a88_5d04_1ceb_11c9_9fe8_0800_2b10_4860, version: 2)
  /// The interface between Exchange MTAs, 2.0: KB Q159298.
  package static let mta = Self(0x9e8e_e830_4459_11ce_979b_00aa_005f_febe, version: 2)
  /// The endpoint mapper's interface, 3.0: KB Q159298.
  package static let endpointMapper = Self(0xe1af_8308_5d1f_11c9_91a4_0800_2b14_a0fa, version: 3)
  /// All zeros: the transfer syntax in the refusal of a presentation context.
  package static let none = Self(0, version: 0)

  private init(_ uuid: UInt128, version: UInt16) {
    self.init(uuid: UUID128(rawValue: uuid), majorVersion: version, minorVersion: 0)
  }
}

extension SyntaxID: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    uuid = try UUID128(parsing: &input)
    // One integer with the major version in its low half, so that the byte order decides which
    // comes first.
    let version: UInt32 = try input.readInteger()
    majorVersion = UInt16(truncatingIfNeeded: version)
    minorVersion = UInt16(truncatingIfNeeded: version >> 16)
  }

  package func write(to output: inout PDUWriter) {
    uuid.write(to: &output)
    output.writeInteger(UInt32(minorVersion) << 16 | UInt32(majorVersion))
  }

  package var length: Int { 20 }
}
