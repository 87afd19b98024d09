import Foundation
import Testing

/// `mtatrace import` as its user meets it.
struct ImportCommandTests {
  let folder = TemporaryFolder()

  /// A capture of a real server, by its name.
  private static func capture(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../CaptureTests/Fixtures/\(name)").standardizedFileURL.path
  }

  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  private func query(_ sql: String) throws -> String {
    try CommandRun.tool("sqlite3", ["-batch", "-readonly", "a.sqlite", sql], in: folder).output
  }

  /// The types of PDUs in a capture, as tshark counts them.
  private func counts(of path: String) throws -> String {
    let run = try CommandRun.shell(
      "tshark -2 -r '\(path)' -d tcp.port==135,dcerpc -T fields -e dcerpc.pkt_type "
        + "| tr ',' '\\n' | grep . | sort -n | uniq -c | awk '{print $2 \"|\" $1}'",
      in: folder)
    return run.output
  }

  @Test(arguments: ["s4_rpcclient_tcp_v6.pcapng", "s4_rpcclient_np_smb2.pcap.gz"])
  func `the trace of a capture has the PDUs that tshark counts`(name: String) throws {
    let path = Self.capture(name)
    let run = try mtatrace("import", path, "-o", "a.sqlite")
    #expect(run.exitCode == 0)
    #expect(run.errors == "")
    #expect(try query("SELECT type, count(*) FROM pdus GROUP BY type") == (try counts(of: path)))
    #expect(try query("PRAGMA integrity_check; PRAGMA foreign_key_check") == "ok\n")
  }

  @Test func `captures become runs of one trace, and every verb works on it`() throws {
    let run = try mtatrace(
      "import", Self.capture("s4_smbtorture_bind.pcap.gz"),
      Self.capture("s4_impacket_struct.pcapng"), "-o", "a.sqlite")
    #expect(run.exitCode == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[1].hasPrefix("  run 1 · s4_smbtorture_bind.pcap.gz · "))
    #expect(lines[2].contains(" · 34 PDUs · "))
    let verbs = [
      ["info"], ["info", "--json"], ["diagnose"], ["show"], ["show", "--kind", "bind"],
    ]
    for verb in verbs {
      let run = try CommandRun.mtatrace(verb + ["a.sqlite"], in: folder)
      #expect(run.exitCode == 0, "\(verb)")
      #expect(!run.output.isEmpty)
    }
    for verb in ["diagram", "report"] {
      let run = try mtatrace(verb, "a.sqlite", "--run", "2", "-o", "a.pdf")
      #expect(run.exitCode == 0, "\(verb): \(run.errors)")
      let check = try CommandRun.tool("qpdf", ["--check", "a.pdf"], in: folder)
      #expect(check.exitCode == 0)
    }
    let text = try CommandRun.tool("pdftotext", ["-layout", "a.pdf", "-"], in: folder).output
    #expect(text.contains("No known fault; "))
    #expect(text.contains("Connections"))
    let chart = try mtatrace("chart", "a.sqlite", "-o", "a.png")
    #expect(chart.exitCode == 65)
    #expect(chart.errors.contains("'mtatrace diagram'"))
    let replay = try mtatrace("replay", "a.sqlite")
    #expect(replay.exitCode == 65)
    #expect(replay.errors.contains("capture"))
  }

  @Test func `standard input gives the same trace as the file`() throws {
    let path = Self.capture("s4_raw_netlogon_port.pcap")
    #expect(try mtatrace("import", path, "-o", "a.sqlite").exitCode == 0)
    let run = try CommandRun.shell("\"$mtatrace\" import - -o b.sqlite < '\(path)'", in: folder)
    #expect(run.exitCode == 0)
    let sql = "SELECT fingerprint, event_count FROM runs"
    let other = try CommandRun.tool("sqlite3", ["b.sqlite", sql], in: folder).output
    #expect(try query(sql) == other)
  }

