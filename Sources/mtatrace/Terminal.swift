import Figures
import Foundation
import Glibc

/// What standard output can show: how wide it is, which characters, and whether in colour.
struct Terminal {
  /// Whether a person looks at it.
  let isInteractive: Bool
  let width: Int
  let height: Int
  let isColored: Bool
  let charset: TerminalCharset

  /// What is assumed of a file or a pipe.
  private static let usualSize = (width: 80, height: 24)

  /// What the environment and the terminal say of standard output.
  init() {
    let environment = ProcessInfo.processInfo.environment
    isInteractive =
      FileDescriptor.standardOutput.isTerminal && environment["TERM", default: "dumb"] != "dumb"
    let size = FileDescriptor.standardOutput.isTerminal ? Self.size() : nil
    width = Self.number(environment["COLUMNS"]) ?? size?.width ?? Self.usualSize.width
    height = Self.number(environment["LINES"]) ?? size?.height ?? Self.usualSize.height
    isColored = isInteractive && environment["NO_COLOR", default: ""].isEmpty
    charset = Self.isUnicode(environment) ? .unicode : .ascii
  }

  /// The size that the terminal has now, if it says one.
  private static func size() -> (width: Int, height: Int)? {
    var size = winsize()
    let request = UInt(TIOCGWINSZ)
    guard unsafe ioctl(FileDescriptor.standardOutput.number, request, &size) == 0,
      size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  private static func number(_ text: String?) -> Int? {
    guard let text, let number = Int(text), (1...10_000).contains(number) else { return nil }
    return number
  }

  /// Whether the charset of the locale is UTF-8, by the first of the variables that POSIX reads.
  private static func isUnicode(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
      .first { !$0.isEmpty }
    let charset = locale?.lowercased().split(separator: ".").dropFirst().first?
      .split(separator: "@").first
    return charset == "utf-8" || charset == "utf8"
  }
}
