import Analysis
import TraceModel

extension Diagnosis {
  /// The diagnosis for people: the verdict, and under it what shows it.
  var lines: [String] {
    var lines = ["\(run.title): \(verdict)"]
    for finding in faults {
      lines += ["", "  \(finding.sentence(in: run))", "  \(finding.surenessText)"]
      lines += Self.table(of: finding.evidence, in: run)
      lines.append("  To settle it: \(finding.settlement(in: run))")
    }
    for refusals in refusals {
      lines += ["", "  \(refusals.sentence(in: run))"] + Self.table(of: refusals.evidence, in: run)
    }
    if let doubt { lines += ["", "  \(doubt)"] }
    return lines
  }

  private static func table(of evidence: [Evidence], in run: Run) -> [String] {
    TextTable.lines(
      evidence.map { piece in
        var cells = ["  ", "#\(piece.event.rawValue)", piece.time.preciseText]
        if let frame = piece.frame { cells.append("frame \(frame)") }
        return cells + [piece.text(in: run)]
      })
  }
}

extension Diagnosis {
  /// The diagnosis for programs.
  var json: JSON {
    .object([
      ("run", .integer(Int64(run.id))), ("build", .string(run.header.build)),
      ("verdict", .string(verdict)), ("faults", .array(faults.map { $0.json(in: run) })),
      ("other_refusals", .array(refusals.map { $0.json(in: run) })),
      ("judged", .boolean(!isBlind)), ("doubt", .optional(doubt)),
    ])
  }
}

extension Finding {
  fileprivate func json(in run: Run) -> JSON {
    .object([
      ("fault", .string(fault.article.lowercased())), ("sureness", .string(sureness.rawValue)),
      ("from", .string(run.name(of: link.from))), ("to", .string(run.name(of: link.to))),
      ("count", .integer(Int64(count))), ("places", .integer(Int64(places))),
      ("finding", .string(sentence(in: run))), ("to_settle", .string(settlement(in: run))),
      ("evidence", .array(evidence.map { $0.json(in: run) })),
    ])
  }
}

extension Refusals {
  fileprivate func json(in run: Run) -> JSON {
    .object([
      ("from", .string(run.name(of: link.from))), ("to", .string(run.name(of: link.to))),
      ("count", .integer(Int64(count))), ("cause", .string(causeText)),
      ("evidence", .array(evidence.map { $0.json(in: run) })),
    ])
  }
}

extension Evidence {
  fileprivate func json(in run: Run) -> JSON {
    .object([
      ("event", .integer(event.rawValue)), ("time", .integer(time.nanoseconds)),
      ("connection", .optional(connection?.rawValue)), ("frame", .optional(frame)),
      ("what", .string(text(in: run))),
    ])
  }
}
