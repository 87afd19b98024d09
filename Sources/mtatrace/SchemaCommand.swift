import ArgumentParser
import TraceStore

/// `mtatrace schema`: describes what a trace offers to programs that ask it in SQL.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Describe the views of a trace and their columns, or JSON Lines.",
    discussion: """
      A trace is an SQLite file. Its views and their columns stay as they are described here; the \
      tables below them may change with a version. Where a meaning does not apply, a column is \
      NULL.

      With --jsonl, it describes the JSON Lines that 'mtatrace import' reads and 'mtatrace export' \
      writes, with every field and an example.

      Examples:
        mtatrace schema
        mtatrace schema stalls binds
        sqlite3 -header traces/q181721.sqlite 'SELECT * FROM stalls'
        mtatrace schema --jsonl | grep '^{' > lab.jsonl
      """)

  @Argument(help: "The views to describe, instead of all.")
  var views: [ViewArgument] = []

  @Flag(help: "Describe runs as JSON Lines instead.")
  var jsonl = false

  @OptionGroup var printing: PrintOptions

  func validate() throws {
    guard !jsonl || views.isEmpty else {
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
    let chosen = views.isEmpty ? ColumnDocumentation.views : views.map(\.view)
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
    let names = TextTable.width(of: view.columns.map(\.name))
    let units = TextTable.width(of: view.columns.map(\.unit))
    return [view.name, "  \(view.meaning)"]
      + view.columns.map { column in
        let name = TextTable.pad(column.name, to: names)
        let unit = TextTable.pad(column.unit, to: units)
        return "    \(name)  \(unit)  \(column.meaning)"
      }
  }

  private static func json(_ view: ColumnDocumentation.View) -> JSON {
    .object([
      ("view", .string(view.name)), ("meaning", .string(view.meaning)),
      (
        "columns",
        .array(
          view.columns.map {
            .object([
              ("column", .string($0.name)), ("unit", .optional($0.unit.isEmpty ? nil : $0.unit)),
              ("meaning", .string($0.meaning)),
            ])
          })
      ),
    ])
  }
}

/// A view of a trace, by its name.
struct ViewArgument: ExpressibleByArgument {
  let view: ColumnDocumentation.View

  init?(argument: String) {
    guard let view = ColumnDocumentation.views.first(where: { $0.name == argument }) else {
      return nil
    }
    self.view = view
  }

  static let allValueStrings = ColumnDocumentation.views.map(\.name)
}
