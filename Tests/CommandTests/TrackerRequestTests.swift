import Foundation
import Testing

/// `ticket --send` against servers that answer as the trackers' documentation says.
///
/// These trackers are no packages of Debian; the shapes are those of the pages that their clients
/// name.
struct TrackerRequestTests {
  let folder = TemporaryFolder()
  private static let secret = "s3cret-t0ken"

  init() throws {
    let original = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../traces/bindback.sqlite")
    try FileManager.default.copyItem(at: original, to: folder.path("bindback.sqlite"))
  }

  private func send(
    _ tracker: String, to ticket: String, at address: String, _ more: String...
  ) throws -> CommandRun {
    let prefix = "MTATRACE_\(tracker.uppercased())"
    return try CommandRun.mtatrace(
      ["ticket", "bindback.sqlite", "--for", tracker, "--send", ticket, "-o", "pack"] + more,
      in: folder, environment: ["\(prefix)_URL": address, "\(prefix)_TOKEN": Self.secret])
  }

  /// The digests of the files of the pack, by name.
  private func digests() throws -> [String: String] {
    let sums = try CommandRun.tool("sh", ["-c", "cd pack && sha256sum *"], in: folder).output
    return Dictionary(
      uniqueKeysWithValues: sums.split(separator: "\n").map { line in
        (String(line.dropFirst(66)), String(line.prefix(64)))
      })
  }

