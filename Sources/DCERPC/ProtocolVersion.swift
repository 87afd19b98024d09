/// A version of the RPC protocol: `version_t` of C706, 12.6.3.
package struct ProtocolVersion: Hashable, Sendable {
  package var major: UInt8
  package var minor: UInt8

  package init(major: UInt8, minor: UInt8) {
    self.major = major
    self.minor = minor
  }

  /// 5.0, the version of the connection-oriented protocol, and the only one that Windows
  /// recognises.
  package static let connectionOriented = Self(major: 5, minor: 0)
}

extension ProtocolVersion: PDUElement {
  package init(parsing input: inout PDUReader) throws(PDUError) {
    major = try input.readInteger()
    minor = try input.readInteger()
  }

  package func write(to output: inout PDUWriter) {
    output.writeInteger(major)
    output.writeInteger(minor)
  }

  package var length: Int { 2 }
}

extension ProtocolVersion: CustomStringConvertible {
  package var description: String { "\(major).\(minor)" }
}
