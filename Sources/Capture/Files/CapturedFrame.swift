/// A frame as a capture holds it; its octets stay in the reader's window.
struct CapturedFrame: Equatable {
  /// Its place in the file, from 1, as Wireshark counts.
  var number: Int64
  /// Nanoseconds since 1970-01-01T00:00:00Z; `nil` if the file does not say (simple packet blocks).
  var time: Int64?
  var linkType: LinkType
  /// Where its octets are in the window.
  var octets: Range<Int>
  /// The octets that it had on the wire; more than captured if a snap length cut it.
  var originalLength: Int
}

/// What a reader of one format does.
protocol FrameReader {
  /// The next frame, or `nil` at the end.
  ///
  /// - Throws: ``CaptureFileError`` if the file is damaged, or what its source throws.
  mutating func next(from window: inout OctetWindow) throws -> CapturedFrame?
  /// Whether the file ended within a record, and how many blocks of unknown kinds it has.
  var isCutShort: Bool { get }
  var unknownBlocks: Int { get }
}
