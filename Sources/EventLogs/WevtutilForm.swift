/// What `wevtutil query-events Application /format:text` prints.
///
/// `Event[0]` or `Event[0]:` begins an entry, fields like `  Event ID: 9316` follow, and the
/// description goes on to the next entry.
///
/// https://learn.microsoft.com/windows-server/administration/windows-commands/wevtutil
enum WevtutilForm {
  /// Whether a file begins like one.
  static func begins(_ text: String.UnicodeScalarView) -> Bool {
    let first = text.drop { $0.properties.isWhitespace }.prefix { $0 != "\n" && $0 != "\r" }
    return isBeginning(String(first))
  }

  static func read(_ text: String.UnicodeScalarView) -> RawLog {
    var log = RawLog()
    var current: Draft?
    for (index, part) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = String(part.last == "\r" ? part.dropLast() : part)
      if isBeginning(line) {
        current?.finish(in: &log)
        current = Draft(line: index + 1)
      } else {
        current?.add(line)
      }
    }
    current?.finish(in: &log)
    return log
  }

  /// An entry whose lines are being read.
  private struct Draft {
    private var entry: RawEntry
    /// How many of the fields that count it has.
    private var fields = 0
    private var isInText = false

    init(line: Int) { entry = RawEntry(line: line) }

    mutating func add(_ line: String) {
      guard !isInText else {
        entry.text += (entry.text.isEmpty ? "" : "\n") + line
        return
      }
      guard let (name, value) = field(line) else { return }
      fields += 1
      switch name {
      case "Source": entry.source = value
      case "Date": entry.date = value
      case "Event ID": entry.id = value
      case "Task": entry.category = value
      case "Level": entry.level = value
      case "Computer": entry.computer = value
      case "Description":
        entry.text = value
        isInText = true
      default: fields -= 1
      }
    }

    /// An entry has at least its source, its date and its id.
    func finish(in log: inout RawLog) {
      var entry = entry
      while let last = entry.text.last, last.isWhitespace { entry.text.removeLast() }
      if fields >= 3 { log.entries.append(entry) } else { log.broken.append(entry.line) }
    }
  }

  private static func isBeginning(_ line: String) -> Bool {
    guard line.hasPrefix("Event[") else { return false }
    let rest = line.dropFirst("Event[".count)
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    let end = rest.dropFirst(digits.count)
    return !digits.isEmpty && (end == "]" || end == "]:")
  }

  private static func field(_ line: String) -> (name: String, value: String)? {
    guard line.hasPrefix("  "), let colon = line.firstIndex(of: ":") else { return nil }
    var value = line[line.index(after: colon)...].drop { $0.isWhitespace }
    while let last = value.last, last.isWhitespace { value.removeLast() }
    return (String(line[..<colon].drop { $0 == " " }), String(value))
  }
}
