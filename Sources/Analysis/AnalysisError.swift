/// Why a trace does not answer what was asked of it.
package enum AnalysisError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The trace has no run.
  case noRuns
  /// No run has any mail.
  case noMail
  /// The capture shows no connection with DCE/RPC.
  case noTraffic
  /// The runs do not share scenario and seed, so that nothing can be said about their difference.
  case unlikeRuns
  /// There is no direction between hosts of these names; the hosts there are.
  case noSuchLink(from: String, to: String, hosts: [String])

  package var description: String {
    switch self {
    case .noRuns: "The trace has no run. Record one."
    case .noMail: "No mail was enqueued in these runs. Record a scenario with mail."
    case .noTraffic:
      "The capture shows no DCE/RPC that could be read; 'mtatrace info' lists what was not read."
    case .unlikeRuns:
      "The runs do not share scenario and seed. Name runs that do, or a single one."
    case .noSuchLink(let from, let to, let hosts):
      "No mail goes from \(from) to \(to). The hosts are \(hosts.joined(separator: ", "))."
    }
  }
}
