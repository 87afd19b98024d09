import Foundation
import Testing

/// `ticket --send` against a real Request Tracker.
struct RequestTrackerTests {
  private func pack(_ name: String) throws -> TemporaryFolder {
    let folder = TemporaryFolder()
    let original = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../traces/\(name).sqlite")
    try FileManager.default.copyItem(at: original, to: folder.path("\(name).sqlite"))
    return folder
  }

  private func send(
    _ name: String, to ticket: String, of tracker: RequestTracker, in folder: TemporaryFolder,
    _ changes: [String: String] = [:]
  ) throws -> CommandRun {
    try CommandRun.mtatrace(
      ["ticket", "\(name).sqlite", "--for", "rt", "--send", ticket, "-o", "pack"], in: folder,
      environment: tracker.environment.merging(changes) { $1 })
  }

  @Test func `a ticket gets every octet of a pack, and gets it once`() throws {
    let tracker = try RequestTracker()
    let folder = try pack("bindback")
    let ticket = try tracker.makeTicket()
    let sent = try send("bindback", to: ticket, of: tracker, in: folder)
    #expect(sent.exitCode == 0, "\(sent.errors)")
    #expect(sent.output.contains("\(tracker.address)/Ticket/Display.html?id=\(ticket)\n"))

    let files = try tracker.files(of: ticket)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("pack").path)
      .filter { $0 != "body.html" }
    #expect(Set(files.keys) == Set(names) && names.count > 10)
    for name in names {
      #expect(files[name] == (try folder.octets("pack/\(name)")), "\(name) is another one")
    }
    let comments = try tracker.comments(of: ticket)
    #expect(comments == [String(decoding: try folder.octets("pack/body.html"), as: UTF8.self)])

    let again = try send("bindback", to: ticket, of: tracker, in: folder)
    #expect(again.exitCode == 0 && again.output.contains("has the pack already"), "\(again.errors)")
    #expect(try tracker.files(of: ticket).count == files.count)
    #expect(try tracker.comments(of: ticket).count == 1)
  }

  @Test func `who may not write, and what is no ticket, is said, and nothing is added`() throws {
    let tracker = try RequestTracker()
    let folder = try pack("bindback")
    let ticket = try tracker.makeTicket()
    let stranger = try send(
      "bindback", to: ticket, of: tracker, in: folder, ["MTATRACE_RT_PASSWORD": "not-the-one"])
    #expect(stranger.exitCode == 73, "\(stranger.errors)")
    #expect(stranger.errors.contains("does not know the user and token"))
    #expect(!stranger.errors.contains("not-the-one") && !stranger.output.contains("not-the-one"))
    let unknown = try send("bindback", to: "4711", of: tracker, in: folder)
    #expect(unknown.exitCode == 66 && unknown.errors.contains("has no ticket 4711"))
    let wrong = try send("bindback", to: "MAIL-1", of: tracker, in: folder)
    #expect(wrong.exitCode == 64 && wrong.errors.contains("is no number"), "\(wrong.errors)")
    #expect(try tracker.files(of: ticket).isEmpty && tracker.comments(of: ticket).isEmpty)
  }

  @Test func `a connection that breaks in the middle of a pack leaves none of it`() throws {
    let tracker = try RequestTracker()
    let folder = try pack("bindback")
    let ticket = try tracker.makeTicket()
    let cut = try TrackerServer(.cutting(tracker.address, after: 200_000))
    let broken = try send(
      "bindback", to: ticket, of: tracker, in: folder, ["MTATRACE_RT_URL": cut.address])
    #expect(broken.exitCode == 74 && broken.errors.contains("broke"), "\(broken.errors)")
    #expect(try tracker.files(of: ticket).isEmpty && tracker.comments(of: ticket).isEmpty)
    let whole = try send("bindback", to: ticket, of: tracker, in: folder)
    #expect(whole.exitCode == 0, "\(whole.errors)")
    let absent = try send(
      "bindback", to: ticket, of: tracker, in: folder,
      ["MTATRACE_RT_URL": "http://127.0.0.1:\(try RequestTracker.freePort())"])
    #expect(absent.exitCode == 74 && absent.errors.contains("cannot be reached"))
  }

  @Test func `what the server does not keep is named`() throws {
    let tracker = try RequestTracker(limit: 60_000)
    let folder = try pack("bindback")
    let ticket = try tracker.makeTicket()
    let sent = try send("bindback", to: ticket, of: tracker, in: folder)
    #expect(sent.exitCode == 73, "\(sent.errors)")
    #expect(sent.errors.contains("backlog.png") && sent.errors.contains("administrator"))
    #expect(!sent.errors.contains("incidents.csv"))
  }
}
