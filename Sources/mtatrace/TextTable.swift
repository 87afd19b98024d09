/// Text in columns.
enum TextTable {
  /// The width of the widest text, in characters.
  static func width(of column: [String]) -> Int { column.map(\.count).max() ?? 0 }

  /// The text with as many spaces behind it, or before it, as make it this wide.
  static func pad(_ text: String, to width: Int, right: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(width - text.count, 0))
    return right ? spaces + text : text + spaces
  }

  /// Rows as lines; `numeric` columns are set flush right.
  static func lines(_ rows: [[String]], numeric: Set<Int> = []) -> [String] {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      width(of: rows.map { column < $0.count ? $0[column] : "" })
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, text in
        pad(text, to: widths[column], right: numeric.contains(column))
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
