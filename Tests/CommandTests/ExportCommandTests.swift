import Foundation
import Testing

/// `mtatrace export` as its user meets it.
struct ExportCommandTests {
  let folder: TemporaryFolder

  init() throws { folder = try SampleTrace.folder() }

  private func export(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(["export", SampleTrace.name] + arguments, in: folder)
  }

  private func query(_ sql: String) throws -> String {
    try CommandRun.tool("sqlite3", ["-batch", SampleTrace.name, sql], in: folder).output
  }

  @Test func `each run gets a file of its own, and each file says whose it is`() throws {
    let run = try export()
    #expect(run.exitCode == 0)
    #expect(run.errors == "")
    for number in 1...2 {
      let name = "q181721-\(number).pcapng"
      #expect(run.output.contains("\(name)\n  run \(number) · "))
      let info = try CommandRun.tool("capinfos", [name], in: folder).output
      for fact in ["Strict time order:   True", "interfaces in file: 1", "HUB1 - SLPS100"] {
        #expect(info.contains(fact))
      }
      let header = String(decoding: try folder.octets(name).prefix(2_048), as: UTF8.self)
      let facts = try query(
        "SELECT scenario || '|' || seed || '|' || build || '|' || fingerprint FROM runs "
          + "WHERE run = \(number)"
      ).split { $0 == "|" || $0 == "\n" }
      #expect(
        header.contains(
          "scenario \(facts[0]), seed \(facts[1]), run \(number), build \(facts[2]), engine "))
      #expect(header.contains("fingerprint \(facts[3])"))
    }
    #expect(run.output.contains("no packet: "))
  }

  @Test func `the summary for programs counts what the trace holds`() throws {
    let run = try export("--run", "1", "--json", "-o", "a.pcapng")
    let runs = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    let pdus = try #require(runs.first?["pdus"] as? [String: Int])
    for (kind, count) in pdus {
      let sent = try query(
        "SELECT count(*) FROM events WHERE run = 1 AND direction = 'sent' AND kind = '\(kind)'")
      #expect(sent == "\(count)\n")
    }
    #expect(pdus.count == 6)
    let packets = try CapturedPackets("a.pcapng", in: folder).packets
    #expect(runs.first?["packets"] as? Int == packets.count)
    #expect(runs.first?["octets"] as? Int == (try folder.octets("a.pcapng")).count)
    let without = try #require(runs.first?["events_without_packet"] as? [String: Int])
    let others = try query(
      "SELECT count(*) FROM events WHERE run = 1 AND connection IS NULL "
        + "AND kind = 'accept'")
    #expect(others == "\(without["other_server"] ?? 0)\n")
    // With what has a packet, that is every event.
    let withPacket = packets.filter { $0.comment.hasPrefix("Event ") }
    let events = Set(withPacket.compactMap { $0.comment.dropFirst(6).split(separator: ":").first })
    let total = without.values.reduce(events.count, +)
    #expect(try query("SELECT event_count FROM runs WHERE run = 1") == "\(total)\n")
  }

  @Test func `times are virtual times after the epoch, to the nanosecond`() throws {
    _ = try export("--run", "1", "-o", "a.pcapng")
    let naks = try CapturedPackets("a.pcapng", in: folder, filter: "dcerpc.pkt_type == 13").packets
    let times = try query(
      "SELECT printf('%d.%09d', 883612800 + time / 1000000000, time % 1000000000) FROM events "
        + "WHERE run = 1 AND kind = 'bind_nak' AND direction = 'sent' ORDER BY sequence")
    #expect(naks.map(\.time).joined(separator: "\n") + "\n" == times)
    let numbers = try query(
      "SELECT 'Event ' || sequence || ':' FROM events "
        + "WHERE run = 1 AND kind = 'bind_nak' AND direction = 'sent' ORDER BY sequence")
    #expect(
      naks.map { $0.comment.prefix { $0 != ":" } + ":" }.joined(separator: "\n") + "\n" == numbers)
    #expect(Set(naks.map(\.interface)) == ["HUB1 - SLPS100"])
  }

  @Test func `the endpoint mapper answers with the port that is connected to next`() throws {
    _ = try export("--run", "1", "-o", "a.pcapng")
    let run = try CommandRun.tool(
      "tshark",
      [
        "-2", "-r", "a.pcapng", "-Y", "epm.opnum == 3 && epm.proto.tcp_port > 0", "-T", "fields",
        "-e", "ip.src", "-e", "epm.proto.ip", "-e", "epm.proto.tcp_port",
      ], in: folder)
    let answers = Set(run.output.split(separator: "\n").map(String.init))
    #expect(
      answers == ["100.5.51.16\t100.5.51.16\t1911", "100.5.51.10\t100.5.51.10\t1764"])
  }

  @Test func `a part of the time is a part of the packets`() throws {
    _ = try export("--run", "1", "-o", "a.pcapng")
    _ = try export("--run", "1", "--between", "1:00:00..1:20:00", "-o", "b.pcapng")
    let all = try CapturedPackets("a.pcapng", in: folder).packets
    let part = try CapturedPackets("b.pcapng", in: folder)
    part.expectSound()
    let (from, to) = (883_612_800 + 3_600, 883_612_800 + 4_800)
    let chosen = all.filter { packet in
      Double(packet.time).map { $0 >= Double(from) && $0 <= Double(to) } ?? false
    }
    #expect(part.packets.map(\.comment) == chosen.map(\.comment))
    #expect(!chosen.isEmpty && chosen.count < all.count)
  }

  @Test func `other transports go out over TCP on the ports that help names`() throws {
    let text = try CommandRun.mtatrace(["record", "healthy", "--print-scenario"], in: folder).output
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.contains("ncacn_ip_tcp") && !$0.contains("ncacn_vns_spp:HUB1") }
      .filter { !$0.contains("ncacn_spx:~0000000000A0C90A0116") }
    try folder.write(lines.joined(separator: "\n"), to: "other.yaml")
    let recorded = try CommandRun.mtatrace(
      ["record", "other.yaml", "--set", "duration=1 h", "--build", "nt4-sp4", "-o", "o.sqlite"],
      in: folder)
    try #require(recorded.exitCode == 0, "\(recorded.errors)")
    let run = try CommandRun.mtatrace(["export", "o.sqlite", "-o", "o.pcapng"], in: folder)
    #expect(run.exitCode == 0)
    let capture = try CapturedPackets("o.pcapng", in: folder)
    capture.expectSound()
    #expect(try capture.counts == ExportJudgeTests.sent(in: 1, of: "o.sqlite", folder))
    let ports = try CommandRun.tool(
      "tshark",
      [
        "-r", "o.pcapng", "-Y", "tcp.flags.syn == 1 && !tcp.ack", "-T", "fields", "-e",
        "tcp.dstport",
      ],
      in: folder)
    #expect(Set(ports.output.split(separator: "\n")).isSubset(of: ["31006", "33385"]))
    let help = try CommandRun.mtatrace(["help", "export"], in: folder).output
    let words = help.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("31000 + n mod") && words.contains("33000 + n mod"))
  }

  @Test func `equal traces give equal captures`() throws {
    _ = try export("--run", "1", "-o", "a.pcapng")
    let again = try CommandRun.shell(
      "TZ=Pacific/Auckland LC_ALL=tr_TR.UTF-8 \"$mtatrace\" export \(SampleTrace.name) --run 1 "
        + "-o - > b.pcapng", in: folder)
    #expect(again.exitCode == 0)
    #expect(again.errors.hasPrefix("mtatrace: run 1 · "))
    #expect(try folder.octets("a.pcapng") == folder.octets("b.pcapng"))
  }

  @Test func `what makes no sense is refused, and nothing is written`() throws {
    let cases: [(arguments: [String], code: Int32, words: String)] = [
      (["-o", "-"], 64, "A capture holds one run; choose one with --run: 1, 2."),
      (["--run", "1", "-o", SampleTrace.name], 64, "is the trace that the capture is made from"),
      (["--run", "7"], 66, "has no run 7"), (["--mss", "63"], 64, "64 to 65495 octets"),
      (["--host", "NOBODY"], 64, "There is no host NOBODY"),
      (["--between", "9:00:00.."], 64, "Nothing lies after 9:00:00"),
      (["--run", "1", "--json", "-o", "-"], 64, "Standard output takes the capture or JSON"),
      (["--run", "1", "-o", "/dev/full"], 74, "No space left on device"),
      (["--run", "1", "-o", "nowhere/a.pcapng"], 73, "cannot be created"),
      (["--format", "pcap"], 64, "pcapng"),
    ]
    for (arguments, code, words) in cases {
      let run = try CommandRun.mtatrace(["export", SampleTrace.name] + arguments, in: folder)
      #expect(run.exitCode == code, "\(arguments)")
      #expect(run.errors.contains(words), "\(arguments): \(run.errors)")
      #expect(run.output == "")
    }
    #expect(folder.names == [SampleTrace.name])
  }

  @Test(arguments: ["pcapng", "csv", "json"])
  func `an export that is interrupted leaves no file`(ending: String) throws {
    let run = try CommandRun.shell(
      "\"$mtatrace\" export \(SampleTrace.name) -o a.\(ending) & child=$!; "
        + "kill -TERM $child; wait $child", in: folder)
    #expect(run.exitCode == 128 + 15)
    #expect(folder.names.filter { $0.contains(ending) } == [])
  }
}
