/// Why octets are not a capture that can be read, and where.
package struct CaptureFileError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// It begins like neither pcap nor pcapng.
    case unknownFormat
    /// It ends before its first header does.
    case empty
    /// A version of the format that is not known.
    case unsupportedVersion(major: Int, minor: Int)
    /// The source is compressed and cannot be decompressed; the text says why.
    case compression(String)
    /// A record or block claims a length that none has.
    case badLength(Int64)
    /// A packet belongs to an interface that the section does not describe.
    case unknownInterface(UInt32)
    /// A section's byte order mark is neither one.
    case unknownByteOrder
  }

  package let reason: Reason
  /// The place in the file, or in what it holds compressed, in octets from its start.
  package let offset: Int64

  package init(_ reason: Reason, at offset: Int64) {
    self.reason = reason
    self.offset = offset
  }
}

extension CaptureFileError: CustomStringConvertible {
  /// One sentence: what was found, and where.
  package var description: String { "At octet \(offset) \(reason.clause)." }
}

extension CaptureFileError.Reason {
  fileprivate var clause: String {
    switch self {
    case .unknownFormat: "there is neither a pcap nor a pcapng header"
    case .empty: "it ends before its header does"
    case .unsupportedVersion(let major, let minor):
      "there is version \(major).\(minor) of the format, which is not known"
    case .compression(let text): text
    case .badLength(let length): "there is a length of \(length), which no record has"
    case .unknownInterface(let index):
      "there is a packet of interface \(index), which its section does not describe"
    case .unknownByteOrder: "there is a section with an unknown byte order"
    }
  }
}
