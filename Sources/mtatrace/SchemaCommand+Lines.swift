import JSONLines
import TraceModel

extension SchemaCommand {
  /// The lines and fields of runs as JSON Lines, for people.
  static func linesText() throws -> [String] {
    var text = [
      "JSON Lines, format \(RunLineFormat.version): one object a line in UTF-8, in this order."
    ]
    for type in LineType.allCases {
      text += ["", type.rawValue, "  \(type.meaning)"] + rows(type.fields)
    }
    text += ["", "each of hosts"] + rows(LineField.ofHost)
    text += ["", "each of addresses"] + rows(LineField.ofAddress)
    text += ["", "kind"] + EventKind.allCases.map { "    \($0.name)" }
    text += ["", "example"]
    return text + (try RunLineExample.lines())
  }

  private static func rows(_ fields: [LineField]) -> [String] {
    TextTable.lines(
      fields.map { ["", "", $0.name, $0.kind.rawValue, $0.unit, $0.needText, $0.meaning] })
  }

  /// The same for programs.
  static func linesJSON() throws -> JSON {
    .object([
      ("format", .integer(Int64(RunLineFormat.version))),
      (
        "lines",
        .array(
          LineType.allCases.map {
            .object([
              ("type", .string($0.rawValue)), ("meaning", .string($0.meaning)),
              ("fields", .array($0.fields.map(\.json))),
            ])
          })
      ),
      ("host", .array(LineField.ofHost.map(\.json))),
      ("address", .array(LineField.ofAddress.map(\.json))),
      ("kinds", .array(EventKind.allCases.map { .string($0.name) })),
      ("example", .array(try RunLineExample.lines().map { .string($0) })),
    ])
  }
}

extension LineField {
  fileprivate var needText: String {
    switch need {
    case .required: "required"
    case .optional(let meaning): meaning.isEmpty ? "optional" : "else \(meaning)"
    }
  }

  fileprivate var json: JSON {
    var value: String?
    if case .optional(let meaning) = need, !meaning.isEmpty { value = meaning }
    return .object([
      ("field", .string(name)), ("kind", .string(kind.rawValue)),
      ("unit", .optional(unit.isEmpty ? nil : unit)), ("required", .boolean(need == .required)),
      ("default", .optional(value)), ("meaning", .string(meaning)),
    ])
  }
}
