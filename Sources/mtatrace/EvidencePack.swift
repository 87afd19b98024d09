import Analysis
import Cairo
import Drawing
import Figures
import Tickets
import TraceModel
import TraceStore

/// What a ticket needs of a trace: pictures, their numbers, a report, a slice of the trace, and a
/// body in the tracker's markup that tells what they show.
struct EvidencePack {
  /// A file of the pack, whole in memory: the largest are a few megabytes.
  struct File {
    var name: String
    var octets: [UInt8]
    /// What is in it, in a few words.
    var purpose: String
    /// What a picture shows, in a sentence; `nil` for what is none.
    var alternative: String?
    /// Why it does not go to the tracker; `nil` if it does.
    var objection: String?

    var digest: String { OctetDigest.sha256(octets) }

    /// The media type, by its ending.
    ///
    /// https://www.iana.org/assignments/media-types/
    var type: String {
      switch name.split(separator: ".").last {
      case "png": "image/png"
      case "svg": "image/svg+xml"
      case "pdf": "application/pdf"
      case "csv": "text/csv"
      case "sqlite": "application/vnd.sqlite3"
      case "json": "application/json"
      case "md": "text/markdown"
      case "html": "text/html"
      default: "text/plain"
      }
    }
  }

  /// The size of its pictures, in points: 1600 × 900 pixels, and still to be read at half of them.
  static let size = Size(width: 800, height: 450)

  /// How many pages of a picture the body shows; whoever wants more opens those that lie beside.
  private static let shownPages = 3

  let tracker: Tracker
  let markup: Markup
  let subject: PictureSubject
  /// The files beside the body, in the order in which they are attached.
  private(set) var files: [File] = []
  /// The ticket's title.
  private(set) var title = ""
  /// The body and its file.
  private(set) var body = File(name: "", octets: [], purpose: "the body")
  /// What could not be made, and why, in sentences.
  private(set) var missing: [String] = []

  /// Makes all files.
  ///
  /// - Parameters:
  ///   - words: The user's own.
  ///   - folder: Where the slice is written first, under a name of its own.
  /// - Throws: ``Failure`` if the trace cannot be drawn, or the body does not fit.
  init(
    of subject: PictureSubject, for tracker: Tracker, markup: Markup, words: PictureWords,
    folder: String
  ) throws {
    self.tracker = tracker
    self.markup = markup
    self.subject = subject
    let chart = try addChart(words)
    let diagram = try addDiagram(words)
    try addReport(words)
    try addSlice(in: folder)
    arrange()
    judge()
    try write(figures: chart + diagram, words)
  }

  private mutating func addChart(_ words: PictureWords) throws -> [TicketContent.Figure] {
    let isOnTheWire = subject.diagnosis != nil || subject.isWithoutMail
    let picture = try Picture.chart(
      of: subject, kind: isOnTheWire ? .associations : .backlog, size: Self.size,
      title: words.title, note: words.note)
    let name = isOnTheWire ? "associations" : "backlog"
    return try add(
      picture, as: name,
      purpose: isOnTheWire ? "the associations over time" : "the messages waiting over time")
  }

  private mutating func addDiagram(_ words: PictureWords) throws -> [TicketContent.Figure] {
    // A headline of the user's own belongs to one picture: the chart.
    try add(
      Picture.diagram(of: subject, note: words.note, paper: Self.size), as: "diagram",
      purpose: "what happened on the wire",
      vector: Picture.diagram(of: subject, note: words.note))
  }

