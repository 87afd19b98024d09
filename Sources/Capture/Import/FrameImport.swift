import TraceModel

/// Frames on their way to what streams show, from the outside in.
struct FrameImport {
  private let selection: CaptureSelection
  private var connections = ConnectionTable()
  private var fragments = FragmentTable()
  /// The time of the first frame.
  private var start: Int64?
  /// How many frames there were, and the latest time of any.
  private(set) var count: Int64 = 0
  private(set) var lastTime: Int64 = 0
  var findings: WireFindings

  init(_ selection: CaptureSelection) {
    self.selection = selection
    findings = WireFindings(ports: selection.ports)
  }

  /// Fragments of packets that were given up, or that are not yet whole.
  var incompleteFragments: Int { fragments.abandoned + fragments.waitingFragments }

  /// Ends all connections.
  mutating func end() { connections.endAll(&findings) }

  /// Reads a frame, whose octets are a range of these.
  mutating func read(_ frame: CapturedFrame, in octets: Span<UInt8>) {
    if start == nil { start = frame.time ?? 0 }
    count = frame.number
    lastTime = max(lastTime, frame.time ?? 0)
    let stamp = OctetStream.Stamp(frame: frame.number, time: frame.time ?? 0)
    guard isChosen(stamp.time) else {
      findings.unread.add(.filtered, octets: frame.octets.count, frame: stamp.frame)
      return
    }
    // A length that lies must not have more memory than the longest packet.
    let cut = min(
      max(0, frame.originalLength - frame.octets.count), Int(CaptureReader.greatestFrame))
    if cut > 0 { findings.unread.add(.snappedFrame, octets: cut, frame: stamp.frame) }
    readLink(octets.extracting(frame.octets), frame.linkType, cut: cut, stamp)
  }

  private func isChosen(_ time: Int64) -> Bool {
    guard let interval = selection.interval else { return true }
    let (offset, overflow) = time.subtractingReportingOverflow(start ?? 0)
    return !overflow && interval.contains(TraceInstant(nanoseconds: offset))
  }

  private mutating func readLink(
    _ octets: Span<UInt8>, _ linkType: LinkType, cut: Int, _ stamp: OctetStream.Stamp
  ) {
    switch LinkLayer.content(of: octets, linkType) {
    case .internet(let offset): readInternet(octets, at: offset, cut: cut, stamp)
    case .other: findings.unread.add(.notInternet, octets: octets.count, frame: stamp.frame)
    case .unknownLinkType:
      findings.unread.add(.unknownLinkType, octets: octets.count, frame: stamp.frame)
    }
  }

  private mutating func readInternet(
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

  private mutating func readTransport(
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
