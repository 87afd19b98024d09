import Analysis
import Drawing
import TraceModel

/// A sequence diagram without places and sizes: what a program is told that lays it out itself.
struct DiagramScript {
  /// What happens, in order.
  indirect enum Step: Equatable {
    case arrow(Arrow)
    /// A text over the lifelines of these indexes and those between, in lines.
    case note(over: ClosedRange<Int>, [String])
    /// Time in which nothing is drawn.
    case pause(String)
    /// A line across all lifelines.
    case divider(String)
    /// What happens in the one run or in the other.
    case branches([Branch])
  }

  struct Arrow: Equatable {
    /// The indexes of the lifelines that it leaves and reaches.
    var from: Int
    var to: Int
    var text: String
    var mark: SequenceMark
    /// Whether it reaches the other lifeline.
    var arrives: Bool
  }

  struct Branch: Equatable {
    var name: String
    var accent: Accent
    var steps: [Step]
  }

  var headline: String
  /// What stands below the headline.
  var subtitle: String
  /// Where it comes from, line by line, for whoever reads the text itself.
  var origin: [String]
  /// Each lifeline's heading, in lines.
  var parties: [[String]]
  var steps: [Step]
  /// The only run's accent; neutral where several share the steps.
  var accent: Accent

  init(_ content: SequenceDiagram.Content) {
    let columns = content.columns
    headline = content.headline
    subtitle = content.subtitle
    // A capture is called by its name already.
    if columns.count == 1, !subtitle.contains(columns[0].name) {
      subtitle += " · \(columns[0].name)"
    }
    let provenance = content.provenance
    origin = [provenance.program] + provenance.fields.map { "\($0.name): \($0.value)" }
    parties = columns.first?.story.lifelines.map { [$0.title, $0.subtitle] } ?? []
    accent = columns.count == 1 ? columns[0].accent : .neutral
    let all = 0...max(parties.count - 1, 0)
    let shared = columns.map { column in
      column.story.rows.prefix(content.sharedRows).map(\.step)
    }
    let own = columns.map { column in
      column.story.rows.dropFirst(content.sharedRows).map(\.step)
        + column.notDrawn.map { .note(over: all, $0) }
    }
    var steps: [Step] = []
    for index in 0..<content.sharedRows {
      Self.append(shared.map { [$0[index]] }, of: columns, to: &steps)
    }
    if let band = content.band { steps.append(.divider(band.text)) }
    Self.append(own, of: columns, to: &steps)
    if let note = content.note { steps.append(.note(over: all, [note])) }
    self.steps = steps
  }

  /// Adds what each run tells: once if it is the same, else as branches.
  private static func append(
    _ told: [[Step]], of columns: [SequenceDiagram.Column], to steps: inout [Step]
  ) {
    guard let first = told.first, told.contains(where: { $0 != first }) else {
      steps += told.first ?? []
      return
    }
    if case .branches(var branches) = steps.last, branches.count == columns.count {
      for index in branches.indices { branches[index].steps += told[index] }
      steps[steps.count - 1] = .branches(branches)
    } else {
      steps.append(
        .branches(
          zip(columns, told).map { Branch(name: $0.name, accent: $0.accent, steps: $1) }))
    }
  }
}

extension SequenceDiagram.Column {
  /// How many kinds of events stand on one line of a note.
  private static let kindsPerLine = 4

  /// What happened and is not drawn, as a note: none if everything is.
  fileprivate var notDrawn: [[String]] {
    guard !story.omitted.isEmpty else { return [] }
    let parts = story.omitted.map { "\($0.count) × \($0.kind.name)" }
    let lines = stride(from: 0, to: parts.count, by: Self.kindsPerLine).map {
      parts[$0..<min($0 + Self.kindsPerLine, parts.count)].joined(separator: ", ")
    }
    return [["Not drawn: " + lines[0]] + lines.dropFirst()]
  }
}

extension SequenceRow {
  fileprivate var step: DiagramScript.Step {
    switch self {
    case .arrow(let arrow):
      .arrow(
        DiagramScript.Arrow(
          from: arrow.from, to: arrow.to, text: arrow.words, mark: arrow.mark,
          arrives: arrow.received != nil))
    case .note(let note): .note(over: note.at...note.at, ["\(note.time.preciseText) \(note.text)"])
    case .fold(let fold):
      .note(over: fold.lifelines ?? 0...0, [fold.title, fold.detail, "fold \(fold.number)"])
    case .pause(let pause): .pause(pause.label)
    }
  }

  /// The lifelines that it touches.
  fileprivate var lifelines: ClosedRange<Int>? {
    switch self {
    case .arrow(let arrow): min(arrow.from, arrow.to)...max(arrow.from, arrow.to)
    case .note(let note): note.at...note.at
    case .fold(let fold): fold.lifelines
    case .pause: nil
    }
  }
}

extension SequenceFold {
  /// From the first to the last lifeline that one of its rows touches.
  fileprivate var lifelines: ClosedRange<Int>? {
    let all = rows.compactMap(\.lifelines)
    guard let first = all.map(\.lowerBound).min(), let last = all.map(\.upperBound).max() else {
      return nil
    }
    return first...last
  }
}

extension SequenceArrow {
  /// When it was sent, how long it took, and what it is: `1:09:41.250 +36 ms bind · group 0`.
  fileprivate var words: String {
    guard let received else { return "\(sent.preciseText) \(label) (\(fate.text))" }
    let flight = received - sent
    return flight.nanoseconds == 0
      ? "\(sent.preciseText) \(label)" : "\(sent.preciseText) +\(flight.roughText) \(label)"
  }
}
