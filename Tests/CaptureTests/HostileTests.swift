import DCERPC
import Testing
import TraceModel

@testable import Capture

/// Captures that nobody recorded: each comes to an end, with a note of what was wrong.
struct HostileTests {
  /// Numbers that look random and are the same in every test run: SplitMix64.
  struct Numbers: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
      return z ^ z >> 31
    }
  }

  /// Imports what may be no capture at all; what it is refused for is fine.
  private func survive(_ octets: [UInt8]) throws {
    do {
      _ = try ImportedTrace.of(octets)
    } catch is CaptureFileError {
      // Refused for what its first octets are.
    }
  }

  @Test func `a capture that is cut anywhere gives the PDUs before the cut`() throws {
    let octets = try Fixture("s4_raw_netlogon_port.pcap").octets
    let truth = try ImportedTrace.of(octets).pdus
    for length in stride(from: 24, to: octets.count, by: 3) {
      let trace = try ImportedTrace.of(Array(octets[..<length]))
      let pdus = trace.pdus
      #expect(pdus == Array(truth.prefix(pdus.count)))
    }
    let cut = try ImportedTrace.of(Array(octets.dropLast()))
    #expect(cut.count(of: "file_cut_short") == 1)
  }

  @Test(arguments: [
    "s4_raw_netlogon_port.pcap", "s4_smbtorture_altercontext.pcap", "s4_impacket_struct.pcapng",
    "s4_rpcclient_np_smb2.pcap", "s4_rpcclient_np_smb1.pcap",
  ])
  func `a capture with any octets changed is read to its end`(name: String) throws {
    let octets = try Fixture(name).octets
    var numbers = Numbers(state: 181_721)
    for _ in 0..<50 {
      var changed = octets
      for _ in 0..<Int.random(in: 1...40, using: &numbers) {
        let place = Int.random(in: 0..<octets.count, using: &numbers)
        changed[place] = UInt8.random(in: 0...255, using: &numbers)
      }
      try survive(changed)
    }
  }

  @Test func `noise in frames is counted and no more`() throws {
    var numbers = Numbers(state: 1)
    let frames = (0..<2_000).map { number in
      TestFrame(
        time: Int64(number), link: 101,
        octets: [0x45] + (0..<100).map { _ in UInt8.random(in: 0...255, using: &numbers) })
    }
    let trace = try ImportedTrace.of(TestCapture.pcap(frames, .big))
    #expect(trace.unread.map(\.count).reduce(0, +) >= 2_000)
  }

  @Test func `lengths that lie end in a clear error or a note`() throws {
    var octets = try Fixture("s4_raw_netlogon_port.pcap").octets
    octets.replaceSubrange(24 + 8..<24 + 12, with: [0xff, 0xff, 0xff, 0x7f])
    let summary = try CaptureImporter(MemorySource(octets)).run(
      named: "test", into: ImportedTrace())
    #expect(summary.frames == 0)
    #expect(summary.damage?.reason == .badLength(0x7fff_ffff))
    // A frame that claims to have been far longer on the wire.
    let frame = TestFrame(
      time: 0, link: 101, octets: [0x45, 0] + [UInt8](repeating: 0, count: 40),
      original: Int(UInt32.max))
    let trace = try ImportedTrace.of(TestCapture.pcap([frame], .little))
    #expect(trace.count(of: "frame_snapped") == 1)
  }

  /// A segment of TCP over IPv4 without a checksum.
  static func segment(
    from client: UInt32, _ port: UInt16, to serverPort: UInt16, flags: UInt8, sequence: UInt32 = 0,
    _ payload: [UInt8] = []
  ) -> [UInt8] {
    var packet = TestWriter(.big)
    packet.put([0x45, 0])
    packet.put(UInt16(40 + payload.count))
    packet.put([0, 0, 0, 0, 64, 6, 0, 0])
    packet.put(client)
    packet.put(0x0a00_0001 as UInt32)
    packet.put(port)
    packet.put(serverPort)
    packet.put(sequence)
    packet.put(0 as UInt32)
    packet.put([0x50, flags, 0xff, 0xff, 0, 0, 0, 0])
    packet.put(payload)
    return packet.octets
  }

  @Test func `half-open connections are followed up to a limit`() throws {
    let count: UInt32 = 200_000
    let frames = (0..<count).map { number in
      TestFrame(
        time: Int64(number), link: 101,
        octets: Self.segment(
          from: 0x0a10_0000 + number / 60_000, UInt16(number % 60_000), to: 9, flags: 2))
    }
    let trace = try ImportedTrace.of(TestCapture.pcap(frames, .little))
    #expect(trace.events.isEmpty)
    #expect(trace.count(of: "connection_forgotten") > 100_000)
  }

  @Test func `connections that ended make room for others, but not at once`() throws {
    // A connection is opened and broken off each 10 ms; then 200,000 at one time.
    let counts = try [Int64(10_000_000), 0].map { step in
      let frames = (0..<200_000 as Range<UInt32>).flatMap { number in
        [2, 4].map { flags in
          TestFrame(
            time: Int64(number) * step, link: 101,
            octets: Self.segment(
              from: 0x0a10_0000 + number / 60_000, UInt16(number % 60_000), to: 9, flags: flags))
        }
      }
      return try ImportedTrace.of(TestCapture.pcap(frames, .little))
        .count(of: "connection_forgotten")
    }
    #expect(counts[0] == 0)
    #expect(counts[1] > 100_000)
  }

  @Test func `what cannot be read is shown where it was met first`() {
    var tally = UnreadTally()
    for frame in [9, 4, 0, 7] as [Int64] { tally.add(.notTCP, frame: frame) }
    #expect(tally.counts.map(\.firstFrame) == [4])
  }

  @Test func `streams that never become whole are given up`() throws {
    // Each connection begins a PDU of 60,000 octets after a gap that nobody fills.
    var frames: [TestFrame] = []
    let head: [UInt8] = [5, 0, 0, 3, 0x10, 0, 0, 0, 0x60, 0xea, 0, 0, 1, 0, 0, 0]
    let octets = head + [UInt8](repeating: 0, count: 1_400 - 16)
    for connection in 0..<200 as Range<UInt32> {
      for part in 0..<40 as Range<UInt32> {
        frames.append(
          TestFrame(
            time: 0, link: 101,
            octets: Self.segment(
              from: 0x0a20_0000 + connection, 4_000, to: 135, flags: 0x10,
              sequence: part * 2_800 + 1, octets)))
      }
    }
    let trace = try ImportedTrace.of(TestCapture.pcap(frames, .little))
    #expect(trace.count(of: "octets_missing") > 0)
    #expect(trace.count(of: "pdu_incomplete") > 0)
  }

  @Test func `a flood of tiny fragments is bounded`() throws {
    var frames: [TestFrame] = []
    for number in 0..<60_000 {
      var packet = Self.segment(from: 0x0a30_0000, 1, to: 135, flags: 2)
      packet.removeLast(packet.count - 28)
      (packet[2], packet[3]) = (0, 28)
      // The identification changes every 6,000 fragments; the last fragment never comes.
      (packet[4], packet[5]) = (0, UInt8(number / 6_000))
      let field = UInt16(6_000 - number % 6_000) | 0x2000
      (packet[6], packet[7]) = (UInt8(field >> 8), UInt8(field & 0xff))
      frames.append(TestFrame(time: 0, link: 101, octets: packet))
    }
    let trace = try ImportedTrace.of(TestCapture.pcap(frames, .little))
    #expect(trace.count(of: "fragments_incomplete") > 50_000)
  }
}
