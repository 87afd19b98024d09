import Analysis
import TraceModel

extension SequenceDiagram.Column {
  /// What stands below the column: each fold with its number, its events and its time, and how much
  /// is not drawn at all.
  var notes: [String] {
    var paragraphs = story.rows.compactMap { row -> String? in
      if case .fold(let fold) = row { fold.entry } else { nil }
    }
    if !story.omitted.isEmpty {
      // A number and what it counts stay on one line.
      let parts = story.omitted.map { "\($0.count)\u{A0}×\u{A0}\($0.kind.name)" }
      paragraphs.append("Not drawn: \(parts.joined(separator: ", "))")
    }
    return paragraphs
  }
}

extension SequenceFold {
  /// `fold 3`, with which the box is marked.
  var name: String { "fold\u{A0}\(number)" }

  /// The fold as an entry of the list of folds.
  fileprivate var entry: String {
    let events = events.map {
      ", events \($0.lowerBound.rawValue) to \($0.upperBound.rawValue)"
    }
    return "Fold \(number): \(title), \(first.clockText) to \(last.clockText)\(events ?? "")"
  }
}
