/// What Event Viewer saves as CSV: comma-separated values as RFC 4180 has them, below a line of
/// titles, and the description behind the last title.
///
/// `Level,Date and Time,Source,Event ID,Task Category`
enum EventViewerForm {
  /// Whether a file begins like one.
  static func begins(_ text: String.UnicodeScalarView) -> Bool {
    let line = String(text.prefix { $0 != "\n" && $0 != "\r" })
    let titles = line.split(separator: ",").map { name(of: String($0)) }
    return titles.contains("date and time") && titles.contains("event id")
  }

  static func read(_ text: String.UnicodeScalarView) -> RawLog {
    var records = Records(text)
    var log = RawLog()
    let titles = records.next()?.fields.map(name) ?? []
    while let record = records.next() {
      if record.fields == [""] { continue }
      guard record.isWhole, record.fields.count >= titles.count else {
        log.broken.append(record.line)
        continue
      }
      var entry = RawEntry(line: record.line)
      for (title, field) in zip(titles, record.fields) {
        switch title {
        case "level": entry.level = field
        case "date and time": entry.date = field
        case "source": entry.source = field
        case "event id": entry.id = field
        case "task category": entry.category = field
        case "computer": entry.computer = field
        case "description": entry.text = field
        default: break
        }
      }
      // The description has no title of its own.
      if record.fields.count > titles.count { entry.text = record.fields[titles.count] }
      log.entries.append(entry)
    }
    return log
  }

  private static func name(of title: String) -> String {
    var title = title.lowercased()
    while let last = title.last, last.isWhitespace { title.removeLast() }
    return String(title.drop { $0.isWhitespace || $0 == "\"" }.prefix { $0 != "\"" })
  }
}

/// The records of comma-separated values, one at a time.
private struct Records {
  struct Record {
    /// The line that it begins on, from 1.
    var line: Int
    var fields: [String]
    /// Whether its last quotes are closed.
    var isWhole: Bool
  }

  private var rest: String.UnicodeScalarView.SubSequence
  private var line = 1

  init(_ text: String.UnicodeScalarView) { rest = text[...] }

  mutating func next() -> Record? {
    guard !rest.isEmpty else { return nil }
    var record = Record(line: line, fields: [""], isWhole: true)
    var isQuoted = false
    while let scalar = rest.popFirst() {
      if scalar == "\n" { line += 1 }
      if isQuoted {
        guard scalar == "\"" else {
          record.append(scalar)
          continue
        }
        // Two quotes are one of the text.
        if rest.first == "\"" {
          rest.removeFirst()
          record.append(scalar)
        } else {
          isQuoted = false
        }
      } else if scalar == "\"" {
        isQuoted = true
      } else if scalar == "," {
        record.fields.append("")
      } else if scalar == "\n" {
        return record
      } else if scalar != "\r" {
        record.append(scalar)
      }
    }
    record.isWhole = !isQuoted
    return record
  }
}

extension Records.Record {
  fileprivate mutating func append(_ scalar: Unicode.Scalar) {
    fields[fields.count - 1].unicodeScalars.append(scalar)
  }
}
