import Analysis
import Testing
import TraceModel
import TraceStore

struct TextTests {
  @Test(arguments: [
    (0, "0:00:00", "0:00.000", "0.000000"),
    (3_271_204_018_999, "0:54:31", "54:31.204", "3271.204018"),
    (3_600_000_000_000, "1:00:00", "1:00:00.000", "3600.000000"),
    (-1_500_000_000, "-0:00:01", "-0:01.500", "-1.500000"),
    (Int64.max, "2562047:47:16", "2562047:47:16.854", "9223372036.854775"),
  ])
  func `moments read as clocks`(nanoseconds: Int64, clock: String, precise: String, seconds: String)
  {
    let instant = TraceInstant(nanoseconds: nanoseconds)
    #expect(instant.clockText == clock)
    #expect(instant.preciseText == precise)
    #expect(instant.secondsText == seconds)
  }

  @Test(arguments: [
    (Int64(0), "0 s", "0 s"), (900, "1 µs", "1 µs"), (204_000_000, "204 ms", "204 ms"),
    (999_600_000, "1 s", "1 s"), (1_500_000_000, "1.5 s", "1.5 s"), (9_960_000_000, "10 s", "10 s"),
    (59_400_000_000, "59 s", "59 s"), (59_600_000_000, "1 min", "1 m"),
    (375_000_000_000, "6 min", "6 m 15 s"), (3_569_000_000_000, "59 min", "59 m 29 s"),
    (3_590_000_000_000, "1 h", "59 m 50 s"), (3_600_000_000_000, "1 h", "1 h"),
    (4_800_000_000_000, "1 h 20 min", "1 h 20 m"), (14_400_000_000_000, "4 h", "4 h"),
    (3_605_000_000_000, "1 h", "1 h 5 s"), (-375_000_000_000, "-6 min", "-6 m 15 s"),
    (Int64.min, "-2562047 h 47 min", "-2562047 h 47 m 17 s"),
  ])
  func `spans are rounded to what matters`(nanoseconds: Int64, rough: String, exact: String) {
    let duration = TraceDuration(nanoseconds: nanoseconds)
    #expect(duration.roughText == rough)
    #expect(duration.exactText == exact)
  }

  @Test(arguments: [
    ("nt4-sp3", "SP3", "NT 4.0 SP3"), ("nt4-sp4", "SP4", "NT 4.0 SP4"),
    ("nt4-tse", "TSE", "NT 4.0 TSE"), ("nt4-tse-sp4", "TSE SP4", "NT 4.0 TSE SP4"),
    ("nt4-spx", "nt4-spx", "nt4-spx"), ("nt4", "nt4", "nt4"),
    ("nt4-sp3-x", "nt4-sp3-x", "nt4-sp3-x"), ("tse-sp4", "tse-sp4", "tse-sp4"), ("", "", ""),
    ("win2000", "win2000", "win2000"),
  ])
  func `builds have names that people use`(build: String, short: String, long: String) {
    #expect(BuildName(build).short == short)
    #expect(BuildName(build).long == long)
  }

  @Test(arguments: [
    (1, [1, 1, 1, 1]), (2, [1, 2, 2, 2]), (3, [2, 3, 3, 3]), (20, [10, 19, 20, 20]),
    (100, [50, 95, 99, 100]), (101, [51, 96, 100, 101]), (1_000, [500, 950, 990, 1_000]),
  ])
  func `quantiles are times that some message took`(count: Int, expected: [Int64]) throws {
    let times = (1...Int64(count)).map { TraceDuration(nanoseconds: $0) }
    let found = try #require(Quantiles(ofSorted: times))
    #expect([found.median, found.p95, found.p99, found.worst].map(\.nanoseconds) == expected)
  }

  @Test func `no times have no quantiles`() {
    #expect(Quantiles(ofSorted: []) == nil)
  }

  @Test func `what new kinds of events say is in words`() throws {
    var script = MailScript()
    script.add(.transferResumed, at: 1) { $0.code = 3 }
    script.add(.fault, at: 2) { $0.code = 0x1C01_0014 }
    script.add(.callFailed, at: 3) { $0.code = 1_722 }
    script.add(.callFailed, at: 3) { $0.code = 1_727 }
    script.add(.timerExpired, at: 4) { $0.code = TimerKind.cancel.rawValue }
    script.add(.associationOpening, at: 5) { $0.code = OpeningReason.recovery.rawValue }
    script.add(.bandwidthChanged, at: 6) { $0.code = 9_600 }
    script.add(.bandwidthChanged, at: 7)
    script.add(.hostStarted, at: 8, peer: nil) { $0.code = 3 }
    script.add(.messageNonDelivered, at: 9) { ($0.code, $0.queue) = (2, 0) }
    let trace = try MailScript.trace([script])
    let text = EventText(run: try trace.reader.run(1))
    let details = script.events.map { event in
      text.line(event).split(separator: event.kind.name).last.map { $0.drop { $0 == " " } } ?? ""
    }
    #expect(
      details == [
        "3 checkpoints kept", "status 0x1c010014, server too busy",
        "error 1722, server unavailable", "error 1727", "cancel without effect", "for recovery",
        "9.6 kbit/s", "no limit", "nt4-tse-sp4", "urgent  0 waiting",
      ])
  }

  @Test func `a run reads line by line`() throws {
    var script = MailScript()
    script.enqueue(1, at: 10, queue: 1)
    script.add(.associationOpening, at: 10) {
      ($0.association, $0.code) = (MTAAssociationID(rawValue: 3), 1)
    }
    script.add(.bind, at: 12.4) {
      ($0.direction, $0.connection, $0.group) = (.sent, RPCConnectionID(rawValue: 5), 0)
    }
    script.add(.groupFiled, at: 12.5, host: MailScript.site, peer: MailScript.hub) {
      ($0.group, $0.code) = (0xA1B2, 1)
    }
    script.add(.bindNak, at: 12.6) {
      ($0.direction, $0.association, $0.code) = (.received, MTAAssociationID(rawValue: 3), 0)
      ($0.length, $0.queue) = (24, 1)
    }
    script.add(.logEntry, at: 12.6) { $0.code = 9_316 }
    script.add(.stormBegan, at: 13, peer: nil)
    let entry = EventLogEntry(id: 9_316, type: .warning, category: "Interface", text: "RPC failed")
    let trace = try MailScript.trace([script])
    let text = EventText(run: try trace.reader.run(1))
    let lines = script.events.map { text.line($0, entry: $0.kind == .logEntry ? entry : nil) }
    #expect(
      lines.joined(separator: "\n") == """
         #1     10.000000 s  HUB1    · SLPS100             message_enqueued        message 1  1 waiting
         #2     10.000000 s  HUB1    · SLPS100  assoc 3    association_opening     for threshold
         #3     12.400000 s  HUB1    → SLPS100             bind                    conn 5  new group
         #4     12.500000 s  SLPS100 · HUB1                group_filed             group 0xa1b2  filed under spx[4006]
         #5     12.600000 s  HUB1    ← SLPS100  assoc 3    bind_nak                reason 0  24 octets  1 waiting
         #6     12.600000 s  HUB1    · SLPS100             log_entry               event 9316  Warning: RPC failed
         #7     13.000000 s  HUB1                          storm_began
        """)
  }
}
