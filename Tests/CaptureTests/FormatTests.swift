import DCERPC
import Testing
import TraceModel

@testable import Capture

/// One conversation in every form that captures have it in.
struct FormatTests {
  let fixture = Fixture("s4_rpcclient_tcp_sign.pcap")

  /// The truth, with times as precise as microseconds.
  private func expectTruth(_ octets: [UInt8], sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    let trace = try ImportedTrace.of(octets)
    #expect(trace.pdus == (try fixture.truth), sourceLocation: sourceLocation)
  }

  @Test(arguments: [ByteOrder.big, .little])
  func `pcap is read in both byte orders, with micro- and nanoseconds`(order: ByteOrder) throws {
    try expectTruth(TestCapture.pcap(try fixture.frames, order))
    try expectTruth(TestCapture.pcap(try fixture.frames, order, nanoseconds: true))
  }

  @Test(arguments: [ByteOrder.big, .little])
  func `pcapng is read in both byte orders`(order: ByteOrder) throws {
    let file = TestCapture.pcapng(try fixture.frames, order)
    try expectTruth(file)
    #expect(try ImportedTrace.of(file).count(of: "unknown_block") == 1)
  }

  @Test func `sections of both byte orders follow each other`() throws {
    let frames = try fixture.frames
    let half = frames.count / 2
    try expectTruth(
      TestCapture.pcapng(Array(frames[..<half]), .big)
        + TestCapture.pcapng(Array(frames[half...]), .little))
  }

  @Test(arguments: [
    ("raw IP", 101, [UInt8]()), ("raw IP of BSD", 12, []), ("IPv4 alone", 228, []),
    ("loopback, little endian", 0, [2, 0, 0, 0]), ("loopback, big endian", 0, [0, 0, 0, 2]),
    ("loopback of OpenBSD", 108, [0, 0, 0, 2]),
    ("Linux cooked", 113, [0, 0, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0]),
    (
      "Linux cooked, version 2", 276,
      [8, 0, 0, 0, 0, 0, 0, 1, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0]
    ),
    ("a VLAN tag", 1, [UInt8](repeating: 2, count: 12) + [0x81, 0, 0, 5, 8, 0]),
    (
      "two VLAN tags", 1,
      [UInt8](repeating: 2, count: 12) + [0x88, 0xa8, 0, 7, 0x81, 0, 0, 5, 8, 0]
    ),
    (
      "Linux cooked with a VLAN tag", 113,
      [0, 0, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0x81, 0, 0, 5, 8, 0]
    ),
  ])
  func `a packet is found behind every link layer`(
    name: String, link: UInt32, header: [UInt8]
  ) throws {
    let frames = try fixture.frames.map { $0.behind(header, link: link) }
    try expectTruth(TestCapture.pcapng(frames, .little))
  }

  @Test func `interfaces of several link types are read in one capture`() throws {
    var frames = try fixture.frames
    for place in frames.indices where place % 2 == 0 {
      frames[place] = frames[place].behind([], link: 101)
    }
    try expectTruth(TestCapture.pcapng(frames, .big))
  }

  @Test func `a link type that is not known is counted`() throws {
    let frames = try fixture.frames.map { $0.behind([], link: 147) }
    let trace = try ImportedTrace.of(TestCapture.pcapng(frames, .little))
    #expect(trace.pdus.isEmpty)
    #expect(trace.count(of: "unknown_link_type") == Int64(frames.count))
  }

  @Test func `a snap length leaves headers, and they count`() throws {
    let frames = try fixture.frames.map { frame in
      TestFrame(
        time: frame.time, link: frame.link, octets: Array(frame.octets.prefix(14 + 20 + 32 + 48)),
        original: frame.octets.count)
    }
    let truth = try fixture.truth
    let trace = try ImportedTrace.of(TestCapture.pcap(frames, .little))
    let pdus = trace.pdus
    #expect(pdus.count == truth.count)
    for (pdu, expected) in zip(pdus, truth) {
      #expect(pdu.frame == expected.frame)
      #expect(pdu.type == expected.type)
      #expect(pdu.call == expected.call)
      #expect(pdu.length == expected.length)
      #expect(pdu.opnum == expected.opnum)
      #expect(pdu.group == expected.group)
    }
    #expect(trace.count(of: "pdu_snapped") > 0)
    #expect(trace.count(of: "frame_snapped") > 0)
  }

  @Test(arguments: [[], [1, 2, 3], Array("not a capture at all, though long".utf8)])
  func `what is no capture is refused`(octets: [UInt8]) throws {
    let error = try #require(throws: CaptureFileError.self) { try ImportedTrace.of(octets) }
    #expect(error.reason == (octets.count < 4 ? .empty : .unknownFormat))
  }
}
