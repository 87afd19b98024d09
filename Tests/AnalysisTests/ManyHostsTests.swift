import Analysis
import Testing
import TraceModel
import TraceStore

/// A hub with fifty spokes: what is said stays as short as with two hosts.
struct ManyHostsTests {
  static let hub = HostIndex(0)

  /// Every spoke sends to the hub once a minute; from the hub, mail to spoke `n` waits `n` minutes.
  static func script() -> MailScript {
    var script = MailScript(build: "nt4-sp4")
    script.scenario = "hub50"
    script.otherHosts = (2...50).map { "SPOKE\($0)" }
    var mail: [(time: Double, isDelivery: Bool, from: HostIndex, to: HostIndex, message: UInt32)] =
      []
    var message: UInt32 = 0
    func send(_ from: HostIndex, _ to: HostIndex, at time: Double, wait: Double) {
      message += 1
      mail.append((time, false, from, to, message))
      mail.append((time + wait, true, from, to, message))
    }
    for spoke in 1...50 {
      send(hub, HostIndex(spoke), at: 100 + Double(spoke), wait: Double(spoke) * 60)
      for minute in 0..<60 {
        send(HostIndex(spoke), hub, at: Double(minute) * 60 + Double(spoke), wait: 0.5)
      }
    }
    for event in mail.sorted(by: { ($0.time, $0.message) < ($1.time, $1.message) }) {
      let (host, peer) = event.isDelivery ? (event.to, event.from) : (event.from, event.to)
      let kind: EventKind = event.isDelivery ? .messageDelivered : .messageEnqueued
      script.add(kind, at: event.time, host: host, peer: peer) {
        ($0.message, $0.queue) = (MessageID(rawValue: event.message), event.isDelivery ? 0 : 1)
      }
    }
    return script
  }

  @Test func `the direction with the longest stall is found among a hundred`() throws {
    let contrast = try MailScript.trace([Self.script()]).analysis.contrast()
    #expect(contrast.runs[0].links.count == 100)
    #expect(contrast.link == Link(from: Self.hub, to: HostIndex(50)))
    #expect(contrast.headline == "SP4 stalls once, for 50 min")
  }

  @Test func `other directions are named as far as a sentence goes, and counted`() throws {
    let contrast = try MailScript.trace([Self.script()]).analysis.contrast()
    let other = try #require(contrast.otherTrouble)
    #expect(other.contains("HUB1 → SPOKE49 on SP4 (1 stall, 49 m, 0 binds refused)"))
    #expect(!other.contains("SPOKE43 "))
    // A wait of 60 s is no stall yet, and the longest is shown.
    #expect(other.hasSuffix(", and 42 more with shorter stalls."))
    #expect(other.count < 500)
  }

  @Test func `a story tells of its two hosts alone`() throws {
    let trace = try MailScript.trace([Self.script()])
    let contrast = try trace.analysis.contrast()
    let sequence = try SequenceContrast(
      reading: trace.reader, runs: contrast.runs.map(\.run), link: contrast.link)
    #expect(sequence.headline == "Mail waits, and no bind is refused")
    let story = try #require(sequence.stories.first)
    #expect(story.lifelines.count == 4)
    #expect(story.rows.count < 10)
  }
}
