import Foundation
import Glibc

/// Sends requests with curl, which verifies certificates and is kept up to date by the system.
///
/// It is told everything on its standard input: whoever lists processes sees no token.
package struct CurlTransport: CallTransport {
  private let account: TrackerAccount
  private let folder: String
  /// How often a request that changes nothing is sent, and the seconds to wait before each.
  private let waits: [Double]

  /// - Parameters:
  ///   - folder: That of the pack, whose files requests carry.
  ///   - waits: Seconds before each attempt at a request that may be repeated.
  package init(account: TrackerAccount, folder: String, waits: [Double] = [0, 1, 3]) {
    self.account = account
    self.folder = folder
    self.waits = waits
  }

  package func answer(to call: TrackerCall) throws -> TrackerAnswer {
    var fault: SendingFault?
    for wait in call.isRepeatable ? waits : [0] {
      if wait > 0 { Thread.sleep(forTimeInterval: wait) }
      do {
        let answer = try attempt(call)
        // RFC 6585, 4 and RFC 9110, 15.6.3 to 15.6.5: busy, or somebody between is.
        guard [429, 502, 503, 504].contains(answer.status), call.isRepeatable else { return answer }
        fault = SendingFault(
          .unreachable, "\(account.server) is busy (status \(answer.status)); try again later.")
      } catch let error as SendingFault {
        fault = error
        if error.kind != .unreachable { throw error }
      }
    }
    throw fault ?? SendingFault(.unreachable, "\(account.server) does not answer.")
  }

  private func attempt(_ call: TrackerCall) throws -> TrackerAnswer {
    let files = FileManager.default
    let scratch = files.temporaryDirectory.appending(path: "mtatrace-\(UUID().uuidString)")
    try files.createDirectory(
      at: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    defer { try? files.removeItem(at: scratch) }
    let content = scratch.appending(path: "content.json")
    if let json = CurlConfiguration.json(of: call) { try Data(json.utf8).write(to: content) }
    let output = scratch.appending(path: "answer")
    let configuration = CurlConfiguration(
      call, server: account.server, authorization: account.authorization)
    let (code, printed, errors) = try Self.run(
      configuration.text(json: content.path, output: output.path), in: folder)
    guard code == 0, let status = Int(printed) else {
      throw Self.fault(code, errors, at: account.server, during: call.purpose)
    }
    let answer = (try? Data(contentsOf: output)) ?? Data()
    return TrackerAnswer(status: status, text: String(decoding: answer, as: UTF8.self))
  }

  /// Runs curl and gives what it printed.
  private static func run(
    _ configuration: String, in folder: String
  ) throws -> (code: Int32, output: String, errors: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    // The first keeps a ~/.curlrc out, which may turn the verification off.
    process.arguments = ["curl", "--disable", "--config", "-"]
    process.currentDirectoryURL = URL(filePath: folder)
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    // A curl that is missing, or ends early, reads nothing: that is no reason to end.
    let former = signal(SIGPIPE, SIG_IGN)
    defer { _ = signal(SIGPIPE, former) }
    do {
      try process.run()
    } catch {
      throw SendingFault(.usage, "The program curl cannot be run; install it.")
    }
    try? input.fileHandleForWriting.write(contentsOf: Data(configuration.utf8))
    try? input.fileHandleForWriting.close()
    // Both are short, so that neither fills up while the other is read.
    let printed = output.fileHandleForReading.readDataToEndOfFile()
    let complaints = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (
      process.terminationStatus, String(decoding: printed, as: UTF8.self),
      String(decoding: complaints, as: UTF8.self)
    )
  }

  /// What curl's exit code means.
  ///
  /// https://curl.se/libcurl/c/libcurl-errors.html
  private static func fault(
    _ code: Int32, _ errors: String, at server: String, during purpose: String
  ) -> SendingFault {
    let words = errors.split(separator: "\n").last.map { ": \($0)" } ?? ""
    return switch code {
    case 127: SendingFault(.usage, "The program curl is missing; install it.")
    case 6: SendingFault(.unreachable, "There is no computer of the name in \(server)\(words).")
    case 7: SendingFault(.unreachable, "\(server) cannot be reached\(words).")
    case 35, 51, 58, 59, 60, 66, 77, 80, 82, 83, 90, 91:
      SendingFault(
        .refused,
        "\(server) cannot prove that it is itself, so that nothing was sent to it\(words).")
    case 26:
      SendingFault(.unreachable, "A file of the pack cannot be read\(words).")
    case 28: SendingFault(.unreachable, "\(server) took too long to \(purpose)\(words).")
    default:
      SendingFault(
        .unreachable,
        "The connection to \(server) broke on the way to \(purpose), and nobody knows whether it "
          + "was done; look at the ticket, then send the pack again, which adds nothing "
          + "twice\(words).")
    }
  }
}