  /// Adds the pages of a picture as PNG, and the picture as SVG.
  ///
  /// - Parameter vector: What the SVG shows, if that is not made of the same pages.
  private mutating func add(
    _ picture: Picture, as name: String, purpose: String, vector: Picture? = nil
  ) throws -> [TicketContent.Figure] {
    let count = picture.document.pages.count
    var figures: [TicketContent.Figure] = []
    for page in 0..<count {
      let part = count > 1 ? ", part \(page + 1) of \(count)" : ""
      // All parts show one figure, and its sentence need not be read again with each.
      let alternative =
        page == 0
        ? picture.document.alternative(ofPage: 0)
        : "\(picture.document.metadata.title)\(part)."
      let file = File(
        name: count > 1 ? "\(name)-\(page + 1).png" : "\(name).png",
        octets: try picture.renderer.png(picture.document, page: page, scale: Picture.scale),
        purpose: purpose + part, alternative: alternative)
      files.append(file)
      if page < Self.shownPages {
        figures.append(TicketContent.Figure(name: file.name, alternative: alternative))
      }
    }
    let vector = vector ?? picture
    let vectors = vector.document.pages.count
    for page in 0..<vectors {
      files.append(
        File(
          name: vectors > 1 ? "\(name)-\(page + 1).svg" : "\(name).svg",
          octets: try vector.renderer.svg(vector.document, page: page),
          purpose: "\(purpose), to be enlarged",
          alternative: vector.document.alternative(ofPage: page)))
    }
    return figures
  }

  private mutating func addReport(_ words: PictureWords) throws {
    let report = try Picture.report(of: subject, title: words.title, note: words.note)
    files.append(
      File(
        name: "report.pdf", octets: try report.renderer.pdf(report.document),
        purpose: "the report: summary, pictures, incidents, parameters and assumptions"))
    for (name, table) in report.data {
      files.append(
        File(
          name: "\(name).csv", octets: Array(table.csv.utf8),
          purpose: "the numbers of the \(name.replacing("-", with: " "))"))
    }
  }

  private mutating func addSlice(in folder: String) throws {
    switch try PackSlice(of: subject).octets(in: folder) {
    case .success(let octets):
      files.append(
        File(
          name: "slice.sqlite", octets: octets,
          purpose: "the part of the trace that shows it, for 'mtatrace info slice.sqlite'"))
    case .failure(let reason): missing.append(reason.sentence)
    }
  }

  /// Puts pictures first, in the order in which the body speaks of them, and the same as SVG last:
  /// trackers show pictures in the order in which they are attached.
  private mutating func arrange() {
    func place(of file: File) -> Int {
      switch file.type {
      case "image/png": 0
      case "image/svg+xml": 2
      default: 1
      }
    }
    files = (0...2).flatMap { part in files.filter { place(of: $0) == part } }
  }

  /// Says of each file whether the tracker takes it.
  private mutating func judge() {
    var sent = 0
    for index in files.indices {
      files[index].objection = tracker.limits.objection(
        of: tracker, to: files[index].name, size: files[index].octets.count, before: sent)
      if files[index].objection == nil { sent += 1 }
    }
  }

  private mutating func write(figures: [TicketContent.Figure], _ words: PictureWords) throws {
    let staying = Set(files.filter { $0.objection != nil }.map(\.name))
    let link = subject.contrast.link
    let content = TicketContent(
      contrast: subject.contrast, diagnosis: subject.diagnosis,
      incidents: try subject.contrast.runs.map { try subject.analysis.incidents(of: $0, on: link) },
      figures: figures.filter { !staying.contains($0.name) },
      files: files.map { .init(name: $0.name, purpose: $0.purpose, objection: $0.objection) },
      missing: missing, identity: identity, title: words.title, note: words.note,
      program: subject.provenance.program, trace: subject.provenance.file,
      command: subject.provenance(of: "ticket").command)
    guard let text = content.text(in: markup, length: tracker.limits.bodyLength) else {
      throw Failure(
        .badData,
        "The body has more than the \(tracker.limits.bodyLength) characters that \(tracker.name) "
          + "takes, even without its tables; use --for markdown and shorten it yourself.")
    }
    title = content.headline
    body = File(
      name: "body.\(markup.ending)", octets: Array(text.utf8), purpose: "the body of the comment")
  }

  /// By which a pack is known in a ticket: equal files, equal identity.
  var identity: String {
    let digests = files.map { "\($0.name) \($0.digest)\n" }.joined()
    return String(OctetDigest.sha256(Array(digests.utf8)).prefix(16))
  }
}
