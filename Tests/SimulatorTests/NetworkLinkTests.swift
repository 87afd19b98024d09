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
      return link.arrival(of: count, sentAt: .start, random: random).nanoseconds
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
