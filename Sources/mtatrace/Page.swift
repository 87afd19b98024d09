import Analysis
import Cairo
import Drawing
import Figures
import Pages
import TraceModel

/// A report as one page for browsers.
struct Page {
  /// More events a run than anyone reads one by one.
  private static let mostEvents = 2_000
  /// More connections than anyone looks through.
  private static let mostConnections = 500
  /// More pages of a picture than readers without scripts scroll through.
  private static let mostPictures = 3

  /// What a page says of itself stands in so many of its first octets.
  private static let reach = 1 << 20

  let octets: [UInt8]
  /// Characters that no font has which its pictures are drawn with.
  private let missingCharacters: MissingCharacters

  /// - Throws: ``Failure`` or `TraceStoreError` if the trace cannot be read.
  init(of subject: PictureSubject, title: String?, note: String?) throws {
    let contrast = subject.contrast
    let isOnTheWire = subject.diagnosis != nil || subject.isWithoutMail
    let plot: HTMLReport.Content.Plot =
      isOnTheWire
      ? .associations(try subject.charts(title: nil, note: nil).associations())
      : .backlog(try subject.chart(title: nil, note: nil, detail: .zoom))
    let picture = try Picture.chart(of: subject, kind: isOnTheWire ? .associations : .backlog)
    let provenance = subject.provenance(of: "report")
    let sequence = SequenceDiagram.Content(
      try subject.sequence(), of: contrast.variants, provenance: provenance)
    let stories = sequence.columns.map(\.story)
    let content = HTMLReport.Content(
      contrast: contrast, plot: plot,
      pictures: try picture.document.pages.indices.prefix(Self.mostPictures).map {
        try picture.renderer.png(picture.document, page: $0, scale: Picture.scale)
      }, pictureCount: picture.document.pages.count, sequence: sequence,
      sequenceKinds: try zip(stories, subject.runs).map {
        try subject.analysis.kinds(of: $0, in: $1)
      },
      incidents: try contrast.runs.map {
        try subject.analysis.incidents(of: $0, on: contrast.link)
      },
      events: try Self.events(of: subject, stories), capture: try Self.capture(of: subject),
      provenance: provenance,
      commands: [subject.recording, subject.command(of: "report", to: "report.html")],
      title: title, note: note)
    octets = HTMLReport(content).octets(digest: OctetDigest.sha256)
    missingCharacters = MissingCharacters(picture.renderer.missingCharacters)
  }

  /// Writes the page and prints its name, unless it goes to standard output.
  func write(to file: FileOutput) throws {
    if let sentence = missingCharacters.sentence { StandardError.print(sentence) }
    try file.write(octets)
    guard file.path != "-" else { return }
    var output = StandardOutput()
    try output.print(file.path)
    try output.flush()
  }

  /// What a page says of where it comes from; `nil` if the file is no page.
  ///
  /// - Throws: ``Failure`` with code 65 if it is a page that mtatrace has not made, or damaged.
  static func origin(of path: String) throws -> PageOrigin? {
    guard let (head, _) = FileSystem.ends(of: path, reach: reach), PageOrigin.isPage(head) else {
      return nil
    }
    if let origin = PageOrigin(head: head) { return origin }
    throw Failure(
      .badData,
      "\(path) is a page that says nothing of where it comes from: mtatrace has not made it, or "
        + "another program has saved it since; ask for the original.")
  }

  private static func events(
    of subject: PictureSubject, _ stories: [SequenceStory]
  ) throws -> [EventSelection] {
    let start = stories.map(\.start).min() ?? .start
    let end = stories.map(\.end).max() ?? start
    return try subject.runs.map { run in
      try subject.analysis.eventSelection(
        of: run, on: subject.contrast.link, in: start...max(start, end), most: mostEvents)
    }
  }

  private static func capture(of subject: PictureSubject) throws -> HTMLReport.Capture? {
    guard let diagnosis = subject.diagnosis else { return nil }
    let (connections, count) = try subject.analysis.capturedConnections(
      of: diagnosis.run, limit: mostConnections)
    return HTMLReport.Capture(
      diagnosis: diagnosis, connections: connections, connectionCount: count)
  }
}
