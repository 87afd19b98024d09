package import Analysis

/// A sequence diagram in a language of text that another program draws.
package struct DiagramText: Equatable, Sendable {
  /// The languages.
  package enum Language: Sendable {
    /// https://mermaid.js.org/syntax/sequenceDiagram.html
    case mermaid
    /// https://plantuml.com/sequence-diagram
    case plantUML
  }

  /// The diagram, in UTF-8 with a line feed at the end of each line.
  package let text: String
  /// What it holds of each run.
  package let parts: [Part]

  /// What the text holds of one run.
  package struct Part: Equatable, Sendable {
    /// `NT 4.0 SP3`.
    package var name: String
    /// Arrows and notes, without those that are folded.
    package var rows: Int
    package var folds: Int
    /// The exchanges that are folded.
    package var folded: Int
    /// What happened and is not drawn, as in the picture: most frequent first.
    package var omitted: [SequenceStory.Omission]
    /// How many states of lifelines the picture shows, which the languages have no word for.
    package var states: Int
  }

  /// The most characters that Mermaid draws unless it is told otherwise: `maxTextSize` of
  /// https://mermaid.js.org/config/schema-docs/config.html.
  package static let mostCharactersOfMermaid = 50_000

  /// Writes what a picture would show.
  package init(_ content: SequenceDiagram.Content, in language: Language) {
    let script = DiagramScript(content)
    let lines =
      switch language {
      case .mermaid: MermaidScript(script).lines
      case .plantUML: PlantUMLScript(script).lines
      }
    text = lines.map { $0 + "\n" }.joined()
    parts = content.columns.map(Part.init)
  }

  /// Whether Mermaid draws it as it is.
  package var isShortEnoughForMermaid: Bool {
    // Mermaid counts UTF-16 code units, as JavaScript does.
    text.utf16.count <= Self.mostCharactersOfMermaid
  }
}

extension DiagramText.Part {
  fileprivate init(_ column: SequenceDiagram.Column) {
    var (rows, folds, folded) = (0, 0, 0)
    for row in column.story.rows {
      switch row {
      case .arrow, .note: rows += 1
      case .fold(let fold): (folds, folded) = (folds + 1, folded + fold.count)
      case .pause: break
      }
    }
    self.init(
      name: column.name, rows: rows, folds: folds, folded: folded,
      omitted: column.story.omitted, states: column.story.spans.count)
  }
}