  @Test func `equal captures give equal files`() throws {
    let path = Self.capture("s4_raw_sll.pcap.gz")
    #expect(try mtatrace("import", path, "-o", "a.sqlite").exitCode == 0)
    #expect(try mtatrace("import", path, "-o", "b.sqlite").exitCode == 0)
    #expect(try folder.octets("a.sqlite") == folder.octets("b.sqlite"))
  }

  @Test func `a capture that is cut is read as far as it goes, and that is said`() throws {
    let octets = try Data(contentsOf: URL(filePath: Self.capture("s4_raw_netlogon_port.pcap")))
    try octets.dropLast(100).write(to: folder.path("cut.pcap"))
    let run = try mtatrace("import", "cut.pcap", "-o", "a.sqlite")
    #expect(run.exitCode == 0)
    #expect(run.errors.contains("ends within a frame"))
    let info = try mtatrace("info", "a.sqlite")
    #expect(info.output.contains("file_cut_short"))
  }

  @Test func `what is no capture makes no trace`() throws {
    try folder.write("This is a letter.", to: "letter.txt")
    let run = try mtatrace("import", "letter.txt", "-o", "a.sqlite")
    #expect(run.exitCode == 65)
    #expect(run.errors.contains("letter.txt is no capture that can be read."))
    #expect(try mtatrace("import", "nothing.pcap", "-o", "a.sqlite").exitCode == 66)
    #expect(folder.names == ["letter.txt"])
  }

  @Test func `a trace that is there is replaced only by force`() throws {
    let path = Self.capture("s4_raw_netlogon_port.pcap")
    #expect(try mtatrace("import", path, "-o", "a.sqlite").exitCode == 0)
    #expect(try mtatrace("import", path, "-o", "a.sqlite").exitCode == 73)
    #expect(try mtatrace("import", path, "-o", "a.sqlite", "--force").exitCode == 0)
  }

  @Test func `an encrypted capture is nothing to judge`() throws {
    let path = Self.capture("s4_impacket_np311_encrypted.pcap.gz")
    #expect(try mtatrace("import", path, "-o", "a.sqlite").exitCode == 0)
    let run = try mtatrace("diagnose", "a.sqlite")
    #expect(run.exitCode == 0)
    #expect(run.output.contains("nothing to judge"))
    #expect(run.output.contains("message_encrypted 418 times"))
  }

  @Test(arguments: [
    "s3_pipes_smb1.pcap.gz", "s4_loss_retrans.pcap.gz", "s4_rpcclient_tcp_v6.pcapng",
    "s4_smbtorture_handles_bigendian.pcap.gz",
  ])
  func `an imported trace that is exported and imported again has the same PDUs`(name: String)
    throws
  {
    #expect(try mtatrace("import", Self.capture(name), "-o", "a.sqlite").exitCode == 0)
    #expect(try mtatrace("export", "a.sqlite", "-o", "a.pcapng").exitCode == 0)
    #expect(try mtatrace("import", "a.pcapng", "-o", "b.sqlite").exitCode == 0)
    let sql = """
      SELECT type, p.flags, p.length, call_id, group_id, reject_reason, context_id, opnum, interface,
        hex(octets)
      FROM pdus p JOIN captured_pdu c ON c.event = p.run << 40 | p.sequence ORDER BY p.sequence
      """
    let again = try CommandRun.tool("sqlite3", ["b.sqlite", sql], in: folder).output
    #expect(!again.isEmpty)
    #expect(try query(sql) == again)
  }

  @Test func `the fault that was simulated is found in the capture of it`() throws {
    let sample = try SampleTrace.folder()
    for (run, code) in [("1", 1 as Int32), ("2", 0)] {
      let capture = folder.path("\(run).pcapng").path
      let export = try CommandRun.mtatrace(
        ["export", SampleTrace.name, "--run", run, "-o", capture], in: sample)
      #expect(export.exitCode == 0)
      #expect(try mtatrace("import", capture, "-o", "\(run).sqlite").exitCode == 0)
      let diagnosis = try mtatrace("diagnose", "\(run).sqlite")
      #expect(diagnosis.exitCode == code, "\(diagnosis.output)")
      #expect(diagnosis.output.contains("KB Q181721") == (code == 1))
    }
  }
}
