/// Reads the frames of a capture in the order of the file: pcap or pcapng, compressed or not.
struct CaptureReader {
  private var window: OctetWindow
  private var format: any FrameReader
  /// When the frame before was captured: the time of one that has none of its own.
  private var lastTime: Int64 = 0

  /// The octets of the longest frame that Wireshark writes from a network.
  static let greatestFrame: Int64 = 262_144

  /// Reads as far as the file's first header.
  ///
  /// - Throws: ``CaptureFileError`` if it is no capture, or what the source throws.
  init(_ source: any OctetSource) throws {
    var window = OctetWindow(source)
    _ = try window.require(4)
    if window.available >= 2, Array(window.octets.prefix(2)) == GzipSource.magic {
      window = OctetWindow(try GzipSource(WindowSource(window)))
      _ = try window.require(4)
    }
    if PcapReader.matches(window.octets.span) {
      format = try PcapReader(&window)
    } else if PcapngReader.matches(window.octets.span) {
      format = PcapngReader()
    } else {
      throw CaptureFileError(window.available < 4 ? .empty : .unknownFormat, at: 0)
    }
    self.window = window
  }

  /// The next frame, or `nil` at the end.
  mutating func next() throws -> CapturedFrame? {
    guard var frame = try format.next(from: &window) else { return nil }
    lastTime = frame.time ?? lastTime
    frame.time = lastTime
    return frame
  }

  /// What ``CapturedFrame/octets`` is a range of, until the next frame is read.
  var octets: [UInt8] { window.octets }
  /// How much of the file has been read, in octets; of a compressed one, of what it holds.
  var position: Int64 { window.position }
  /// Whether the file ended within a record.
  var isCutShort: Bool { format.isCutShort }
  /// How many blocks of unknown kinds it had.
  var unknownBlocks: Int { format.unknownBlocks }
}

/// What is left in a window as a source.
private struct WindowSource: OctetSource {
  private var window: OctetWindow

  init(_ window: OctetWindow) { self.window = window }

  mutating func read(upTo count: Int, into octets: inout [UInt8]) throws -> Int {
    guard try window.require(1) else { return 0 }
    let length = min(count, window.available)
    octets += window.octets[window.start..<window.start + length]
    window.consume(length)
    return length
  }
}
