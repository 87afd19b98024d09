import Foundation
import Glibc
import Testing

/// `replay --play`, in a terminal and in a pipe.
struct PlaybackCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func play(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(["replay", SampleTrace.name, "--play"] + arguments, in: folder)
  }

  private func terminal(
    _ arguments: [String] = [], steps: [TerminalRun.Step], columns: Int = 80,
    environment: [String: String] = [:]
  ) throws -> TerminalRun {
    try TerminalRun.mtatrace(
      ["replay", SampleTrace.name, "--play"] + arguments, steps: steps, columns: columns,
      environment: environment, in: folder)
  }

  /// How many rows of the sample trace are there, as sqlite3 counts them.
  private func count(_ condition: String) throws -> Int {
    let run = try CommandRun.tool(
      "sqlite3", [SampleTrace.name, "SELECT count(*) FROM \(condition)"], in: folder)
    return try #require(Int(run.output.filter(\.isNumber)))
  }

  // MARK: Pipes

  @Test func `a pipe gets every refusal and every stall, in plain lines`() throws {
    let run = try play("max", "--run", "1")
    #expect(run.exitCode == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n")
    let refusals = try count(
      "events WHERE run = 1 AND kind = 'bind_nak' AND direction = 'received'")
    #expect(refusals > 0 && lines.count { $0.contains("✗ bind_nak ") } == refusals)
    let stalls = try count("stalls WHERE run = 1")
    #expect(stalls > 0 && lines.count { $0.contains("■ mail stalls: ") } == stalls)
    #expect(lines.count { $0.contains("mail moves again") } <= stalls)
    #expect(lines.allSatisfy { $0.unicodeScalars.count <= 80 })
    #expect(!run.output.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    #expect(lines.last?.hasSuffix("  end") == true)
    #expect(try play("max", "--run", "1").octets == run.octets)
  }

  @Test func `runs are played on one clock, and what is the same is said once`() throws {
    let run = try play("max", "--kind", "log_entry", "--kind", "storm_began", "--no-skip")
    let moments = run.output.split(separator: "\n").filter { $0.contains(" event ") }
    let (first, second) = (
      try count("events WHERE run = 1 AND kind = 'log_entry'"),
      try count("events WHERE run = 2 AND kind = 'log_entry'")
    )
    let both = moments.count { $0.contains("  both ") }
    #expect(moments.count { $0.contains("  SP3 ") } == first - both)
    #expect(moments.count { $0.contains("  SP4 ") } == second - both)
    #expect(run.output.contains("both ◊ storm_began SLPS100"))
    let times = run.output.split(separator: "\n").dropFirst().compactMap { line in
      line.split(separator: " ").first.map { $0.count < 11 ? "0:" + $0 : String($0) }
    }
    #expect(times.count > 20 && times == times.sorted())
  }

  @Test func `the standing comes at even times, and is what the trace says`() throws {
    let run = try play("max", "--between", "1:09:00..1:15:00", "--no-skip", "--run", "1")
    let line = try #require(run.output.split(separator: "\n").first { $0.contains("waiting: ") })
    #expect(line.hasPrefix("1:10:00.000  waiting: HUB1 → SLPS100 "))
    let waiting = try CommandRun.tool(
      "sqlite3",
      [
        SampleTrace.name,
        """
        SELECT queue FROM events WHERE run = 1 AND time <= 4200000000000
          AND (kind = 'message_enqueued' AND host = 'HUB1' AND peer = 'SLPS100'
            OR kind = 'message_delivered' AND host = 'SLPS100' AND peer = 'HUB1')
        ORDER BY sequence DESC LIMIT 1
        """,
      ], in: folder
    ).output.filter(\.isNumber)
    #expect(line.contains("HUB1 → SLPS100 \(waiting) ·"))
  }

  @Test func `a pipe is given its lines at the speed that is asked for`() throws {
    let began = ContinuousClock.now
    let run = try play("600x", "--between", "1:00:00..1:20:00", "--no-skip")
    let took = ContinuousClock.now - began
    #expect(run.exitCode == 0 && run.output.hasSuffix("1:20:00.000  end\n"))
    #expect(took >= .seconds(2) && took < .seconds(20))
  }

  @Test(arguments: [
    (["--play", "0x"], "'0x'"), (["--play", "100001x"], "'100001x'"),
    (["--play", "fast"], "'fast'"),
    (["--play", "max", "--json"], "--json is for comparing"),
    (["--between", "0:00..0:10"], "--between is for playing"),
    (["--no-skip"], "--no-skip is for playing"), (["--kind", "bind"], "--kind is for playing"),
    (["--play", "max", "--between", "9:00:00.."], "Nothing lies after"),
  ])
  func `what makes no sense is refused`(arguments: [String], words: String) throws {
    let run = try CommandRun.mtatrace(["replay", SampleTrace.name] + arguments, in: folder)
    #expect(run.exitCode == 64)
    #expect(run.errors.contains(words) && run.output.isEmpty, "\(run.errors)")
  }

  // MARK: Terminals

  @Test func `keys pause, change the speed, go to the next event and end`() throws {
    let run = try terminal(steps: [
      .keys(" ", after: "60x"), .keys("+", after: "paused"), .keys("+", after: "120x"),
      .keys("-", after: "300x"), .keys("n", after: "120x"),
      .keys("\u{1B}[C", after: "association_opening"), .keys(" ", after: "association_open "),
      .keys("q", after: "►"),
    ])
    #expect(!run.isStuck && run.exitCode == 0, "\(run.lines.suffix(12))")
    #expect(run.isRestored && run.showsCursor && run.overflows == 0)
    let isColored = run.output.contains("\u{1B}[1;38;5;166mSP3")
    #expect(isColored)
    // Of all the feet that were drawn, one is left.
    #expect(run.lines.count { $0.contains("space pause") } == 1)
    #expect(run.lines.count { $0.contains("HUB1 → SLPS100  SP3 ") } == 1)
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
  func `a signal ends the program as it should, with the terminal as it was`(signal: Int32) throws {
    let run = try terminal(steps: [.signal(signal, after: "space pause")])
    #expect(run.signal == signal && !run.isStuck)
    #expect(run.isRestored && run.showsCursor && run.overflows == 0)
    #expect(run.lines.contains { $0.contains("mtatrace: The playing was stopped at 0:0") })
  }

  @Test func `Ctrl-C and Ctrl-Z work, and the terminal is as it was meanwhile`() throws {
    let run = try terminal(steps: [
      .stop(after: "space pause"), .stop(after: "space pause"),
      .keys("\u{3}", after: "space pause"),
    ])
    #expect(run.signal == SIGINT && !run.isStuck, "\(run.lines.suffix(12))")
    #expect(run.wasRestoredWhenStopped == true && run.isRestored && run.showsCursor)
  }

  @Test(arguments: [30, 40, 60, 80, 132])
  func `nothing is printed behind the last column`(columns: Int) throws {
    let run = try terminal(
      ["100000x", "--between", "1:00:00..2:00:00"], steps: [], columns: columns)
    #expect(run.exitCode == 0 && !run.isStuck)
    #expect(run.overflows == 0 && run.isRestored && run.showsCursor)
    #expect(run.lines.contains { $0.hasSuffix("  end") })
    #expect(run.lines.count { $0.hasPrefix("─") } == 1)
  }

  @Test func `colours, characters and gauges are those that the terminal has`() throws {
    let steps = [TerminalRun.Step.keys("q", after: "space pause")]
    let plain = try terminal(steps: steps, environment: ["NO_COLOR": "1", "LC_ALL": "C"])
    #expect(!plain.output.contains("\u{1B}[38") && plain.output.utf8.allSatisfy { $0 < 0x80 })
    #expect(plain.lines.contains { $0.contains("SP3 ....") })
    let dumb = try terminal(
      ["max", "--run", "2"], steps: [], environment: ["TERM": "dumb"])
    #expect(dumb.exitCode == 0 && !dumb.output.contains("\u{1B}"))
  }
}
