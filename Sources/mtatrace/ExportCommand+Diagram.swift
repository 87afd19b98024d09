import Analysis
import Figures
import TraceModel

extension ExportCommand {
  /// Writes the sequence diagram that a picture would show.
  ///
  /// - Parameter format: One that is a diagram.
  func exportDiagram(_ format: ExportFormat) throws {
    let file = try file(for: format)
    guard telling.link?.isAll != true else {
      throw Failure(.usage, "A diagram tells of one direction of mail; name one with --link.")
    }
    let subject = try PictureSubject(
      trace: trace, choice: choice, options: telling.picture(between: between),
      choices: telling.choices, hosts: host,
      arguments: telling.arguments + host.flatMap { ["--host", $0] }
        + ["--format", format.rawValue])
    let sequence = try subject.sequence()
    var content = SequenceDiagram.Content(
      sequence, of: subject.contrast.variants, provenance: subject.provenance(of: "export"),
      headline: telling.title, note: telling.note)
    // A text has no axis to speak of.
    content.subtitle = sequence.subtitle
    let diagram = DiagramText(content, in: format == .mermaid ? .mermaid : .plantUML)
    try file.write(Array(diagram.text.utf8))
    let written = zip(subject.runs, diagram.parts)
    try report(
      file, diagram.parts.map(\.line), json: .array(written.map { $1.json(of: $0, file: file) }),
      lacks: diagram.lacks + (format == .mermaid ? diagram.warnings : []))
  }
}

extension DiagramText {
  /// What the picture shows and the text has no place for.
  fileprivate var lacks: [String] {
    let states = parts.map(\.states).reduce(0, +)
    guard states > 0 else { return [] }
    return [
      "Not in the text: \(states.counted("state")) of lifelines, which 'mtatrace diagram' shades."
    ]
  }

  /// What Mermaid does not draw as it is.
  fileprivate var warnings: [String] {
    guard !isShortEnoughForMermaid else { return [] }
    return [
      "The diagram has \(text.utf16.count.grouped) characters, and Mermaid draws at most "
        + "\(Self.mostCharactersOfMermaid.grouped) unless its maxTextSize is raised; choose less "
        + "with --between, or leave --unfold out."
    ]
  }
}

extension DiagramText.Part {
  /// What it holds, for people.
  fileprivate var line: String {
    var parts = [name, rows.counted("row")]
    if folds > 0 { parts.append("\(folds.counted("fold")) of \(folded.counted("exchange"))") }
    if !omitted.isEmpty {
      let counts = omitted.map { "\($0.count.grouped) \($0.kind.name)" }
      parts.append("not drawn: \(counts.joined(separator: ", "))")
    }
    return parts.joined(separator: " · ")
  }

  /// What it holds, for programs.
  fileprivate func json(of run: Run, file: FileOutput) -> JSON {
    .object([
      ("file", .string(file.path)), ("run", .integer(Int64(run.id))),
      ("fingerprint", .string(run.fingerprint.text)), ("rows", .integer(Int64(rows))),
      ("folds", .integer(Int64(folds))), ("folded_exchanges", .integer(Int64(folded))),
      (
        "events_not_drawn",
        .object(omitted.map { ($0.kind.name, .integer(Int64($0.count))) })
      ),
      ("lifeline_states_left_out", .integer(Int64(states))),
    ])
  }
}
