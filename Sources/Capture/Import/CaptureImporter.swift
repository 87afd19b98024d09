package import TraceModel

/// What of a capture is read.
package struct CaptureSelection: Sendable {
  /// Ports of TCP whose connections carry DCE/RPC, besides those that are recognised.
  package var ports: Set<UInt16> = []
  /// If any are given, the addresses of which one has to be an end of a packet.
  package var addresses: Set<NetworkAddress> = []
  /// The time within which a frame has to lie, since the first frame.
  package var interval: ClosedRange<TraceInstant>?

  package init() {}
}

/// What came of an import.
package struct ImportSummary: Equatable, Sendable {
  package var frames: Int64
  /// Octets of the file; of a compressed one, of what it holds.
  package var octets: Int64
  /// PDUs by PTYPE.
  package var pdus: [Int]
  package var unread: [UnreadCount]
  /// Whether the file ends within a frame.
  package var isCutShort: Bool
  /// What is wrong with the file, if its end was not reached for that.
  package var damage: CaptureFileError?
}

/// Turns a capture into the events of a run.
///
/// Memory does not grow with the capture: what waits for missing packets, and how many connections
/// are followed at once, have limits, and what is given up for them is counted.
package final class CaptureImporter {
  /// The rules by which captures become events; another version may make others.
  package static let version = "1"

  private var reader: CaptureReader
  private let selection: CaptureSelection

  /// Reads the beginning of a capture.
  ///
  /// - Throws: ``CaptureFileError`` if it is none, or what the source throws.
  package init(
    _ source: any OctetSource, _ selection: CaptureSelection = CaptureSelection()
  ) throws {
    reader = try CaptureReader(source)
    self.selection = selection
  }

  /// Reads the rest, as one run.
  ///
  /// - Parameters:
  ///   - name: What the run is called: the file's name.
  ///   - progress: Called now and then with how many octets were read, and how many frames; what
  ///     it throws ends the import.
  /// - Throws: What the source, the sink or `progress` throws. A damaged file is no error here: it
  ///   ends the import, and the summary says so.
  package func run(
    named name: String, into sink: any CaptureSink,
    progress: (_ octets: Int64, _ frames: Int64) throws -> Void = { _, _ in }
  ) throws -> ImportSummary {
    var damage: CaptureFileError?
    // A local value, since every frame changes it many times.
    var frames = FrameImport(selection)
    var tracker: SessionTracker?
    do {
      while let frame = try reader.next() {
        if tracker == nil { tracker = try begin(named: name, at: frame.time ?? 0, sink) }
        frames.read(frame, in: reader.octets.span)
        try tracker?.tell(&frames.findings, atEnd: false)
        if frames.count & 0xfff == 0 { try progress(reader.position, frames.count) }
      }
    } catch let error as CaptureFileError {
      damage = error
      frames.findings.unread.add(.fileDamaged, frame: frames.count + 1)
    }
    let known = try tracker ?? begin(named: name, at: 0, sink)
    try finish(&frames, known, sink)
    return ImportSummary(
      frames: frames.count, octets: reader.position, pdus: known.counts,
      unread: frames.findings.unread.counts,
      isCutShort: reader.isCutShort, damage: damage)
  }

  private func begin(
    named name: String, at time: Int64, _ sink: any CaptureSink
  ) throws -> SessionTracker {
    try sink.begin(
      RunHeader(
        scenario: name, build: "unknown", seed: 0, engineVersion: Self.version, source: .capture,
        parameters: [Parameter(name: "capture.start", value: "\(time)")], hosts: [],
        duration: .zero))
    return SessionTracker(sink, start: time)
  }

  private func finish(
    _ frames: inout FrameImport, _ tracker: SessionTracker, _ sink: any CaptureSink
  ) throws {
    frames.end()
    try tracker.tell(&frames.findings, atEnd: true)
    if reader.isCutShort { frames.findings.unread.add(.fileCutShort, frame: frames.count + 1) }
    frames.findings.unread.add(.unknownBlock, times: reader.unknownBlocks)
    frames.findings.unread.add(.fragmentsIncomplete, times: frames.incompleteFragments)
    for count in frames.findings.unread.counts { try sink.count(count) }
    // Silence at the end is part of what the capture shows.
    tracker.advance(to: frames.lastTime)
    try sink.end(.finished, at: tracker.time)
  }
}
