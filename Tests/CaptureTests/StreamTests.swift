import DCERPC
import Testing
import TraceModel

@testable import Capture

/// What networks do to segments must not change the PDUs.
struct StreamTests {
  let fixture = Fixture("s4_rpcclient_tcp_seal.pcap")

  /// Imports frames, numbered anew.
  private func trace(_ frames: [TestFrame]) throws -> ImportedTrace {
    try ImportedTrace.of(TestCapture.pcapng(frames, .little))
  }

  /// What of a PDU does not depend on the frame that brought it.
  private func content(_ pdus: [ImportedPDU]) -> [String] {
    pdus.map { pdu in
      "\(pdu.source) \(pdu.type) \(pdu.call) \(pdu.length) \(pdu.opnum ?? 0) \(pdu.group ?? 0)"
    }
  }

  /// The PDUs in an order that does not depend on when each was whole.
  private func sorted(_ trace: ImportedTrace) -> [String] { content(trace.pdus).sorted() }

  private func truth() throws -> [String] { content(try fixture.truth).sorted() }

  private func hasPayload(_ frame: TestFrame) -> Bool {
    let length = Int(frame.octets[16]) << 8 | Int(frame.octets[17])
    return length - 20 - Int(frame.octets[14 + 32] >> 4) * 4 > 0
  }

  @Test func `every segment twice changes nothing`() throws {
    let frames = try fixture.frames.flatMap { [$0, $0] }
    let trace = try trace(frames)
    #expect(content(trace.pdus) == content(try fixture.truth))
    // The first of the two is the one that counts.
    #expect(trace.pdus.map(\.frame) == (try fixture.truth.map { $0.frame * 2 - 1 }))
  }

  @Test func `segments of a connection that ended minutes ago change nothing`() throws {
    let frames = try fixture.frames
    let late = frames.map { frame in
      var frame = frame
      frame.time += 200_000_000_000
      return frame
    }
    let trace = try trace(frames + late)
    #expect(content(trace.pdus) == content(try fixture.truth))
    #expect(trace.events.count == (try self.trace(frames)).events.count)
  }

  @Test func `neighbouring segments in the wrong order change nothing but frames`() throws {
    var frames = try fixture.frames
    var place = 10
    while place + 1 < frames.count {
      frames.swapAt(place, place + 1)
      place += 3
    }
    #expect(sorted(try trace(frames)) == (try truth()))
  }

  @Test func `sequence numbers may wrap around`() throws {
    let frames = try fixture.frames.map { frame in
      var frame = frame
      // Sequence and acknowledgement move by the same number, so that some streams wrap.
      for offset in [14 + 20 + 4, 14 + 20 + 8] {
        let old = frame.octets[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let new = old &+ 0x8765_4321
        for index in 0..<4 {
          frame.octets[offset + index] = UInt8(truncatingIfNeeded: new >> UInt32(24 - 8 * index))
        }
      }
      return frame
    }
    #expect(try trace(frames).pdus == (try fixture.truth))
    #expect(try trace(frames).pdus.count > 0)
  }

  @Test func `a lost segment costs its own PDUs and no others`() throws {
    let frames = try fixture.frames
    let whole = try truth()
    for lost in frames.indices where lost % 7 == 0 && hasPayload(frames[lost]) {
      var rest = frames
      rest.remove(at: lost)
      let trace = try trace(rest)
      let inFrame = try fixture.truth.filter { $0.frame == Int64(lost + 1) }.count
      #expect(trace.pdus.count >= whole.count - max(inFrame, 1), "frame \(lost + 1)")
      #expect(trace.pdus.count <= whole.count - inFrame)
      #expect(trace.count(of: "octets_missing") == 1)
    }
  }

  @Test(arguments: [5, 11, 40, 87])
  func `a capture that begins in the middle is read from there`(first: Int) throws {
    let frames = try fixture.frames
    let trace = try trace(Array(frames[first...]))
    let expected = try fixture.truth.filter { $0.frame > Int64(first) }
    #expect(content(trace.pdus) == content(expected))
    #expect(trace.pdus.map(\.frame) == expected.map { $0.frame - Int64(first) })
  }

  @Test(arguments: ["s3_pipes_smb1.pcap", "s4_rpcclient_np_smb2.pcap"])
  func `answers that come before their requests are read all the same`(name: String) throws {
    let fixture = Fixture(name)
    var frames = try fixture.frames
    for place in stride(from: 20, to: frames.count - 1, by: 5) { frames.swapAt(place, place + 1) }
    #expect(sorted(try trace(frames)) == content(try fixture.truth).sorted())
  }

  @Test(arguments: ["s3_pipes_smb1.pcap", "s4_rpcclient_np_smb2.pcap"])
  func `a lost message of SMB costs no more than what it carries`(name: String) throws {
    let fixture = Fixture(name)
    let frames = try fixture.frames
    let truth = try fixture.truth
    for lost in stride(from: 10, to: frames.count, by: 17) {
      var rest = frames
      rest.remove(at: lost)
      // Without a request nobody knows which pipe its response is of.
      #expect(try trace(rest).pdus.count >= truth.count - 2, "frame \(lost + 1)")
    }
  }

  @Test func `segments that overlap give each octet once`() throws {
    var frames: [TestFrame] = []
    for frame in try fixture.frames {
      // Keeps the first half, and then comes the whole again.
      guard hasPayload(frame) else {
        frames.append(frame)
        continue
      }
      let start = 14 + 20 + Int(frame.octets[14 + 32] >> 4) * 4
      var half = frame
      half.octets.removeLast((frame.octets.count - start) / 2)
      let length = UInt16(half.octets.count - 14)
      half.octets[16] = UInt8(length >> 8)
      half.octets[17] = UInt8(length & 0xff)
      frames += [half, frame]
    }
    #expect(content(try trace(frames).pdus) == content(try fixture.truth))
  }

  @Test func `fragments of IPv4 come together in any order`() throws {
    var frames: [TestFrame] = []
    for (number, frame) in try fixture.frames.enumerated() {
      frames += fragments(of: frame, identification: UInt16(number), size: 64).reversed()
    }
    let trace = try trace(frames)
    #expect(content(trace.pdus) == content(try fixture.truth))
    let longest = try #require(frames.lastIndex { $0.octets.count == 98 })
    frames.remove(at: longest)
    let missing = try self.trace(frames)
    #expect(missing.count(of: "fragments_incomplete") > 0)
  }

  /// The fragments of a packet of IPv4 whose header has no options: RFC 791, 3.2.
  private func fragments(of frame: TestFrame, identification: UInt16, size: Int) -> [TestFrame] {
    let header = Array(frame.octets[14..<34])
    let payload = Array(frame.octets[34...])
    return stride(from: 0, to: payload.count, by: size).map { offset in
      let part = payload[offset..<min(offset + size, payload.count)]
      var head = header
      let length = UInt16(20 + part.count)
      (head[2], head[3]) = (UInt8(length >> 8), UInt8(length & 0xff))
      (head[4], head[5]) = (UInt8(identification >> 8), UInt8(identification & 0xff))
      let isLast = part.endIndex == payload.count
      let field = UInt16(offset / 8) | (isLast ? 0 : 0x2000)
      (head[6], head[7]) = (UInt8(field >> 8), UInt8(field & 0xff))
      return TestFrame(
        time: frame.time, link: 1, octets: Array(frame.octets[..<14]) + head + part)
    }
  }
}
