import Foundation
import Testing

/// `replay --at`: what if a run had gone on with something else.
struct WhatIfCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func query(_ sql: String, of file: String = SampleTrace.name) throws -> String {
    try CommandRun.tool("sqlite3", ["-batch", file, sql], in: folder).output
      .trimmingCharacters(in: .newlines)
  }

  @Test func `a branch is a run of the trace with parent, event and changed parameters`() throws {
    let run = try mtatrace(
      "replay", SampleTrace.name, "--at", "9511", "--set", "build=nt4-sp4", "--set",
      "threshold=20")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("leaves run 1 after event 9511 (1:09:45.885)"))
    #expect(
      try query("SELECT run, build, parent_run, branch_event, status FROM runs WHERE run = 3")
        == "3|nt4-sp4|1|9511|complete")
    #expect(
      try query(
        "SELECT value FROM parameter WHERE run = 3 AND name = 'mta.threshold'") == "20")
    // Up to its event the fingerprints are the parent's, and the events as well.
    let checkpoints = """
      SELECT count(*), sum(a.fingerprint = b.fingerprint) FROM checkpoint a
      JOIN checkpoint b ON b.run = 3 AND b.sequence = a.sequence WHERE a.run = 1 AND a.sequence \
      <= 9511
      """
    #expect(try query(checkpoints) == "9|9")
    let events = """
      SELECT count(*) FROM (SELECT id & 1099511627775, time, kind, direction, host, peer,
      association, connection, group_id, call_id, opnum, context_id, message, length, code, queue,
      cause FROM event WHERE id >> 40 = 1 AND id & 1099511627775 <= 9511
      INTERSECT SELECT id & 1099511627775, time, kind, direction, host, peer, association,
      connection, group_id, call_id, opnum, context_id, message, length, code, queue, cause
      FROM event WHERE id >> 40 = 3)
      """
    #expect(try query(events) == "9511")
    #expect(try query("PRAGMA integrity_check") == "ok")
    let replayed = try mtatrace("replay", SampleTrace.name)
    #expect(replayed.exitCode == 0)
    #expect(replayed.output.ranges(of: " · equal · ").count == 3)
    let compared = try mtatrace("compare", SampleTrace.name, "--run", "1", "--run", "3", "--brief")
    #expect(compared.exitCode == 1)
    #expect(compared.output.contains("build: nt4-sp3 in SP3, nt4-sp4 in What-if"))
  }

  @Test func `a service pack installed while mail waits is drawn beside its parent`() throws {
    let before = try folder.octets(SampleTrace.name)
    let run = try mtatrace(
      "replay", SampleTrace.name, "--at", "3:40:00", "--upgrade", "SLPS100", "-o", "up.sqlite")
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(try folder.octets(SampleTrace.name) == before)
    #expect(
      try query(
        "SELECT code FROM events WHERE run = 3 AND kind = 'host_started'", of: "up.sqlite") == "1")
    #expect(
      try query(
        "SELECT count(*) FROM stalls WHERE run = 3 AND ending = 'strand'",
        of: "up.sqlite") == "0")
    let chart = try mtatrace("chart", "up.sqlite", "-o", "up.svg")
    #expect(chart.exitCode == 0)
    let text = try String(decoding: folder.octets("up.svg"), as: UTF8.self)
    #expect(text.contains("What-if stalls three times"))
    // The command that the picture prints makes the same trace again.
    let printed = try #require(
      text.firstMatch(of: /(mtatrace record .*?) &amp;&amp; mtatrace chart/)?.1)
    let command = String(printed).replacing("&amp;", with: "&").replacing("&apos;", with: "'")
      .replacing("up.sqlite", with: "again.sqlite").replacing("&#39;", with: "'")
    let again = try CommandRun.shell(
      "mtatrace() { \"$mtatrace\" \"$@\"; }; \(command)", in: folder)
    #expect(again.exitCode == 0, "\(again.errors)")
    #expect(
      try query("SELECT fingerprint FROM runs", of: "again.sqlite")
        == query("SELECT fingerprint FROM runs", of: "up.sqlite"))
  }

  @Test func `a branch of a branch, and a branch twice, give the same events`() throws {
    #expect(
      try mtatrace("replay", SampleTrace.name, "--at", "5000", "--set", "threshold=20")
        .exitCode == 0)
    for _ in 1...2 {
      let run = try mtatrace(
        "replay", SampleTrace.name, "--run", "3", "--at", "20000", "--set", "build=nt4-sp4")
      #expect(run.exitCode == 0, "\(run.errors)")
    }
    let early = try mtatrace(
      "replay", SampleTrace.name, "--run", "3", "--at", "4999", "--set", "build=nt4-sp4")
    #expect(early.exitCode == 64)
    #expect(early.errors.contains("name a later event, or --run 1"))
    let prints = try query("SELECT fingerprint FROM runs WHERE run > 3").split(separator: "\n")
    #expect(prints.count == 2 && prints[0] == prints[1])
    #expect(try mtatrace("replay", SampleTrace.name).exitCode == 0)
  }

  @Test(arguments: [
    (["--at", "7"], "Nothing changes"), (["--set", "threshold=3"], "Say with --at"),
    (["--at", "0", "--set", "threshold=3"], "'0' is invalid"),
    (["--at", "99999999", "--set", "threshold=3"], "it has 37,608 events"),
    (["--at", "77", "--set", "seed=3"], "seed cannot change halfway"),
    (["--at", "77", "--set", "build=nt5"], "the builds are nt4-sp3"),
    (["--at", "77", "--upgrade", "HUB2"], "There is no host HUB2"),
    (["--at", "77", "--run", "2", "--upgrade", "HUB1"], "has its service pack already"),
    (["--at", "77", "--upgrade", "HUB1", "--downtime", "long"], "--downtime takes a duration"),
  ])
  func `a what-if that is none is refused, and the trace stays as it is`(
    options: [String], words: String
  ) throws {
    let before = try folder.octets(SampleTrace.name)
    let run = try CommandRun.mtatrace(["replay", SampleTrace.name] + options, in: folder)
    #expect(run.exitCode == 64)
    #expect(run.errors.contains(words), "\(run.errors)")
    #expect(try folder.octets(SampleTrace.name) == before)
  }

  @Test func `a parent with a changed event is told, and not branched`() throws {
    _ = try query("UPDATE event SET code = 1 WHERE id = (1 << 40 | 500)")
    let run = try mtatrace("replay", SampleTrace.name, "--at", "600", "--set", "threshold=20")
    #expect(run.exitCode == 1)
    #expect(run.errors.contains("cannot branch: simulated again it differs after 499 equal events"))
    #expect(try query("SELECT count(*) FROM runs") == "2")
  }
}
