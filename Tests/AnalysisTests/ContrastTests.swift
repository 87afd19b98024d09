import Analysis
import Testing
import TraceModel
import TraceStore

struct ContrastTests {
  /// A run with this many stalls of `length` seconds, which leaves mail waiting if it is told to.
  static func run(
    _ build: String = "nt4-sp3", stalls: Int, length: Double = 120, left: Int = 0, peak: UInt32 = 1
  ) -> MailScript {
    var script = MailScript(build: build)
    var message: UInt32 = 1
    for number in 0..<stalls {
      script.pass(message, at: Double(number + 1) * 1_000, wait: length)
      message += 1
    }
    if peak > 1 || stalls == 0 {
      for number in 1...peak {
        script.enqueue(message + number, at: 12_000, queue: number)
      }
      for number in 1...peak {
        script.deliver(message + number, at: 12_001, queue: peak - number)
      }
    }
    message += peak + 1
    for number in 0..<UInt32(left) {
      script.enqueue(message + number, at: 14_000, queue: number + 1)
    }
    return script
  }

  @Test(arguments: [
    (
      [run(stalls: 2, left: 7), run("nt4-sp4", stalls: 0)],
      "SP3 stalls three times and leaves 7 messages waiting; SP4 never queues more than 1"
    ),
    (
      [run(stalls: 1), run("nt4-sp4", stalls: 2, length: 4_800 / 10)],
      "SP3 stalls once, for 2 min; SP4 stalls twice, for up to 8 min"
    ),
    (
      [run(stalls: 0, peak: 3), run("nt4-sp4", stalls: 0, peak: 2)],
      "Neither SP3 nor SP4 stalls: SP3 queues at most 3 and SP4 queues at most 2"
    ),
    (
      [run(stalls: 0, peak: 3), run("nt4-sp4", stalls: 0, peak: 3)],
      "Neither SP3 nor SP4 stalls, and never more than 3 messages wait"
    ),
    (
      [run(stalls: 0), run("nt4-sp4", stalls: 0)],
      "Neither SP3 nor SP4 stalls, and never more than 1 message waits"
    ),
    ([run(stalls: 11)], "SP3 stalls 11 times, for up to 2 min"),
    ([run(stalls: 0, left: 1)], "SP3 stalls once and leaves 1 message waiting"),
    ([run(stalls: 0, peak: 4)], "SP3 never queues more than 4"),
    (
      [run(stalls: 1), run(stalls: 0)],
      "SP3 (run 1) stalls once, for 2 min; SP3 (run 2) never queues more than 1"
    ),
    (
      [run(stalls: 1), run("custom", stalls: 0)],
      "SP3 stalls once, for 2 min; custom never queues more than 1"
    ),
  ])
  func `the headline says the finding`(scripts: [MailScript], headline: String) throws {
    let trace = try MailScript.trace(scripts)
    #expect(try trace.analysis.contrast().headline == headline)
  }

  @Test func `mail that came just before the end is no finding`() throws {
    var script = Self.run(stalls: 1)
    script.enqueue(900, at: 14_399, queue: 1)
    let contrast = try MailScript.trace([script]).analysis.contrast()
    #expect(contrast.headline == "SP3 stalls once, for 2 min")
    #expect(contrast.chosen[0].waiting == 1)
  }

  @Test func `mail that is given up is said`() throws {
    var script = Self.run(stalls: 0)
    script.enqueue(50, at: 13_000, queue: 1)
    script.add(.messageNonDelivered, at: 13_010) {
      ($0.message, $0.queue) = (MessageID(rawValue: 50), 0)
    }
    #expect(
      try MailScript.trace([script]).analysis.contrast().headline
        == "SP3 never queues more than 1 and gives up 1 message")
  }

  @Test func `the subtitle says what was measured`() throws {
    let trace = try MailScript.trace([Self.run(stalls: 1), Self.run("nt4-sp4", stalls: 0)])
    #expect(
      try trace.analysis.contrast().subtitle
        == """
        Messages waiting at HUB1 for SLPS100, SP3 and SP4 fed with the same mail · scenario q181721 · \
        seed 42 · 4 h virtual time
        """)
    var other = Self.run("nt4-sp4", stalls: 0)
    other.parameters = [Parameter(name: "mta.threshold", value: "51")]
    let unlike = try MailScript.trace([Self.run(stalls: 1), other])
    #expect(try unlike.analysis.contrast().subtitle.contains("same mail") == false)
  }

  @Test func `runs of another seed are left out, or refused if named`() throws {
    var other = Self.run("nt4-sp4", stalls: 0)
    other.seed = 43
    let trace = try MailScript.trace([Self.run(stalls: 1), other])
    #expect(try trace.analysis.contrast().runs.map(\.run.id) == [1])
    #expect(throws: AnalysisError.unlikeRuns) {
      try trace.analysis.contrast(of: trace.reader.runs())
    }
  }

  @Test func `the direction with the longest stall is shown, else the one with most mail`() throws {
    var script = Self.run(stalls: 1)
    let back = Link(from: MailScript.site, to: MailScript.hub)
    func send(_ message: UInt32, at seconds: Double, wait: Double, in script: inout MailScript) {
      script.add(.messageEnqueued, at: seconds, host: back.from, peer: back.to) {
        ($0.message, $0.queue) = (MessageID(rawValue: message), 1)
      }
      script.add(.messageDelivered, at: seconds + wait, host: back.to, peer: back.from) {
        ($0.message, $0.queue) = (MessageID(rawValue: message), 0)
      }
    }
    send(700, at: 13_000, wait: 121, in: &script)
    #expect(try MailScript.trace([script]).analysis.contrast().link == back)
    var calm = Self.run(stalls: 0)
    #expect(try MailScript.trace([calm]).analysis.contrast().link == MailScript.link)
    for number in UInt32(0)..<2 {
      send(700 + number, at: 13_000 + Double(number) * 10, wait: 1, in: &calm)
    }
    let trace = try MailScript.trace([calm])
    #expect(try trace.analysis.contrast().link == back)
    let run = try trace.reader.run(1)
    let named = try trace.analysis.link(from: "HUB1", to: "SLPS100", in: run)
    #expect(try trace.analysis.contrast(on: named).link == MailScript.link)
    #expect(throws: AnalysisError.noSuchLink(from: "X", to: "HUB1", hosts: ["HUB1", "SLPS100"])) {
      try trace.analysis.link(from: "X", to: "HUB1", in: run)
    }
  }

  @Test func `a trace without mail or runs says so`() throws {
    let empty = try MailScript.trace([])
    #expect(throws: AnalysisError.noRuns) { try empty.analysis.contrast() }
    let silent = try MailScript.trace([MailScript()])
    #expect(throws: AnalysisError.noMail) { try silent.analysis.contrast() }
  }
}
