import Analysis
import Drawing
import TraceModel

extension SequenceDiagram.Content {
  /// What the diagram shows, in a sentence for a reader who does not see it.
  package var sentence: String {
    let parts = columns.map { column in
      let rows = column.story.rows
      let folds = rows.count { $0.isFold }
      let marks = SequenceMark.spoken.compactMap { mark, name -> String? in
        let count = rows.map { $0.count(of: mark) }.reduce(0, +)
        return count == 0 ? nil : "\(count) × \(name)"
      }
      let what = marks.isEmpty ? "no bind, call or delivery" : marks.joined(separator: ", ")
      let folded = folds == 0 ? "" : ", some of them in \(folds == 1 ? "a fold" : "\(folds) folds")"
      return "\(column.name) shows \(what)\(folded)"
    }
    return "\(headline). \(subtitle). \(parts.joined(separator: "; "))."
  }

  /// Every row of the diagram: what happened when between whom.
  ///
  /// A fold is one row, and the rows it stands for follow it.
  package var data: DataTable {
    DataTable(
      columns: [
        "run", "time (h:mm:ss)", "time (s)", "arrives (s)", "event", "from", "to", "what", "fold",
      ],
      rows: columns.flatMap { column in
        column.story.rows.flatMap { $0.lines(of: column, fold: "") }
      })
  }
}

extension SequenceMark {
  /// What a spoken description counts, with the words for it.
  fileprivate static let spoken: [(SequenceMark, String)] = [
    (.bind, "bind"), (.bindAck, "bind_ack"), (.bindNak, "bind_nak"), (.cancel, "cancel"),
    (.misfiled, "group filed under a wrong address"), (.failure, "failure"),
    (.delivery, "delivery"),
  ]
}

extension SequenceRow {
  fileprivate var isFold: Bool {
    if case .fold = self { true } else { false }
  }

  /// How often the row, with what it folds, has a mark.
  fileprivate func count(of mark: SequenceMark) -> Int {
    switch self {
    case .arrow(let arrow): arrow.mark == mark ? 1 : 0
    case .note(let note): note.mark == mark ? 1 : 0
    case .fold(let fold): fold.rows.map { $0.count(of: mark) }.reduce(0, +)
    case .pause: 0
    }
  }

  fileprivate func lines(of column: SequenceDiagram.Column, fold: String) -> [[String]] {
    func name(_ index: Int) -> String {
      let lifelines = column.story.lifelines
      guard lifelines.indices.contains(index) else { return "" }
      return "\(lifelines[index].title) \(lifelines[index].subtitle)"
    }
    func line(
      _ time: TraceInstant, _ arrival: TraceInstant?, _ event: String, _ from: String,
      _ to: String, _ what: String
    ) -> [String] {
      [
        column.name, time.preciseText, time.secondsText, arrival?.secondsText ?? "", event, from,
        to, what, fold,
      ]
    }
    switch self {
    case .arrow(let arrow):
      let fate = arrow.received == nil ? " (\(arrow.fate.text))" : ""
      return [
        line(
          arrow.sent, arrow.received, "\(arrow.event.rawValue)", name(arrow.from), name(arrow.to),
          arrow.label + fate)
      ]
    case .note(let note):
      return [line(note.time, nil, "\(note.event.rawValue)", name(note.at), "", note.text)]
    case .pause(let pause): return [line(pause.start, pause.end, "", "", "", pause.label)]
    case .fold(let fold):
      let own = line(fold.first, fold.last, "", "", "", "\(fold.title) · \(fold.detail)")
      return [own.dropLast() + ["\(fold.number)"]]
        + fold.rows.flatMap { $0.lines(of: column, fold: "\(fold.number)") }
    }
  }
}
