import Foundation
import Tickets

/// GitHub by its own client, which knows the account and is the only way to attach pictures:
/// https://cli.github.com/manual/gh_issue_comment, from version 2.99.0 on.
package struct GitHubCommand: Sendable {
  private let pack: PackToSend
  private let repository: String
  private let number: String

  /// - Parameter ticket: `owner/repository#12`.
  /// - Throws: ``SendingFault`` if it names none.
  package init(_ pack: PackToSend, to ticket: String) throws {
    let parts = ticket.split(separator: "#", omittingEmptySubsequences: false)
    let names = parts.first?.split(separator: "/", omittingEmptySubsequences: false) ?? []
    guard parts.count == 2, names.count == 2, names.allSatisfy({ !$0.isEmpty }),
      !parts[0].hasPrefix("-"), !parts[1].isEmpty,
      parts[1].allSatisfy({ $0.isASCII && $0.isNumber })
    else {
      throw SendingFault(
        .usage, "GitHub's issues are named like owner/repository#12; \(ticket) is not.")
    }
    self.pack = pack
    repository = String(parts[0])
    number = String(parts[1])
  }

  private var viewing: [String] {
    ["gh", "issue", "view", number, "--repo", repository, "--json", "comments"]
  }

  private var commenting: [String] {
    ["gh", "issue", "comment", number, "--repo", repository, "--body-file", "body.md"]
      + pack.files.flatMap { ["--attach", "./\($0.name)"] }
  }

  /// The commands that send the pack, as a shell takes them in the pack's folder.
  package var rehearsal: [String] {
    func line(_ words: [String]) -> String {
      words.map { word in
        let isPlain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./".contains($0) }
        return isPlain ? word : "'\(word)'"
      }
      .joined(separator: " ")
    }
    return ["# look for the issue\n\(line(viewing))", "# comment and attach\n\(line(commenting))"]
  }

  /// Sends the pack, unless the issue has it already.
  package func send() throws -> SendingResult {
    let address = "https://github.com/\(repository)/issues/\(number)"
    let comments = AnswerValue(try run(viewing))["comments"].items
    if comments.contains(where: { $0["body"].text?.contains(pack.identity) == true }) {
      return SendingResult(ticket: address, attached: [], wasThere: true)
    }
    let printed = try run(commenting).trimmingCharacters(in: .whitespacesAndNewlines)
    return SendingResult(
      ticket: printed.hasPrefix("https://") ? printed : address, attached: pack.files.map(\.name),
      wasThere: false)
  }

  private func run(_ words: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(filePath: pack.folder)
    let (output, errors) = (Pipe(), Pipe())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    do { try process.run() } catch {
      throw SendingFault(.usage, "The program gh cannot be run; install it.")
    }
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let complaints = String(
      decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    if process.terminationStatus == 0 { return String(decoding: printed, as: UTF8.self) }
    let line = complaints.split(separator: "\n").first.map(String.init) ?? "no reason given"
    throw Self.fault(process.terminationStatus, line, of: "\(repository)#\(number)")
  }

  /// What gh's exit code and words mean.
  ///
  /// https://cli.github.com/manual/gh_help_exit-codes
  private static func fault(_ code: Int32, _ line: String, of ticket: String) -> SendingFault {
    switch code {
    case 127: SendingFault(.usage, "The program gh is missing; install it, and 'gh auth login'.")
    case 4: SendingFault(.refused, "GitHub does not know who writes; 'gh auth login' says it.")
    case _ where line.contains("unknown flag: --attach"):
      SendingFault(.usage, "gh is older than 2.99.0, which attaches pictures; update it.")
    case _ where line.contains("Could not resolve"):
      SendingFault(.noTicket, "GitHub has no issue \(ticket): \(line).")
    default: SendingFault(.refused, "gh says of \(ticket): \(line).")
    }
  }
}
