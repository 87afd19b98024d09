import Foundation
package import Tickets

/// Where a tracker is, and who writes there.
///
/// It comes from the environment or from a file that nobody else may read, never from a command
/// line, which others see.
package struct TrackerAccount: Sendable {
  /// The server's address without a slash at its end: `https://rt.example.org`.
  package let server: String
  let user: String?
  /// A token, a key or a password; printed nowhere.
  let secret: String

  /// The variable of the shell in which the secret is, or would be.
  private let secretVariable: String

  /// The tracker whose account it is.
  let tracker: Tracker

  /// Reads the account of a tracker.
  ///
  /// - Parameters:
  ///   - environment: `MTATRACE_RT_URL`, `MTATRACE_RT_USER` and `MTATRACE_RT_TOKEN`, and the like
  ///     for others.
  ///   - file: A file with lines like `rt.url = https://rt.example.org`; what the environment says
  ///     goes before.
  /// - Throws: ``SendingFault`` if something is missing, or the file can be read by others.
  package init(
    of tracker: Tracker, environment: [String: String], file: AccountFile
  ) throws {
    self.tracker = tracker
    let entries = try file.entries()
    func value(_ name: String) -> String? {
      let variable = "MTATRACE_\(tracker.rawValue.uppercased())_\(name.uppercased())"
      let text = environment[variable] ?? entries["\(tracker.rawValue).\(name)"]
      return text.flatMap { $0.isEmpty ? nil : $0 }
    }
    let prefix = "MTATRACE_\(tracker.rawValue.uppercased())"
    guard let url = value("url") else {
      throw SendingFault(
        .usage,
        "Nothing says where \(tracker.name) is; set \(prefix)_URL, or write "
          + "'\(tracker.rawValue).url = https://…' into \(file.path).")
    }
    secretVariable = value("token") == nil ? "\(prefix)_PASSWORD" : "\(prefix)_TOKEN"
    guard let secret = value("token") ?? value("password") else {
      throw SendingFault(
        .usage,
        "Nothing says who writes to \(tracker.name); set \(prefix)_TOKEN, or \(prefix)_USER and "
          + "\(prefix)_PASSWORD, or write '\(tracker.rawValue).token = …' into \(file.path).")
    }
    user = value("user")
    self.secret = secret
    for text in [secret, user ?? ""] where text.unicodeScalars.contains(where: { $0.value < 32 }) {
      throw SendingFault(.usage, "The token or user of \(tracker.name) has control characters.")
    }
    server = try Self.checked(url, of: tracker)
  }

  /// - Throws: ``SendingFault`` if the address would send the token in the clear, or to elsewhere.
  private static func checked(_ url: String, of tracker: Tracker) throws -> String {
    guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
      parts.query == nil, parts.fragment == nil
    else {
      throw SendingFault(
        .usage, "The address of \(tracker.name) is none; write it like https://tracker.example.org."
      )
    }
    guard parts.user == nil, parts.password == nil else {
      throw SendingFault(
        .usage, "The address of \(tracker.name) holds a user; give users and tokens by themselves.")
    }
    let isHere = ["localhost", "127.0.0.1", "[::1]", "::1"].contains(host)
    guard parts.scheme == "https" || parts.scheme == "http" && isHere else {
      throw SendingFault(
        .usage,
        "\(url) is not https, so that everybody on the way would read the token; only this "
          + "computer may be reached by http.")
    }
    return url.hasSuffix("/") ? String(url.dropLast()) : url
  }

  /// The field of the header that says who writes.
  var authorization: String {
    switch tracker {
    case .redmine: return "X-Redmine-API-Key: \(secret)"
    case .gitlab: return "PRIVATE-TOKEN: \(secret)"
    case .bugzilla: return "X-BUGZILLA-API-KEY: \(secret)"
    case .github, .jira, .rt, .markdown:
      if let user {
        return "Authorization: Basic \(Data("\(user):\(secret)".utf8).base64EncodedString())"
      }
      return tracker == .rt ? "Authorization: token \(secret)" : "Authorization: Bearer \(secret)"
    }
  }

  /// The same, with a variable of the shell in the place of what is secret.
  var shownAuthorization: String {
    let variable = "$\(secretVariable)"
    return switch tracker {
    case .redmine: "X-Redmine-API-Key: \(variable)"
    case .gitlab: "PRIVATE-TOKEN: \(variable)"
    case .bugzilla: "X-BUGZILLA-API-KEY: \(variable)"
    case .github, .jira, .rt, .markdown:
      user != nil
        ? "Authorization: Basic $(printf %s \"$MTATRACE_\(tracker.rawValue.uppercased())_USER:"
          + "\(variable)\" | base64 -w0)"
        : "Authorization: \(tracker == .rt ? "token" : "Bearer") \(variable)"
    }
  }
}
