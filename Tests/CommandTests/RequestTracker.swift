import Foundation
import Testing

/// A Request Tracker of its own for one test, with its database in the test's folder.
final class RequestTracker {
  let address: String
  private let folder = TemporaryFolder()
  private let server = Process()

  /// The user and the password that a new database has.
  static let account = ["MTATRACE_RT_USER": "root", "MTATRACE_RT_PASSWORD": "password"]

  /// - Parameter limit: The octets that the server keeps of an attachment; larger ones it drops.
  init(limit: Int = 10 << 20) throws {
    let port = try Self.freePort()
    address = "http://127.0.0.1:\(port)"
    let configuration = """
      Set($rtname, 'test');
      Set($Organization, 'test');
      Set($WebBaseURL, '\(address)');
      Set($WebDomain, '127.0.0.1');
      Set($WebPort, \(port));
      Set($DatabaseType, 'SQLite');
      Set($DatabaseName, '\(folder.path("rt.db").path)');
      Set($MasonDataDir, '\(folder.path("mason").path)');
      Set($MasonSessionDir, '\(folder.path("session").path)');
      Set($WebSessionClass, 'Apache::Session::File');
      Set($LogToSyslog, undef);
      Set($MailCommand, 'testfile');
      Set($MaxAttachmentSize, \(limit));
      Set($DropLongAttachments, 1);
      1;
      """
    try Data(configuration.utf8).write(to: folder.path("RT_SiteConfig.pm"))
    for name in ["mason", "session", "none"] {
      try FileManager.default.createDirectory(
        at: folder.path(name), withIntermediateDirectories: true)
    }
    let environment = [
      "RT_SITE_CONFIG": folder.path("RT_SiteConfig.pm").path,
      "RT_SITE_CONFIG_DIR": folder.path("none").path,
    ]
    let made = try CommandRun.shell(
      "perl /usr/sbin/rt-setup-database-5 --action init --skip-create", in: folder,
      environment: environment)
    try #require(made.output.contains("Done."), "\(made.output)\(made.errors)")
    // The thread that starts a process hands its blocked signals on, and this one is to end.
    server.executableURL = URL(filePath: "/usr/bin/env")
    server.arguments = [
      "--default-signal", "/usr/share/request-tracker5/libexec/rt-server", "--port", "\(port)",
      "--host", "127.0.0.1",
    ]
    server.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    server.standardInput = FileHandle.nullDevice
    server.standardOutput = FileHandle.nullDevice
    server.standardError = FileHandle.nullDevice
    try server.run()
    try waitUntilReady()
  }

  deinit {
    server.terminate()
    server.waitUntilExit()
  }

  /// What the environment says of it.
  var environment: [String: String] {
    Self.account.merging(["MTATRACE_RT_URL": address]) { $1 }
  }

  /// Asks its REST interface, as an independent client does.
  func ask(_ path: String, _ arguments: String...) throws -> Any {
    let run = try CommandRun.tool(
      "curl", ["-sS", "-u", "root:password"] + arguments + ["\(address)/REST/2.0/\(path)"],
      in: folder)
    return try JSONSerialization.jsonObject(with: run.octets, options: [.fragmentsAllowed])
  }

  func makeTicket() throws -> String {
    let answer = try ask(
      "ticket", "-H", "Content-Type: application/json", "-d",
      #"{"Queue":"General","Subject":"Mail waits"}"#)
    return try #require((answer as? [String: Any])?["id"] as? String)
  }

  /// The files that a ticket has, by name.
  func files(of ticket: String) throws -> [String: Data] {
    let list =
      try ask("ticket/\(ticket)/attachments?per_page=100&fields=Filename") as? [String: Any]
    var files: [String: Data] = [:]
    for item in list?["items"] as? [[String: Any]] ?? [] {
      guard let name = item["Filename"] as? String, !name.isEmpty,
        let id = item["id"] as? String
      else { continue }
      let attachment = try ask("attachment/\(id)") as? [String: Any]
      #expect(files[name] == nil, "\(name) is there twice")
      files[name] = Data(
        base64Encoded: attachment?["Content"] as? String ?? "",
        options: .ignoreUnknownCharacters)
    }
    return files
  }

  /// The texts of a ticket's comments, as HTML.
  func comments(of ticket: String) throws -> [String] {
    let list =
      try ask("ticket/\(ticket)/attachments?per_page=100&fields=Filename,ContentType")
      as? [String: Any]
    return try (list?["items"] as? [[String: Any]] ?? []).compactMap { item in
      guard item["ContentType"] as? String == "text/html", item["Filename"] as? String == "",
        let id = item["id"] as? String,
        let attachment = try ask("attachment/\(id)") as? [String: Any],
        let data = Data(
          base64Encoded: attachment["Content"] as? String ?? "", options: .ignoreUnknownCharacters)
      else { return nil }
      return String(decoding: data, as: UTF8.self)
    }
  }

  private func waitUntilReady() throws {
    for _ in 0..<300 {
      let run = try CommandRun.tool(
        "curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", address], in: folder)
      if run.output == "200" { return }
      Thread.sleep(forTimeInterval: 0.1)
    }
    Issue.record("Request Tracker does not start")
  }

  /// A port that nobody listens on.
  static func freePort() throws -> Int {
    let run = try CommandRun.tool(
      "python3",
      [
        "-c",
        "import socket; s=socket.socket(); s.bind(('127.0.0.1',0)); print(s.getsockname()[1])",
      ],
      in: TemporaryFolder())
    return try #require(Int(run.output.trimmingCharacters(in: .newlines)))
  }
}
