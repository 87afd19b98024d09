import Foundation
import Testing

/// `share` of what others made: captures, and runs of other simulators.
struct ForeignRedactionTests {
  let folder = TemporaryFolder()

  @discardableResult
  private func mtatrace(_ arguments: String...) throws -> CommandRun {
    try CommandRun.mtatrace(arguments, in: folder)
  }

  static let captures = [
    "s4_rpcclient_np_smb2.pcap.gz", "s4_rpcclient_tcp_seal.pcap", "s4_rpcclient_tcp_v6.pcapng",
    "s4_smbtorture_handles_bigendian.pcap.gz", "s4_loss_retrans.pcap.gz",
  ]

  @Test(arguments: captures)
  func `a redacted capture has its sizes and times, and no text in its PDUs`(name: String) throws {
    let fixture = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../CaptureTests/Fixtures/\(name)").path
    try mtatrace("import", fixture, "-o", "a.sqlite")
    let run = try mtatrace("share", "a.sqlite", "--redact")
    #expect(run.exitCode == 0 && run.output.contains("\ncleared: "), "\(run.output)\(run.errors)")
    let found = try RedactionJudge.search("redacted-key.json", "redacted.sqlite", in: folder)
    #expect(found.hasPrefix("nothing: "), "\(found)")
    let compared = try RedactionJudge.compare("a.sqlite", "redacted.sqlite", in: folder)
    #expect(compared.hasPrefix("equal: "), "\(compared)")
    let texts = try CommandRun.tool("python3", ["-c", Self.texts, "redacted.sqlite"], in: folder)
    #expect(texts.output == "\n" && texts.errors.isEmpty, "\(texts.output)\(texts.errors)")
  }

  /// The texts in a trace's PDUs, of ASCII or UTF-16, but for ports.
  private static let texts = #"""
    import re, sqlite3, sys

    found = set()
    for (octets,) in sqlite3.connect(sys.argv[1]).execute("SELECT octets FROM captured_pdu"):
        for text in re.findall(rb"[ -~]{5,}|(?:[ -~]\0){4,}", octets):
            if not text.isdigit(): found.add(text)
    print(" ".join(map(str, found)))
    """#

  @Test func `a redacted capture goes out with other addresses, and tshark reads the binds`() throws
  {
    let sample = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../traces/bindback.sqlite").path
    try mtatrace("export", sample, "--run", "1", "-o", "acme.pcapng")
    try mtatrace("import", "acme.pcapng", "-o", "acme.sqlite")
    try mtatrace("share", "acme.sqlite", "--redact")
    for (trace, file) in [("acme.sqlite", "one.pcapng"), ("redacted.sqlite", "other.pcapng")] {
      try mtatrace("export", trace, "-o", file)
    }
    let fields = [
      "-e", "frame.time_epoch", "-e", "frame.len", "-e", "dcerpc.pkt_type", "-e",
      "dcerpc.cn_assoc_group", "-e", "dcerpc.cn_call_id", "-e", "dcerpc.cn_bind_to_uuid",
    ]
    let told = try ["one.pcapng", "other.pcapng"].map { file in
      try CommandRun.tool("tshark", ["-r", file, "-T", "fields"] + fields, in: folder).output
    }
    #expect(told[0] == told[1] && told[0].contains("9e8ee830"))
    let found = try RedactionJudge.search("redacted-key.json", "other.pcapng", in: folder)
    #expect(found.hasPrefix("nothing: "), "\(found)")
    let chart = try mtatrace("chart", "redacted.sqlite", "--of", "associations", "-o", "a.svg")
    #expect(chart.exitCode == 0, "\(chart.errors)")
    let svg = String(decoding: try folder.octets("a.svg"), as: UTF8.self)
    #expect(svg.contains("mtatrace chart redacted.sqlite") && !svg.contains("mtatrace import"))
  }

  @Test func `what another simulator wrote is searched for names that no host has`() throws {
    try folder.write(Self.lines, to: "contoso.jsonl")
    try mtatrace("import", "contoso.jsonl", "-o", "contoso.sqlite")
    let run = try mtatrace("share", "contoso.sqlite", "--redact")
    #expect(run.exitCode == 0, "\(run.errors)")
    let found = try RedactionJudge.search("redacted-key.json", "redacted.sqlite", in: folder)
    #expect(found.hasPrefix("nothing: 19 names"), "\(found)")
    let compared = try RedactionJudge.compare(
      "contoso.sqlite", "redacted.sqlite", in: folder)
    // The engine's version is a text that anybody may have written.
    #expect(compared.hasPrefix("id, seed, engine_version") && !compared.contains("\n\n"))
    let dump = try CommandRun.tool("sqlite3", ["redacted.sqlite", ".dump"], in: folder).output
    for name in ["contoso", "berlin", "bob", "paris", "10.1", "10.9", "HSMX30NT"] {
      #expect(!dump.lowercased().contains(name.lowercased()), "\(name)")
    }
    #expect(dump.contains("HOST2 muck at 10:30:05"))
    try mtatrace("export", "redacted.sqlite", "-o", "redacted.jsonl")
    try mtatrace("import", "redacted.jsonl", "-o", "back.sqlite")
    let same = try mtatrace("compare", "redacted.sqlite", "back.sqlite")
    #expect(same.exitCode == 0, "\(same.output)")
  }

  private static let lines = #"""
    {"type":"run","format":1,"scenario":"contoso-lab","build":"sp of BERLIN01","seed":5,"engine_version":"sim 3 for bob@contoso.com","parameters":{"title":"Contoso outage","input":"/home/bob/mail.cfg","dns":"10.1.2.3, 10.1.2.4:53","note":"berlin01 is slow"},"hosts":[{"name":"BERLIN01","build":"x","addresses":[{"protocol_sequence":"ncacn_ip_tcp","network":"10.1.2.5","endpoint":"1911"}]},{"name":"MUC","build":"x","addresses":[{"protocol_sequence":"ncacn_np","network":"muc.contoso.com","endpoint":"\\pipe\\contosomta"}]}]}
    {"type":"connection","connection":1,"client":"MUC","server":"BERLIN01","client_endpoint":"muc-sock7"}
    {"type":"event","sequence":1,"time":1000,"kind":"message_enqueued","host":"BERLIN01","peer":"MUC","message":1,"length":200,"queue":1}
    {"type":"event","sequence":2,"time":2000,"kind":"log_entry","host":"BERLIN01","peer":"MUC","code":290,"log_text":"A non-delivery report (reason code transfer-failure and diagnostic code MTS-congestion) is being generated for message C=US;A= ;P=Contoso Ltd;L=HSMX30NT-990429133235Z-1108. It was originally destined for DN:/o=Contoso Ltd/ou=Berlin/cn=Bob (recipient number 1), and was to be redirected to . [MTA DISP:RESULT 22 136] (12)"}
    {"type":"event","sequence":3,"time":3000,"kind":"log_entry","host":"MUC","peer":"BERLIN01","code":9318,"log_text":"Unable to bind over RPC. Comms error 1722, Bind error 0, Remote Server Name PARIS07 [MAIN BASE 1 500 %10] (14), seen on berlin01 and muc.contoso.com and at 2001:db8:1::7, Protocol String ncacn_ip_tcp:10.9.9.9[1966], file C:\\contoso\\mta.log; MUC muck at 10:30:05"}
    {"type":"end","time":90000000000}
    """#
}
