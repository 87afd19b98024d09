import Analysis
import TraceModel
import TraceStore

/// What led to an event and what that led to, for people and for programs.
struct CauseText {
  let run: Run
  /// The nearest first.
  let causes: [TraceEvent]
  /// What led to the root of these, if the run is a slice that does not hold that.
  let cut: EventSequence?
  let consequences: Consequences

  private var text: EventText { EventText(run: run) }

  var lines: [String] {
    let text = text
    var lines = [run.title, "", "what led to it"]
    if let cut {
      lines.append("  event \(cut.rawValue), which this slice does not hold")
    } else if causes.isEmpty {
      lines.append("  nothing: it came from outside")
    }
    lines += causes.reversed().map { "  \(text.line($0))" }
    lines += ["", "the event", "  \(text.line(consequences.nodes[0].event))", ""]
    guard consequences.count > 0 else {
      return lines + ["what it led to\(sliceText)", "  nothing"]
    }
    lines.append("what it led to\(sliceText): \(consequences.count.counted("event"))\(endText)")
    lines += tree(text)
    let rest = consequences.count - (consequences.nodes.count - 1)
    if rest > 0 {
      lines += ["  and \(rest.grouped) more (--limit); in all", "    \(kindText)"]
    }
    return lines
  }

  private var sliceText: String { run.slice == nil ? "" : " within this slice" }

  private var endText: String { consequences.end.map { ", until \($0.preciseText)" } ?? "" }

  private var kindText: String {
    consequences.kinds.map { "\($0.count.grouped) × \($0.kind.name)" }.joined(separator: ", ")
  }

  /// The tree below the event, a line for each one kept.
  ///
  /// Walked with a stack of its own: a chain of causes may be as long as a run.
  private func tree(_ text: EventText) -> [String] {
    var lines: [String] = []
    /// What is still to be printed, the next last.
    var waiting: [(node: Int, marker: String, indent: String)] = []
    func push(_ children: [Int], below indent: String) {
      guard children.count > 1 else {
        if let child = children.first { waiting.append((child, "→ ", indent)) }
        return
      }
      for (place, child) in children.enumerated().reversed() {
        let isLast = place == children.count - 1
        waiting.append((child, isLast ? "└─ " : "├─ ", indent))
      }
    }
    push(consequences.nodes[0].children, below: "  ")
    while let (node, marker, indent) = waiting.popLast() {
      lines.append(indent + marker + text.line(consequences.nodes[node].event).trimmedStart)
      let deeper =
        switch marker {
        case "├─ ": indent + "│  "
        case "└─ ": indent + "   "
        default: indent
        }
      push(consequences.nodes[node].children, below: deeper)
    }
    return lines
  }

  var json: JSON {
    .object([
      ("run", .integer(Int64(run.id))),
      ("causes", .array(causes.reversed().map { $0.json(in: run, entry: nil) })),
      ("cut_cause", .optional(cut?.rawValue)),
      ("event", consequences.nodes[0].event.json(in: run, entry: nil)),
      ("consequence_count", .integer(Int64(consequences.count))),
      (
        "consequences",
        .array(consequences.nodes.dropFirst().map { $0.event.json(in: run, entry: nil) })
      ),
      (
        "kinds",
        .object(consequences.kinds.map { ($0.kind.name, .integer(Int64($0.count))) })
      ),
    ])
  }
}

extension String {
  /// Without blanks before it.
  fileprivate var trimmedStart: String { String(drop { $0 == " " }) }
}
