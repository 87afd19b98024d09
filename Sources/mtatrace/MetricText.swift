import Analysis
import Figures
import TraceModel

/// Metrics as they are printed: for people, for programs and for spreadsheets.
struct MetricText {
  var lines: [String]
  var json: JSON
  var table: DataTable

  /// What metrics there are.
  static func list(_ metrics: [Metric]) -> MetricText {
    let rows = metrics.map { [$0.name, $0.unit.rawValue, $0.subject.text, $0.meaning] }
    return MetricText(
      lines: TextTable.lines([["metric", "unit", "of", "meaning"]] + rows),
      json: .array(
        metrics.map { metric in
          .object([
            ("metric", .string(metric.name)), ("unit", .string(metric.unit.rawValue)),
            ("of", .string(metric.subject.text)), ("meaning", .string(metric.meaning)),
          ])
        }),
      table: DataTable(columns: ["metric", "unit", "of", "meaning"], rows: rows))
  }

  /// All metrics of runs.
  ///
  /// - Parameter everyDirection: Whether those of every direction follow.
  static func runs(
    _ tables: [MetricTable], of path: String, everyDirection: Bool
  ) -> MetricText {
    let runs = tables.map { table in
      let plain = table.rows.map { NamedRow(table, $0, names: false) }
      let links = everyDirection ? table.links : []
      return plain + links.flatMap { table.rows(of: $0).map { NamedRow(table, $0, names: true) } }
    }
    var lines: [String] = []
    for (table, rows) in zip(tables, runs) {
      if !lines.isEmpty { lines.append("") }
      let names = table.names.joined(separator: " or ")
      let link = table.link.map { "; mail \(table.name(of: $0))" } ?? ""
      lines.append("\(path), run \(table.run.id), called \(names)\(link)")
      lines += Self.lines(rows).map { "  \($0)" }
    }
    return MetricText(
      lines: lines,
      json: .object([
        ("file", .string(path)),
        (
          "runs",
          .array(
            zip(tables, runs).map { table, rows in
              .object([
                ("run", .integer(Int64(table.run.id))),
                ("names", .array(table.names.map { .string($0) })),
                ("direction", .optional(table.link.map(table.name(of:)))),
                ("metrics", .array(rows.map(\.json))),
              ])
            })
        ),
      ]), table: dataTable(runs.flatMap { $0 }))
  }

  /// The metrics that were asked for, each once.
  static func chosen(_ metrics: [NamedMetric], of path: String) -> MetricText {
    var seen: Set<String> = []
    let rows = metrics.filter { seen.insert($0.name).inserted }
      .map { NamedRow(name: $0.name, table: $0.table, row: $0.row) }
    return MetricText(
      lines: lines(rows),
      json: .object([("file", .string(path)), ("metrics", .array(rows.map(\.json)))]),
      table: dataTable(rows))
  }

  private static func lines(_ rows: [NamedRow]) -> [String] {
    TextTable.lines(
      rows.map { [$0.name, $0.row.value?.text ?? "none", $0.row.metric.unit.rawValue] },
      numeric: [1])
  }

  private static func dataTable(_ rows: [NamedRow]) -> DataTable {
    DataTable(
      columns: ["name", "value", "unit", "direction"],
      rows: rows.map {
        [$0.name, $0.row.value?.text ?? "", $0.row.metric.unit.rawValue, $0.direction ?? ""]
      })
  }
}

/// A metric with the name that it is printed under.
private struct NamedRow {
  var name: String
  var table: MetricTable
  var row: MetricTable.Row

  init(name: String, table: MetricTable, row: MetricTable.Row) {
    (self.name, self.table, self.row) = (name, table, row)
  }

  /// - Parameter names: Whether the name says the direction.
  init(_ table: MetricTable, _ row: MetricTable.Row, names: Bool) {
    let link = names ? row.link.map { ".\(table.name(of: $0))" } ?? "" : ""
    self.init(
      name: "\(table.names.first ?? "")\(link).\(row.name)", table: table, row: row)
  }

  var direction: String? { row.link.map(table.name(of:)) }

  var json: JSON {
    .object([
      ("name", .string(name)), ("metric", .string(row.metric.name)),
      ("value", row.value.map { .number($0.text) } ?? .null),
      ("unit", .string(row.metric.unit.rawValue)), ("direction", .optional(direction)),
    ])
  }
}

extension Metric.Subject {
  /// What a metric is of, in a word or two.
  fileprivate var text: String {
    switch self {
    case .run: "run"
    case .direction: "direction"
    case .either: "run or direction"
    }
  }
}
