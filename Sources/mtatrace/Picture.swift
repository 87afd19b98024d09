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
  /// The numbers of its figures, by the name of the file that they go to.
  var data: [(name: String, table: DataTable)] = []

  /// The greatest height of each of several strips that a tall picture is drawn as, in points: with
  /// the usual width whoever looks at a strip needs 100 megabytes for it.
  private static let stripHeight = 5_600.0

  /// The sequence diagram of a subject.
  ///
  /// - Parameter paper: The size of its pages; `nil` for one picture as tall as it needs to be.
  static func diagram(
    of subject: PictureSubject, title: String? = nil, note: String? = nil,
    axis: SequenceAxis = .compressed, paper: Size? = nil
  ) throws -> Picture {
    try diagram(
      SequenceDiagram.Content(
        try subject.sequence(), of: subject.contrast.variants,
        provenance: subject.provenance(of: "diagram"), axis: axis, headline: title, note: note),
      paper: paper)
  }

  /// A sequence diagram.
  ///
  /// - Parameter paper: The size of its pages; `nil` for one picture as tall as it needs to be.
  static func diagram(_ content: SequenceDiagram.Content, paper: Size?) throws -> Picture {
    let renderer = try Renderer()
    let diagram = SequenceDiagram(content)
    let pages =
      if let paper {
        try diagram.pages(size: paper, metrics: renderer.metrics) { index, count in
          content.provenance.footer(page: "page \(index + 1) of \(count)")
        }
      } else {
        SequencePages(
          pages: try diagram.pictures(
            maximumHeight: Double(Renderer.largestSide) / scale, stripHeight: stripHeight,
            metrics: renderer.metrics), bookmarks: [])
      }
    return Picture(
      document: Document(
        pages: pages.pages.map { Document.Page($0) }, bookmarks: pages.bookmarks,
        metadata: content.provenance.metadata(title: content.headline, subject: content.subtitle)),
      renderer: renderer)
  }

  /// The report on a subject.
  static func report(
    of subject: PictureSubject, title: String? = nil, note: String? = nil
  ) throws -> Picture {
    if let diagnosis = subject.diagnosis {
      return try report(on: diagnosis, of: subject, title: title, note: note)
    }
    let renderer = try Renderer()
    let link = subject.contrast.link
    let charts = subject.charts(title: nil, note: nil)
    let content = Report.Content(
      contrast: subject.contrast, chart: try subject.chart(title: nil, note: nil),
      sequence: try subject.sequence(),
      incidents: try subject.contrast.runs.map { try subject.analysis.incidents(of: $0, on: link) },
      provenance: subject.provenance, note: note, deliveryTimes: try charts.deliveryTimes(),
      associations: try charts.associations(), directions: try directions(of: subject, charts))
    let report = Report(content, title: title)
    var document = try report.document(metrics: renderer.metrics)
    // The last page lists the commands one by one; the metadata has room for a single one.
    document.metadata = subject.provenance(of: "report")
      .metadata(title: document.metadata.title, subject: document.metadata.subject)
    return Picture(document: document, renderer: renderer, data: report.data)
  }

  /// The directions with the longest stalls, if there are more than the two between two hosts.
  private static func directions(
    of subject: PictureSubject, _ charts: ChartSubject
  ) throws -> BacklogPanels? {
    let links = Set(subject.contrast.runs.flatMap(\.links).map(\.link))
    return links.count > 2 ? try charts.panels(of: nil, most: 12) : nil
  }

  /// The report on a capture.
  private static func report(
    on diagnosis: Diagnosis, of subject: PictureSubject, title: String?, note: String?
  ) throws -> Picture {
    let renderer = try Renderer()
    let (connections, count) = try subject.analysis.capturedConnections(
      of: diagnosis.run, limit: 500)
    let content = CaptureReport.Content(
      diagnosis: diagnosis, run: subject.contrast.runs[0],
      sequence: try subject.sequence(), connections: connections, connectionCount: count,
      provenance: subject.provenance, note: note,
      timeline: try timeline(of: subject))
    let report = CaptureReport(content, title: title)
    var document = try report.document(metrics: renderer.metrics)
    document.metadata = subject.provenance(of: "report")
      .metadata(title: document.metadata.title, subject: document.metadata.subject)
    return Picture(document: document, renderer: renderer, data: report.data)
  }

  /// A bar for each connection, unless they are more than anyone looks through in a report.
  private static func timeline(of subject: PictureSubject) throws -> AssociationChart? {
    let chart = try subject.charts(title: nil, note: nil).associations()
    let count = chart.groups.map(\.timelines.count).reduce(0, +)
    return (1...200).contains(count) ? chart : nil
  }

  /// The picture, light on dark if that is wanted.
  func themed(dark: Bool) -> Picture {
    dark ? Picture(document: Theme.dark.applied(to: document), renderer: renderer) : self
  }

  /// Writes the picture with the numbers of its figures, and returns the paths.
  func save(to file: PictureFile, scale: Double = scale) throws -> [String] {
    try file.write(
      document, with: renderer, scale: scale,
      data: file.path == "-" ? [] : data.map { ($0.name, Array($0.table.csv.utf8)) })
  }

  /// Writes the picture and prints the names of its files, unless it goes to standard output.
  ///
  /// - Parameter scale: Pixels a point of a PNG.
  func write(to file: PictureFile, scale: Double = scale) throws {
    let paths = try save(to: file, scale: scale)
    if let sentence = MissingCharacters(renderer.missingCharacters).sentence {
      StandardError.print(sentence)
    }
    guard file.path != "-" else { return }
    var output = StandardOutput()
    for path in paths { try output.print(path) }
    try output.flush()
  }
}
