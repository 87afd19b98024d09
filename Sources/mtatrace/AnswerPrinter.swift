import Figures
import TraceStore

/// Prints the answer to a question row by row: memory does not grow with their number.
final class AnswerPrinter {
  /// How many rows, and how many octets of them, are kept to measure the columns.
  private static let measured = (rows: 1_000, octets: 1 << 20)
  private static let pieceSize = 1 << 16

  /// How many rows have been added.
  private(set) var rows = 0
  private let format: AnswerFormat
  private let write: ([UInt8]) throws -> Void
  private var pending: [UInt8] = []
  private var names: [String] = []
  /// The first rows, until the columns are measured.
  private var first: [[QueryValue]] = []
  private var firstOctets = 0
  /// What is known of each column once it is measured.
  private var columns: [(width: Int, isNumeric: Bool)]?

  init(_ format: AnswerFormat, _ write: @escaping ([UInt8]) throws -> Void) {
    self.format = format
    self.write = write
  }

  /// Takes the names of the columns.
  /// - Throws: ``Failure`` with code 64 if JSON would lose one.
  func begin(_ names: [String]) throws {
    self.names = names
    switch format {
    case .csv: try print(DataTable.record(names.map(format.heading)))
    case .json:
      var seen: Set<String> = []
      if let twice = names.first(where: { !seen.insert($0).inserted }) {
        throw Failure(
          .usage,
          "Two columns of the answer are called '\(twice)', and an object of JSON has a name once; "
            + "rename one with AS.")
      }
      try print("[")
    case .table, .markdown: break
    }
  }

  func add(_ row: [QueryValue]) throws {
    switch format {
    case .csv: try print(Self.csv(row))
    case .json: try print((rows == 0 ? "\n  " : ",\n  ") + AnswerFormat.json(names, row).line)
    case .table, .markdown:
      if columns == nil { try keep(row) } else { try print(line(row)) }
    }
    rows += 1
  }

  /// Prints what comes behind the last row, and all that is left.
  func end() throws {
    switch format {
    case .csv: break
    case .json: try print(rows == 0 ? "]\n" : "\n]\n")
    case .table, .markdown: if columns == nil { try measure() }
    }
    try flush()
  }

  /// Prints all that came before an answer was cut off.
  func breakOff() throws {
    if columns == nil, !first.isEmpty { try measure() }
    try flush()
  }

  private func flush() throws {
    guard !pending.isEmpty else { return }
    try write(pending)
    pending.removeAll(keepingCapacity: true)
  }

  private func print(_ text: String) throws {
    pending += text.utf8
    if pending.count >= Self.pieceSize { try flush() }
  }

  /// A row of CSV; one that would be an empty line, which readers skip, is a quoted field.
  private static func csv(_ row: [QueryValue]) -> String {
    row == [.null] ? "\"\"\r\n" : DataTable.record(row.map(AnswerFormat.csv.cell))
  }
}

/// Tables, whose columns are as wide as their first rows need.
extension AnswerPrinter {
  private func keep(_ row: [QueryValue]) throws {
    first.append(row)
    for case .text(let text) in row { firstOctets += text.utf8.count }
    for case .octets(let octets) in row { firstOctets += octets.count }
    if first.count >= Self.measured.rows || firstOctets >= Self.measured.octets { try measure() }
  }

  /// Prints the head of the table and the rows that it was measured by.
  private func measure() throws {
    let columns = names.indices.map { column in
      let values = first.map { $0[column] }
      let cells = [format.heading(names[column])] + values.map(format.cell)
      return (width: TextTable.width(of: cells), isNumeric: Self.areNumbers(values))
    }
    self.columns = columns
    try print(line(names.map(format.heading)))
    switch format {
    case .markdown:
      try print(
        "|" + columns.map { $0.isNumeric ? " ---: |" : " --- |" }.joined() + "\n")
    default:
      try print(
        columns.map { String(repeating: "─", count: $0.width) }.joined(separator: "  ") + "\n")
    }
    for row in first { try print(line(row)) }
    first = []
  }

  private func line(_ row: [QueryValue]) -> String { line(row.map(format.cell)) }

  private func line(_ cells: [String]) -> String {
    if format == .markdown { return "| " + cells.joined(separator: " | ") + " |\n" }
    let padded = zip(cells, columns ?? []).map { cell, column in
      TextTable.pad(cell, to: column.width, right: column.isNumeric)
    }
    var line = padded.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }

  /// Whether all values of a column are numbers, or NULL beside some.
  private static func areNumbers(_ values: [QueryValue]) -> Bool {
    var hasNumber = false
    for value in values {
      switch value {
      case .null: break
      case .integer, .real: hasNumber = true
      case .text, .octets: return false
      }
    }
    return hasNumber
  }
}
