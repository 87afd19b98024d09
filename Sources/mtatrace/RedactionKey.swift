import Analysis

/// The file that tells which name was replaced by what: it stays with whoever redacted the trace.
struct RedactionKey {
  /// The names of the two files, without their folders.
  let original: String
  let redacted: String
  let redaction: TraceRedaction
  let remainders: [TraceRedaction.Remainder]

  /// The key as a JSON file.
  var octets: [UInt8] {
    let names: [JSON] = redaction.names.replaced.map { name in
      .object([
        ("kind", .string(name.kind.rawValue)), ("original", .string(name.original)),
        ("pseudonym", .string(name.pseudonym)),
      ])
    }
    let value = JSON.object(
      [
        ("program", .string("mtatrace \(Version.number)")), ("original", .string(original)),
        ("redacted", .string(redacted)), ("names", .array(names)),
      ] + Self.counts(of: redaction, remainders: remainders))
    return Array((value.lines + "\n").utf8)
  }

  /// How many names there were of each kind, what was cleared, and which names are found still.
  static func counts(
    of redaction: TraceRedaction, remainders: [TraceRedaction.Remainder]
  ) -> [(name: String, value: JSON)] {
    let counts = ReplacedName.Kind.allCases.map { kind in
      (
        name: kind.rawValue,
        value: JSON.integer(Int64(redaction.names.replaced.count { $0.kind == kind }))
      )
    }
    let cleared = redaction.cleared
    let found: [JSON] = remainders.map {
      .object([
        ("name", .string($0.name)), ("places", .array($0.places.map { .string($0) })),
      ])
    }
    return [
      ("replaced", .object(counts)),
      (
        "cleared",
        .object([
          ("pdus", .integer(Int64(cleared.pdus))), ("octets", .integer(Int64(cleared.octets))),
        ])
      ),
      ("still_found", .array(found)),
    ]
  }
}
