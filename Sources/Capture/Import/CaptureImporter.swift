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
  private var findings: WireFindings
  private var connections = ConnectionTable()
  private var fragments = FragmentTable()
  private var frames: Int64 = 0
  private var start: Int64?
  private var lastTime: Int64 = 0
  private var tracker: SessionTracker?

  /// Reads the beginning of a capture.
  ///
  /// - Throws: ``CaptureFileError`` if it is none, or what the source throws.
  package init(
    _ source: any OctetSource, _ selection: CaptureSelection = CaptureSelection()
  ) throws {
    reader = try CaptureReader(source)
    self.selection = selection
    findings = WireFindings(ports: selection.ports)
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
    do {
      while let frame = try reader.next() {
        if start == nil { try begin(named: name, at: frame.time ?? 0, sink) }
        frames = frame.number
        lastTime = max(lastTime, frame.time ?? 0)
        read(frame)
        try tell(atEnd: false)
        if frames & 0xfff == 0 { try progress(reader.position, frames) }
      }
    } catch let error as CaptureFileError {
      damage = error
      findings.unread.add(.fileDamaged, frame: frames + 1)
    }
    if start == nil { try begin(named: name, at: 0, sink) }
    try finish(sink)
    return ImportSummary(
      frames: frames, octets: reader.position, pdus: tracker?.counts ?? [],
      unread: findings.unread.counts,
      isCutShort: reader.isCutShort, damage: damage)
  }

  private func begin(named name: String, at time: Int64, _ sink: any CaptureSink) throws {
    start = time
    tracker = SessionTracker(sink, start: time)
    try sink.begin(
      RunHeader(
        scenario: name, build: "unknown", seed: 0, engineVersion: Self.version, source: .capture,
        parameters: [Parameter(name: "capture.start", value: "\(time)")], hosts: [],
        duration: .zero))
  }

  private func finish(_ sink: any CaptureSink) throws {
    connections.endAll(&findings)
    try tell(atEnd: true)
    if reader.isCutShort { findings.unread.add(.fileCutShort, frame: frames + 1) }
    findings.unread.add(.unknownBlock, times: reader.unknownBlocks)
    findings.unread.add(
      .fragmentsIncomplete, times: fragments.abandoned + fragments.waitingFragments)
    for count in findings.unread.counts { try sink.count(count) }
    // Silence at the end is part of what the capture shows.
    tracker?.advance(to: lastTime)
    try sink.end(.finished, at: tracker?.time ?? .start)
  }

  private func tell(atEnd: Bool) throws {
    while let event = findings.order.next(atEnd: atEnd) {
      let hasRoom = try tracker?.tell(event) ?? true
      if !hasRoom { findings.unread.add(.tooManyHosts, frame: event.stamp.frame) }
    }
  }
}

// Frames, from the outside in.
extension CaptureImporter {
  private func read(_ frame: CapturedFrame) {
    let stamp = OctetStream.Stamp(frame: frame.number, time: frame.time ?? 0)
    guard isChosen(stamp.time) else {
      findings.unread.add(.filtered, octets: frame.octets.count, frame: stamp.frame)
      return
    }
    // A length that lies must not have more memory than the longest packet.
    let cut = min(
      max(0, frame.originalLength - frame.octets.count), Int(CaptureReader.greatestFrame))
    if cut > 0 { findings.unread.add(.snappedFrame, octets: cut, frame: stamp.frame) }
    readLink(reader.octets.span.extracting(frame.octets), frame.linkType, cut: cut, stamp)
  }

  private func isChosen(_ time: Int64) -> Bool {
    guard let interval = selection.interval else { return true }
    let (offset, overflow) = time.subtractingReportingOverflow(start ?? 0)
    return !overflow && interval.contains(TraceInstant(nanoseconds: offset))
  }

  private func readLink(
    _ octets: Span<UInt8>, _ linkType: LinkType, cut: Int, _ stamp: OctetStream.Stamp
  ) {
    switch LinkLayer.content(of: octets, linkType) {
    case .internet(let offset): readInternet(octets, at: offset, cut: cut, stamp)
    case .other: findings.unread.add(.notInternet, octets: octets.count, frame: stamp.frame)
    case .unknownLinkType:
      findings.unread.add(.unknownLinkType, octets: octets.count, frame: stamp.frame)
    }
  }

  private func readInternet(
    _ octets: Span<UInt8>, at offset: Int, cut: Int, _ stamp: OctetStream.Stamp
  ) {
    guard let packet = InternetPacket(octets, at: offset, cut: cut) else {
      findings.unread.add(.badInternetHeader, octets: octets.count, frame: stamp.frame)
      return
    }
    let chosen = selection.addresses
    guard chosen.isEmpty || chosen.contains(packet.source) || chosen.contains(packet.destination)
    else {
      findings.unread.add(.filtered, octets: octets.count, frame: stamp.frame)
      return
    }
    if let fragment = packet.fragment {
      guard let whole = fragments.add(packet, fragment, in: octets) else { return }
      readTransport(packet, whole.span, 0..<whole.count, missing: 0, stamp)
    } else {
      readTransport(packet, octets, packet.payload, missing: packet.missing, stamp)
    }
  }

  private func readTransport(
    _ packet: InternetPacket, _ octets: Span<UInt8>, _ range: Range<Int>, missing: Int,
    _ stamp: OctetStream.Stamp
  ) {
    guard packet.payloadProtocol == 6 else {
      findings.unread.add(.notTCP, octets: range.count, frame: stamp.frame)
      return
    }
    guard let segment = TCPSegment(octets, range, missing: missing) else {
      findings.unread.add(.badTCPHeader, octets: range.count, frame: stamp.frame)
      return
    }
    connections.take(
      segment, octets.extracting(segment.payload), from: packet.source, to: packet.destination,
      stamp, &findings)
  }
}
