import Synchronization

/// Takes requests nowhere and keeps them as commands of the shell.
package final class Rehearsal: CallTransport {
  private let account: TrackerAccount
  private let kept = Mutex<[String]>([])

  package init(account: TrackerAccount) { self.account = account }

  /// The commands so far, each behind a line that says what it is for.
  package var commands: [String] { kept.withLock { $0 } }

  package func answer(to call: TrackerCall) throws -> TrackerAnswer {
    let configuration = CurlConfiguration(
      call, server: account.server, authorization: account.shownAuthorization)
    kept.withLock { $0.append("# \(call.purpose)\n\(configuration.command)") }
    return TrackerAnswer(status: 200, text: call.supposed)
  }
}
