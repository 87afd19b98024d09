import Foundation
import Tickets
import TrackerClients

/// Sends a pack to a ticket, or says how that would be done.
struct PackSending {
  /// What came of it.
  enum Outcome {
    case sent(SendingResult)
    /// The requests, as commands of the shell.
    case rehearsed([String])

    var lines: [String] {
      switch self {
      case .sent(let result):
        [
          result.wasThere
            ? "has the pack already, and nothing was added: \(result.ticket)"
            : "sent, with \(result.attached.count.counted("file")): \(result.ticket)"
        ]
      case .rehearsed(let commands): ["nothing is sent; in the pack's folder:"] + commands
      }
    }

    var json: JSON {
      switch self {
      case .sent(let result):
        .object([
          ("ticket", .string(result.ticket)),
          ("attached", .array(result.attached.map { .string($0) })),
          ("was_there", .boolean(result.wasThere)), ("requests", .null),
        ])
      case .rehearsed(let commands):
        .object([
          ("ticket", .null), ("attached", .array([])), ("was_there", .boolean(false)),
          ("requests", .array(commands.map { .string($0) })),
        ])
      }
    }
  }

  private let ticket: String
  private let tracker: Tracker
  private let rehearses: Bool
  /// `nil` for GitHub, whose client has its own.
  private let account: TrackerAccount?

  /// - Throws: ``Failure`` if the tracker takes no packs, or nothing says where it is.
  init(to ticket: String, of tracker: Tracker, rehearses: Bool) throws {
    self.ticket = ticket
    self.tracker = tracker
    self.rehearses = rehearses
    guard tracker != .markdown else {
      throw Failure(.usage, "--for markdown makes a pack for no tracker; name one to send it to.")
    }
    guard tracker != .github else {
      account = nil
      return
    }
    let environment = ProcessInfo.processInfo.environment
    account = try Self.explaining {
      try TrackerAccount(
        of: tracker, environment: environment, file: AccountFile(environment: environment))
    }
  }

  /// - Throws: ``Failure`` that says what is in the ticket.
  func send(_ pack: EvidencePack, in folder: PackFolder) throws -> Outcome {
    let pack = try packToSend(pack, in: folder)
    return try Self.explaining {
      guard let account, let client = tracker.client else {
        let command = try GitHubCommand(pack, to: ticket)
        return rehearses ? .rehearsed(command.rehearsal) : .sent(try command.send())
      }
      if rehearses {
        let rehearsal = Rehearsal(account: account)
        _ = try client.init(server: account.server, transport: rehearsal).send(pack, to: ticket)
        return .rehearsed(rehearsal.commands)
      }
      let transport = CurlTransport(account: account, folder: pack.folder)
      return .sent(
        try client.init(server: account.server, transport: transport).send(pack, to: ticket))
    }
  }

  private func packToSend(_ pack: EvidencePack, in folder: PackFolder) throws -> PackToSend {
    let manifest = EvidencePack.File(
      name: PackFolder.manifest, octets: PackManifest(pack: pack).octets,
      purpose: "the list of all files, with their digests")
    let takesManifest =
      tracker.limits.objection(
        of: tracker, to: manifest.name, size: manifest.octets.count, before: pack.files.count)
      == nil
    let files = pack.files.filter { $0.objection == nil } + (takesManifest ? [manifest] : [])
    return PackToSend(
      folder: folder.path, title: pack.title, identity: pack.identity,
      body: String(decoding: pack.body.octets, as: UTF8.self), markup: pack.markup,
      files: files.map {
        .init(
          name: $0.name, type: $0.type, size: $0.octets.count, purpose: $0.purpose)
      })
  }

  private static func explaining<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let fault as SendingFault {
      let code: Failure.Code =
        switch fault.kind {
        case .usage: .usage
        case .noTicket: .noInput
        case .refused: .cannotCreate
        case .unreachable: .inputOutput
        }
      throw Failure(code, fault.sentence)
    }
  }
}
