import Analysis
import ArgumentParser
import Drawing
import Figures
import TraceModel
import TraceStore

/// The picture of `mtatrace why`, and how it is drawn.
struct WhyPicture: ParsableArguments {
  @OptionGroup var output: ImageOutput
  @OptionGroup var words: PictureWords
  @OptionGroup var diagram: DiagramOptions

  /// Where the picture goes; `nil` if none is asked for.
  ///
  /// - Throws: ``Failure`` if options for the picture are given without it, or do not go together.
  func file(for trace: TraceArgument, _ printing: PrintOptions) throws -> PictureFile? {
    guard output.output == nil else {
      guard !printing.json else {
        throw Failure(.usage, "--json is for text, and -o draws a picture; leave one of them out.")
      }
      let file = try output.file(for: trace, name: "why")
      try diagram.check(for: file.format)
      return file
    }
    let given =
      (output.format == nil ? [] : ["--format"]) + (output.manifest == nil ? [] : ["--manifest"])
      + words.arguments + diagram.arguments
    guard let option = given.first?.prefix(while: { $0 != "=" }) else { return nil }
    throw Failure(.usage, "\(option) belongs to the picture; add -o, or leave it out.")
  }

  /// Draws the picture.
  ///
  /// - Parameters:
  ///   - limit: How many consequences were kept at most.
  ///   - arguments: What chose the event and the consequences, as a command line takes it.
  func draw(
    _ consequences: Consequences, in stored: StoredRun, of trace: TraceArgument, keeping limit: Int,
    arguments: [String], to file: PictureFile
  ) throws {
    let contrast = try SequenceContrast(
      explaining: consequences, in: stored, keeping: limit, choices: diagram.choices)
    let content = SequenceDiagram.Content(
      contrast, of: [stored.run.variant],
      provenance: try provenance(of: stored, trace, file.format, arguments: arguments),
      axis: diagram.time, headline: words.title, note: words.note)
    let drawn: Picture
    do {
      drawn = try Picture.diagram(
        content, paper: file.format == .pdf ? diagram.paperSize : nil)
    } catch SequenceTooLarge.width(let needed, let available) {
      throw Failure(
        .cannotCreate,
        "The diagram's lifelines need a page \(Int(needed)) points wide, and this one has "
          + "\(Int(available)); use --orientation landscape, show less with --limit, or draw a PNG "
          + "or SVG, which is as wide as it needs to be.")
    } catch SequenceTooLarge.pages(let needed, let most) {
      throw Failure(
        .cannotCreate,
        "On a time axis true to scale the labels need about \(needed) pages, and \(most) are the "
          + "most; show less with --limit, or use --time compressed.")
    }
    try drawn.themed(dark: diagram.dark).write(to: file)
  }

  /// Where the picture comes from, with a command that draws it again.
  ///
  /// That names a file of the trace's name, so that equal pictures are equal whatever they are
  /// called.
  private func provenance(
    of stored: StoredRun, _ trace: TraceArgument, _ format: PictureFormat, arguments: [String]
  ) throws -> Provenance {
    let name = trace.name
    let own =
      ["mtatrace", "why", name] + arguments + words.arguments + diagram.arguments
      + ["-o", "\(trace.stem)-why.\(format.rawValue)"]
    var provenance = Provenance(
      program: "mtatrace \(Version.number)", file: name, runs: [stored.run],
      command: RecordingText.command(for: try stored.reader.runs(), of: name, then: own))
    provenance.ticket = words.ticket
    return provenance
  }
}
