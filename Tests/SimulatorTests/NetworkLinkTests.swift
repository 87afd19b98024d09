import Testing
import TraceModel

@testable import Simulator

struct NetworkLinkTests {
  static func link(latency: Int64 = 30, jitter: Int64 = 0, bandwidth: Int64? = nil) -> NetworkLink {
    NetworkLink(
      NetworkParameters(
        latency: .milliseconds(latency), jitter: .milliseconds(jitter),
        bandwidth: Bandwidth(bitsPerSecond: bandwidth)))
  }

  /// When things of these sizes arrive that are all handed over at the start.
  static func arrivals(_ link: NetworkLink, _ octets: [Int]) -> [Int64] {
    var link = link
    return octets.enumerated().map { index, count in
      let random = RandomStream(seed: 1, .latency, UInt64(index))
      let passage = link.carry(
        count, at: .start, retransmissions: 5, acknowledgements: TimeWindows(), random: random)
      return passage.arrives?.nanoseconds ?? -1
    }
  }

  @Test func `latency alone delays everything alike`() {
    #expect(Self.arrivals(Self.link(), [0, 5840, 1]) == [30_000_000, 30_000_000, 30_000_000])
  }

  @Test func `bandwidth is shared: what is sent later waits for what is sent before`() {
    // 32 octets take 1 ms at 256 kbit/s.
    let link = Self.link(bandwidth: 256_000)
    #expect(Self.arrivals(link, [32, 64, 0]) == [31_000_000, 33_000_000, 33_000_000])
  }

  @Test func `jitter adds at most what was asked for, and differs`() {
    let arrivals = Self.arrivals(Self.link(jitter: 2), Array(repeating: 0, count: 100))
    #expect(arrivals.allSatisfy { (30_000_000...32_000_000).contains($0) })
    #expect(Set(arrivals).count > 90)
  }

  /// What becomes of a segment that is sent at a second, with an outage of the link or of the way
  /// back.
  static func passage(
    at second: Int64, outage: ClosedRange<Int64>, back: ClosedRange<Int64>? = nil
  ) -> NetworkLink.Passage {
    func windows(_ range: ClosedRange<Int64>) -> TimeWindows<Void> {
      var windows = TimeWindows<Void>()
      windows.add(
        (), from: .start + .seconds(range.lowerBound),
        lasting: .seconds(range.upperBound - range.lowerBound))
      return windows
    }
    var link = link(latency: 0)
    link.outages = windows(outage)
    return link.carry(
      0, at: .start + .seconds(second), retransmissions: 5,
      acknowledgements: back.map(windows) ?? TimeWindows(),
      random: RandomStream(seed: 1, .latency))
  }

  @Test func `what is lost in an outage is sent again after 3 s, 9 s, 21 s and so on`() {
    // The waits of KB Q120642: 3 s, and each twice as long as the one before.
    let arrivals = [99, 100, 102, 104, 110, 125].map {
      Self.passage(at: $0, outage: 100...130).arrives.map { $0.nanoseconds / 1_000_000_000 }
    }
    #expect(arrivals == [99, 145, 147, 149, 131, 134])
  }

  @Test func `a sender gives up after five retransmissions, 189 s after the first sending`() {
    let passage = Self.passage(at: 100, outage: 50...1000)
    #expect(passage.arrives == nil)
    #expect(passage.givenUp == .start + .seconds(289))
  }

  @Test func `a sender whose acknowledgements are lost gives up although its octets arrived`() {
    let passage = Self.passage(at: 100, outage: 0...1, back: 50...1000)
    #expect(passage.arrives == .start + .seconds(100))
    #expect(passage.givenUp == .start + .seconds(289))
  }

  @Test func `octets that leave during a collapse drain faster when it is over`() {
    var link = Self.link(latency: 0, bandwidth: 8000)
    link.bandwidths.add(
      Bandwidth(bitsPerSecond: 800), from: .start + .seconds(1), lasting: .seconds(10))
    // 1 s at 1000 octets, 10 s at 100, and the rest at 1000 again.
    let passage = link.carry(
      4000, at: .start, retransmissions: 5, acknowledgements: TimeWindows(),
      random: RandomStream(seed: 1, .latency))
    #expect(passage.leaves == .start + .seconds(13))
  }

  @Test func `loss delays a segment by whole waits, as often as its share says`() {
    var link = NetworkLink(
      NetworkParameters(
        latency: .zero, jitter: .zero, bandwidth: .unlimited, loss: .percent(20)))
    var late = 0
    for number in 0..<2000 as Range<UInt64> {
      let passage = link.carry(
        100, at: .start, retransmissions: 5, acknowledgements: TimeWindows(),
        random: RandomStream(seed: 1, .latency, number))
      guard let delay = passage.arrives.map({ ($0 - .start).nanoseconds / 1_000_000_000 }) else {
        continue
      }
      #expect([0, 3, 9, 21, 45, 93].contains(delay))
      if delay > 0 { late += 1 }
    }
    #expect((320...480).contains(late))
  }

  @Test func `each direction of a link has its own latency`() throws {
    let text = """
      scenario: skewed
      duration: 1 h
      network: {bandwidth: unlimited}
      hosts:
        A: {addresses: ["ncacn_ip_tcp:10.0.0.1[1024]"]}
        B: {addresses: ["ncacn_ip_tcp:10.0.0.2[1024]"]}
      links:
        "A:B": {latency: 500 ms}
      """
    let sink = MemorySink()
    var simulation = Simulation(scenario: try scenario(text), build: .nt4SP4, seed: 2, sink: sink)
    try simulation.run()
    let received = sink.events.filter { $0.kind.isPDU && $0.direction == .received }
    #expect(!received.isEmpty)
    for event in received {
      let cause = try #require(event.cause)
      let delay = event.time - sink.events[Int(cause.rawValue) - 1].time
      #expect((delay >= .milliseconds(500)) == (event.host == HostIndex(1)))
    }
  }
}
