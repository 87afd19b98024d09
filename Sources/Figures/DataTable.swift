package import TraceModel

/// The numbers behind a figure, as a table that spreadsheets read.
package struct DataTable: Equatable, Sendable {
  /// The names of its columns, with their units.
  package var columns: [String]
  /// As many texts a row as there are columns.
  package var rows: [[String]]

  package init(columns: [String], rows: [[String]]) {
    self.columns = columns
    self.rows = rows
  }

  /// The table as comma-separated values: RFC 4180, with a header line, in UTF-8.
  package var csv: String {
    ([columns] + rows).map { Self.record($0.map(Self.field)) }.joined()
  }

  /// A moment as a field: seconds since the start with nine digits behind the point.
  package static func seconds(_ time: TraceInstant) -> String { time.secondsText }

  /// Fields as a line.
  package static func record(_ fields: [String]) -> String {
    fields.joined(separator: ",") + "\r\n"
  }

  /// A field, in quotes if it has what separates fields or lines.
  package static func field(_ text: String) -> String {
    let needsQuotes = text.utf8.contains { octet in
      octet == UInt8(ascii: ",") || octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "\r")
        || octet == UInt8(ascii: "\n")
    }
    guard needsQuotes else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}

extension TraceInstant {
  /// Seconds since the start with nine digits behind the point.
  var secondsText: String { (self - .start).secondsText }
}

extension TraceDuration {
  /// Seconds with nine digits behind the point.
  var secondsText: String {
    let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
    let digits = String(rest)
    let sign = nanoseconds < 0 ? "-" : ""
    return "\(sign)\(seconds)." + String(repeating: "0", count: max(9 - digits.count, 0)) + digits
  }
}
