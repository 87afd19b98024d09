import ArgumentParser
import TraceStore

/// `mtatrace schema`: describes what a trace offers to programs that ask it in SQL.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Describe the views of a trace and their columns, or JSON Lines.",
    discussion: """
      A trace is an SQLite file. Its views and their columns stay as they are described here; the \
      tables below them may change with a version. Behind a column's name stand its unit, if it \
      has one, the numbers that it may hold, and what it means. Where a meaning does not apply, a \
      column is NULL.

      With --jsonl, it describes the JSON Lines that 'mtatrace import' reads and 'mtatrace export' \
      writes, with every field and an example.

      Examples:
        mtatrace schema
        mtatrace schema stalls binds
        mtatrace schema --tables
        mtatrace query traces/q181721.sqlite 'SELECT * FROM stalls'
        mtatrace schema --jsonl | grep '^{' > lab.jsonl
      """)

  @Argument(help: "The views or tables to describe, instead of all views.")
  var views: [ViewArgument] = []

  @Flag(help: "Describe all tables, which another version may have changed.")
  var tables = false

  @Flag(help: "Describe runs as JSON Lines instead.")
  var jsonl = false

  @OptionGroup var printing: PrintOptions

  func validate() throws {
    guard !jsonl || views.isEmpty && !tables else {
      throw ValidationError("Views are no JSON Lines; name views, or give --jsonl.")
    }
  }

  func run() throws {
    guard !jsonl else {
      var output = StandardOutput()
      let lines = printing.json ? [try Self.linesJSON().lines] : try Self.linesText()
      for line in lines { try output.print(line) }
      return try output.flush()
    }
    let named = views.map(\.view) + (tables ? ColumnDocumentation.tables : [])
    let chosen = named.isEmpty ? ColumnDocumentation.views : named
    var output = StandardOutput()
    if printing.json {
      try output.print(JSON.array(chosen.map(Self.json)).lines)
    } else {
      for (index, view) in chosen.enumerated() {
        if index > 0 { try output.print() }
        for line in Self.text(view) { try output.print(line) }
      }
    }
    try output.flush()
  }

  private static func text(_ view: ColumnDocumentation.View) -> [String] {
    let rows = view.columns.map { [$0.name, $0.unit, text($0.range), $0.meaning] }
    return [view.name, "  \(view.meaning)"] + TextTable.lines(rows).map { "    \($0)" }
  }

  /// `0…65,535`; only the lower end where the upper one is that of all integers.
  private static func text(_ range: ClosedRange<Int64>?) -> String {
    guard let range else { return "" }
    switch (range.lowerBound, range.upperBound) {
    case (.min, .max): return ""
    case (let least, .max): return "≥ \(least)"
    case (0, 1): return "0, 1"
    case (let least, let greatest): return "\(least)…\(greatest.grouped)"
    }
  }

  private static func json(_ view: ColumnDocumentation.View) -> JSON {
    let isContract = ColumnDocumentation.views.contains(view)
    return .object([
      (isContract ? "view" : "table", .string(view.name)), ("meaning", .string(view.meaning)),
      (
        "columns",
        .array(
          view.columns.map {
            .object([
              ("column", .string($0.name)), ("unit", .optional($0.unit.isEmpty ? nil : $0.unit)),
              ("minimum", .optional($0.range?.lowerBound)),
              ("maximum", .optional($0.range?.upperBound)), ("meaning", .string($0.meaning)),
            ])
          })
      ),
    ])
  }
}

/// A view or a table of a trace, by its name.
struct ViewArgument: ExpressibleByArgument {
  let view: ColumnDocumentation.View

  init?(argument: String) {
    guard let view = Self.all.first(where: { $0.name == argument }) else {
      return nil
    }
    self.view = view
  }

  static let allValueStrings = all.map(\.name)

  private static let all = ColumnDocumentation.views + ColumnDocumentation.tables
}
