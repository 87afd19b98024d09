import Analysis
import Cairo
import Drawing
import Figures

/// A document that is laid out and ready to be drawn.
struct Picture {
  /// Pixels a point of PNG files: sharp on paper and on screens of high density.
  static let scale = 2.0

  let document: Document
  let renderer: Renderer

  /// The backlog chart of a subject.
  static func chart(
    of subject: PictureSubject, title: String? = nil, note: String? = nil
  ) throws -> Picture {
    let renderer = try Renderer()
    let content = try subject.chart(title: title, note: note)
    let page = BacklogChart(content).page(metrics: renderer.metrics)
    return Picture(
      document: Document(
        pages: [Document.Page(page)],
        metadata: subject.provenance.metadata(title: content.headline, subject: content.subtitle)),
      renderer: renderer)
  }

  /// The sequence diagram of a subject.
  static func diagram(
    of subject: PictureSubject, title: String? = nil, note: String? = nil
  ) throws -> Picture {
    let renderer = try Renderer()
    let content = SequenceDiagram.Content(
      try subject.sequence(), of: subject.contrast.runs, provenance: subject.provenance,
      headline: title, note: note)
    let pictures = SequenceDiagram(content).pictures(
      maximumHeight: Double(Renderer.largestSide) / scale, metrics: renderer.metrics)
    return Picture(
      document: Document(
        pages: pictures.map { Document.Page($0) },
        metadata: subject.provenance.metadata(title: content.headline, subject: content.subtitle)),
      renderer: renderer)
  }

  /// The report on a subject.
  static func report(
    of subject: PictureSubject, title: String? = nil, note: String? = nil
  ) throws -> Picture {
    let renderer = try Renderer()
    let link = subject.contrast.link
    let content = Report.Content(
      contrast: subject.contrast, chart: try subject.chart(title: nil, note: nil),
      sequence: try subject.sequence(),
      incidents: try subject.runs.map { try subject.analysis.incidents(of: $0, on: link) },
      provenance: subject.provenance, note: note)
    return Picture(
      document: Report(content, title: title).document(metrics: renderer.metrics),
      renderer: renderer)
  }

  /// Writes the picture and prints the names of its files, unless it goes to standard output.
  func write(to file: PictureFile) throws {
    let paths = try file.write(document, with: renderer, scale: Self.scale)
    guard file.path != "-" else { return }
    var output = StandardOutput()
    for path in paths { try output.print(path) }
    try output.flush()
  }
}