  private func members(_ text: String?) throws -> [String: Any] {
    try #require(
      JSONSerialization.jsonObject(with: Data((text ?? "").utf8)) as? [String: Any])
  }

  private func body(_ ending: String) throws -> String {
    String(decoding: try folder.octets("pack/body.\(ending)"), as: UTF8.self)
  }

  @Test func `Redmine gets uploads, and an update that names them`() throws {
    let server = try TrackerServer(
      .answering([
        ("GET", "/issues/12.json", 200, #"{"issue":{"id":12,"journals":[{"notes":"old"}]}}"#),
        ("POST", "/uploads.json", 201, #"{"upload":{"id":7,"token":"7.ed1ccdb0"}}"#),
        ("PUT", "/issues/12.json", 204, ""),
      ]))
    let run = try send("redmine", to: "12", at: server.address)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("\(server.address)/issues/12\n"))
    let requests = try server.requests
    #expect(requests.allSatisfy { $0.headers["X-Redmine-API-Key"] == Self.secret })
    let uploads = requests.filter { $0.method == "POST" }
    let digests = try digests()
    #expect(uploads.count == digests.count - 1)
    for upload in uploads {
      let name = try #require(upload.path.components(separatedBy: "filename=").last)
      #expect(upload.headers["Content-Type"] == "application/octet-stream")
      #expect(upload.digest == digests[name], "\(name)")
    }
    let issue = try #require(members(requests.last?.text)["issue"] as? [String: Any])
    #expect(issue["notes"] as? String == (try body("md")))
    let named = try #require(issue["uploads"] as? [[String: String]])
    #expect(named.count == uploads.count && named.allSatisfy { $0["token"] == "7.ed1ccdb0" })
    #expect(named.first?["filename"] == "backlog.png" && named[0]["content_type"] == "image/png")
  }

  @Test func `Jira gets its files in one request, and loses them if the comment fails`() throws {
    let attachments = #"[{"id":"10001","filename":"a"},{"id":"10002","filename":"b"}]"#
    let server = try TrackerServer(
      .answering([
        ("GET", "/rest/api/2/issue/MAIL-1/comment", 200, #"{"comments":[{"body":"old"}]}"#),
        ("POST", "/rest/api/2/issue/MAIL-1/attachments", 200, attachments),
        ("POST", "/rest/api/2/issue/MAIL-1/comment", 201, #"{"id":"5"}"#),
      ]))
    let run = try send("jira", to: "MAIL-1", at: server.address)
    #expect(run.exitCode == 0, "\(run.errors)")
    let requests = try server.requests
    #expect(requests.map(\.method) == ["GET", "POST", "POST"])
    #expect(requests.allSatisfy { $0.headers["Authorization"] == "Bearer \(Self.secret)" })
    #expect(requests[1].headers["X-Atlassian-Token"] == "no-check")
    let digests = try digests()
    #expect(requests[1].parts.count == digests.count - 1)
    for part in requests[1].parts {
      #expect(part.name == "file" && part.digest == digests[part.filename ?? ""])
    }
    #expect(try members(requests[2].text)["body"] as? String == body("jira"))

    let broken = try TrackerServer(
      .answering([
        ("GET", "/rest/api/2/issue/MAIL-1/comment", 200, #"{"comments":[]}"#),
        ("POST", "/rest/api/2/issue/MAIL-1/attachments", 200, attachments),
        ("POST", "/rest/api/2/issue/MAIL-1/comment", 400, #"{"errorMessages":["too long"]}"#),
        ("DELETE", "/rest/api/2/attachment/", 204, ""),
      ]))
    let failed = try send("jira", to: "MAIL-1", at: broken.address)
    #expect(failed.exitCode == 73 && failed.errors.contains("too long"), "\(failed.errors)")
    #expect(
      try broken.requests.suffix(2).map(\.path)
        == ["/rest/api/2/attachment/10001", "/rest/api/2/attachment/10002"])
  }

  @Test func `GitLab gets uploads, and a note that shows them`() throws {
    let server = try TrackerServer(
      .answering([
        ("GET", "/api/v4/projects/group%2Fproject/issues/12/notes", 200, "[]"),
        (
          "POST", "/api/v4/projects/group%2Fproject/uploads", 201,
          #"{"alt":"a","url":"/uploads/66dbcd/a","full_path":"/-/project/1/uploads/66dbcd/a"}"#
        ),
        ("POST", "/api/v4/projects/group%2Fproject/issues/12/notes", 201, #"{"id":302}"#),
      ]))
    let run = try send("gitlab", to: "group/project#12", at: server.address)
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.contains("\(server.address)/group/project/-/issues/12\n"))
    let requests = try server.requests
    #expect(requests.allSatisfy { $0.headers["PRIVATE-TOKEN"] == Self.secret })
    let digests = try digests()
    for upload in requests.dropFirst().dropLast() {
      #expect(upload.parts.count == 1 && upload.parts[0].name == "file")
      #expect(upload.parts[0].digest == digests[upload.parts[0].filename ?? ""])
    }
    let note = try #require(members(requests.last?.text)["body"] as? String)
    #expect(note.contains("](/uploads/66dbcd/a)") && !note.contains("](./"))
    #expect(note.contains("[report.pdf](/uploads/66dbcd/a)"))
  }

  @Test func `Bugzilla gets a request a file, and obsolete ones if one fails`() throws {
    let comments = ("GET", "/rest/bug/5/comment", 200, #"{"bugs":{"5":{"comments":[]}}}"#)
    let server = try TrackerServer(
      .answering([
        comments, ("POST", "/rest/bug/5/attachment", 201, #"{"ids":["2797"]}"#),
        ("POST", "/rest/bug/5/comment", 201, #"{"id":789}"#),
      ]))
    let run = try send("bugzilla", to: "5", at: server.address)
    #expect(run.exitCode == 0, "\(run.errors)")
    let requests = try server.requests
    #expect(requests.allSatisfy { $0.headers["X-BUGZILLA-API-KEY"] == Self.secret })
    for request in requests.dropFirst().dropLast() {
      let attachment = try members(request.text)
      let name = try #require(attachment["file_name"] as? String)
      let data = try #require(attachment["data"] as? String)
      #expect(Data(base64Encoded: data) == (try folder.octets("pack/\(name)")))
      #expect(attachment["ids"] as? [String] == ["5"] && attachment["summary"] != nil)
    }
    #expect(try members(requests.last?.text)["comment"] as? String == body("txt"))

    let broken = try TrackerServer(
      .answering([
        comments, ("POST", "/rest/bug/5/attachment", 201, #"{"ids":["2797"]}"#),
        ("POST", "/rest/bug/5/comment", 400, #"{"error":true,"message":"no"}"#),
        ("PUT", "/rest/bug/attachment/2797", 200, "{}"),
      ]))
    let failed = try send("bugzilla", to: "5", at: broken.address)
    #expect(failed.exitCode == 73 && failed.errors.contains("obsolete"), "\(failed.errors)")
    let undone = try broken.requests.filter { $0.method == "PUT" }
    #expect(try undone.count == server.requests.count - 2)
  }

  @Test func `GitHub's own client gets the pictures, and says what it cannot`() throws {
    let script = """
      #!/bin/sh
      printf '%s\\n' "$@" >> "$GH_LOG"
      case "$2" in view) echo '{"comments":[]}';; *) echo 'https://github.com/o/r/issues/3#c1';; esac
      """
    try Data(script.utf8).write(to: folder.path("gh"))
    _ = try CommandRun.tool("chmod", ["755", "gh"], in: folder)
    let path = "\(folder.url.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
    let run = try CommandRun.mtatrace(
      ["ticket", "bindback.sqlite", "--for", "github", "--send", "o/r#3", "-o", "pack"],
      in: folder, environment: ["PATH": path, "GH_LOG": folder.path("log").path])
    #expect(run.exitCode == 0, "\(run.errors)")
    #expect(run.output.hasSuffix("https://github.com/o/r/issues/3#c1\n"))
    let words = String(decoding: try folder.octets("log"), as: UTF8.self)
    #expect(words.contains("issue\ncomment\n3\n--repo\no/r\n--body-file\nbody.md\n--attach\n"))
    #expect(words.contains("./backlog.png\n") && !words.contains(".pdf") && !words.contains(".csv"))
  }

  @Test func `a token is seen by the tracker alone`() throws {
    let spy = """
      #!/bin/sh
      printf '%s\\n' "$@" >> "$CURL_LOG"
      exec /usr/bin/curl "$@"
      """
    try Data(spy.utf8).write(to: folder.path("curl"))
    _ = try CommandRun.tool("chmod", ["755", "curl"], in: folder)
    let server = try TrackerServer(
      .answering([("GET", "/rest/api/2/issue/M-1/comment", 403, #"{"errorMessages":["no"]}"#)]))
    let path = "\(folder.url.path):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
    let account = "jira.url = \(server.address)\njira.token = \(Self.secret)\n"
    try Data(account.utf8).write(to: folder.path("trackers"))
    let arguments = ["ticket", "bindback.sqlite", "--for", "jira", "--send", "M-1", "-o", "pack"]
    let environment = [
      "PATH": path, "CURL_LOG": folder.path("seen").path,
      "MTATRACE_TRACKERS": folder.path("trackers").path,
    ]
    _ = try CommandRun.tool("chmod", ["644", "trackers"], in: folder)
    let open = try CommandRun.mtatrace(arguments, in: folder, environment: environment)
    #expect(open.exitCode == 64 && open.errors.contains("chmod 600"), "\(open.errors)")
    #expect(!folder.exists("seen"))
    _ = try CommandRun.tool("chmod", ["600", "trackers"], in: folder)
    let run = try CommandRun.mtatrace(arguments, in: folder, environment: environment)
    #expect(run.exitCode == 73 && run.errors.contains("does not let this account"))
    #expect(try server.requests.first?.headers["Authorization"] == "Bearer \(Self.secret)")
    let rehearsed = try CommandRun.mtatrace(
      arguments + ["--dry-run"], in: folder, environment: environment)
    #expect(rehearsed.exitCode == 0 && rehearsed.output.contains("$MTATRACE_JIRA_TOKEN"))
    for text in [open, run, rehearsed].flatMap({ [$0.output, $0.errors] }) {
      #expect(!text.contains(Self.secret))
    }
    #expect(!String(decoding: try folder.octets("seen"), as: UTF8.self).contains(Self.secret))
    let found = try CommandRun.tool("grep", ["-rla", Self.secret, "pack"], in: folder)
    #expect(found.output.isEmpty && found.exitCode == 1)
    #expect(try server.requests.count == 1)
  }

  @Test func `nothing goes to a server that cannot prove who it is, or in the clear`() throws {
    let server = try TrackerServer(.answering([("GET", "/", 200, "{}")]), certificate: true)
    let run = try send("redmine", to: "12", at: server.address)
    #expect(run.exitCode == 73 && run.errors.contains("cannot prove"), "\(run.errors)")
    #expect(try server.requests.isEmpty)
    for address in [
      "http://tracker.example.org", "https://me:x@tracker.example.org", "ftp://x", "",
    ] {
      let refused = try send("redmine", to: "12", at: address)
      #expect(refused.exitCode == 64, "\(address): \(refused.errors)")
    }
  }

  @Test func `the key to a pack without names outlives a server that fails`() throws {
    let server = try TrackerServer(
      .answering([
        ("GET", "/issues/12.json", 200, #"{"issue":{}}"#), ("POST", "/uploads.json", 500, "{}"),
      ]))
    let run = try send("redmine", to: "12", at: server.address, "--redact")
    #expect(run.exitCode == 73, "\(run.errors)")
    for name in ["pack/manifest.json", "pack.sqlite", "pack-key.json"] {
      #expect(folder.exists(name), "\(name)")
    }
  }

  @Test func `a program that is missing is named`() throws {
    for (tracker, ticket, program) in [("redmine", "12", "curl"), ("github", "o/r#3", "gh")] {
      let run = try CommandRun.mtatrace(
        ["ticket", "bindback.sqlite", "--for", tracker, "--send", ticket, "-o", tracker],
        in: folder,
        environment: [
          "PATH": folder.url.path, "MTATRACE_REDMINE_URL": "https://tracker.example.org",
          "MTATRACE_REDMINE_TOKEN": Self.secret,
        ])
      #expect(run.exitCode == 64, "\(run.errors)")
      #expect(run.errors.contains("The program \(program) is missing"), "\(run.errors)")
    }
  }

  @Test func `an address that is none is not printed, since it may hold a password`() throws {
    let run = try send("redmine", to: "12", at: "https://me:hush@tracker.example.org?x")
    #expect(run.exitCode == 64 && !run.errors.contains("hush"), "\(run.errors)")
  }

  @Test func `a busy server is asked again, and only for what changes nothing`() throws {
    let busy = try TrackerServer(.answering([("GET", "/issues/12.json", 503, "{}")]))
    let waited = try send("redmine", to: "12", at: busy.address)
    #expect(waited.exitCode == 74 && waited.errors.contains("busy"), "\(waited.errors)")
    #expect(try busy.requests.count == 3)
    let half = try TrackerServer(
      .answering([
        ("GET", "/issues/12.json", 200, #"{"issue":{}}"#), ("POST", "/uploads.json", 503, "{}"),
      ]))
    #expect(try send("redmine", to: "12", at: half.address).exitCode == 73)
    #expect(try half.requests.map(\.method) == ["GET", "POST"])
  }
}
