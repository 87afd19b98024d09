import Foundation
import Glibc

/// The file that says where trackers are and who writes there.
package struct AccountFile: Sendable {
  package let path: String

  package init(path: String) { self.path = path }

  /// The file of whoever runs the program.
  ///
  /// https://specifications.freedesktop.org/basedir-spec/
  package init(environment: [String: String]) {
    if let path = environment["MTATRACE_TRACKERS"], !path.isEmpty {
      self.path = path
      return
    }
    let home = environment["HOME"] ?? ""
    let folder = environment["XDG_CONFIG_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    path = "\(folder ?? "\(home)/.config")/mtatrace/trackers"
  }

  /// What it says: `rt.url` and the like; nothing if there is no file.
  ///
  /// - Throws: ``SendingFault`` if others may read it, or a line says nothing.
  func entries() throws -> [String: String] {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return [:] }
    guard status.st_mode & 0o077 == 0 else {
      throw SendingFault(
        .usage, "Others may read \(path), which holds tokens; 'chmod 600 \(path)' keeps them out.")
    }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw SendingFault(.usage, "\(path) cannot be read.")
    }
    var entries: [String: String] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = line.trimmingCharacters(in: .whitespaces)
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      let parts = line.split(separator: "=", maxSplits: 1)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard parts.count == 2, !parts[0].isEmpty else {
        // The line may be a token that somebody pasted: it is not printed.
        throw SendingFault(
          .usage, "Line \(index + 1) of \(path) is not like 'rt.url = https://rt.example.org'.")
      }
      entries[parts[0]] = parts[1]
    }
    return entries
  }
}
