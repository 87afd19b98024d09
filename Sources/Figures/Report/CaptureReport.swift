package import Analysis
package import Drawing
import TraceModel

/// A report on a capture: the verdict, the evidence as a picture, the connections, and what could
/// not be read.
package struct CaptureReport {
  /// What a report shows.
  package struct Content {
    package var diagnosis: Diagnosis
    package var run: RunSummary
    package var sequence: SequenceContrast
    /// The connections that the table lists, and how many there are.
    package var connections: [CapturedConnection]
    package var connectionCount: Int
    package var provenance: Provenance
    /// A line of the user's own.
    package var note: String?
    /// A bar for each connection; `nil` to leave it out.
    package var timeline: AssociationChart?

    package init(
      diagnosis: Diagnosis, run: RunSummary, sequence: SequenceContrast,
      connections: [CapturedConnection], connectionCount: Int, provenance: Provenance,
      note: String?,
      timeline: AssociationChart? = nil
    ) {
      self.diagnosis = diagnosis
      self.run = run
      self.sequence = sequence
      self.connections = connections
      self.connectionCount = connectionCount
      self.provenance = provenance
      self.note = note
      self.timeline = timeline
    }
  }

  /// The parts of a report, each at the top of a page.
  enum Part: String, CaseIterable {
    case verdict
    case sequence
    case timeline
    case connections
    case logs
    case reproduction

    var title: String {
      switch self {
      case .verdict: "Verdict"
      case .sequence: "What the capture shows"
      case .timeline: "The connections over time"
      case .connections: "Connections"
      case .logs: "What the machines logged"
      case .reproduction: "What was read, and how to make this report again"
      }
    }

    /// The part in the line that leads from every page to every part.
    var shortTitle: String {
      switch self {
      case .verdict: "Verdict"
      case .sequence: "Wire"
      case .timeline: "Timeline"
      case .connections: "Connections"
      case .logs: "Event log"
      case .reproduction: "Again"
      }
    }
  }

  let content: Content
  let title: String

  /// The parts that there is something to say in.
  private var parts: [Part] {
    Part.allCases.filter { part in
      switch part {
      case .timeline: content.timeline != nil
      case .logs: !content.run.logs.isEmpty
      default: true
      }
    }
  }

  /// The numbers of each figure, by the name of the file that they are written to.
  package var data: [(name: String, table: DataTable)] {
    [("diagram", diagram.data)] + (content.timeline.map { [("connections", $0.data)] } ?? [])
  }

  /// - Parameter title: The report's title; the verdict if absent.
  package init(_ content: Content, title: String? = nil) {
    self.content = content
    let verdict = content.diagnosis.verdict
    self.title = title ?? verdict.prefix(1).uppercased() + verdict.dropFirst()
  }

  /// Lays the report out on A4 paper on its long side.
  ///
  /// - Throws: ``SequenceTooLarge`` if the diagram's lifelines do not fit on a page.
  package func document(metrics: any TextMetrics) throws(SequenceTooLarge) -> Document {
    var flow = ReportFlow(size: .a4Landscape, metrics: metrics)
    for part in parts {
      switch part {
      case .verdict: drawVerdict(in: &flow)
      case .sequence where content.sequence.stories.allSatisfy(\.rows.isEmpty):
        startPart(part, in: &flow)
        flow.text("There is nothing to draw.", style: .body)
      case .sequence:
        let diagram = try sequencePages(in: flow)
        flow.addFigure(
          diagram.pages, name: part.rawValue, title: part.title, bookmarks: diagram.bookmarks)
      case .timeline:
        guard let chart = content.timeline else { continue }
        flow.addFigure(
          chart.pages(size: flow.size, footer: "", metrics: metrics), name: part.rawValue,
          title: part.title)
      case .connections: drawConnections(in: &flow)
      case .logs: drawLogs(in: &flow)
      case .reproduction: drawReproduction(in: &flow)
      }
    }
    let bookmarks = flow.bookmarks
    let pages = flow.finish(
      parts: parts.map { ($0.shortTitle, $0.rawValue) }
    ) { number, count in
      content.provenance.footer(page: "page \(number) of \(count)")
    }
    return Document(
      pages: pages.map { Document.Page($0) },
      bookmarks: bookmarks,
      metadata: content.provenance.metadata(title: title, subject: content.sequence.subtitle))
  }

  private func startPart(_ part: Part, in flow: inout ReportFlow) {
    flow.startPart(part.rawValue, title: part.title)
    flow.text(part.title, style: .headline, tag: .title)
    flow.top += 8
  }

  /// The diagram as it is drawn.
  private var diagram: SequenceDiagram.Content {
    SequenceDiagram.Content(
      content.sequence, of: Variant.variants(of: [content.diagnosis.run]),
      provenance: content.provenance)
  }

  /// The pages of the sequence diagram, without footers.
  private func sequencePages(
    in flow: ReportFlow
  ) throws(SequenceTooLarge) -> SequencePages {
    try SequenceDiagram(diagram).pages(
      size: flow.size, metrics: flow.metrics, firstNumber: flow.pages.count + 1
    ) { _, _ in "" }
  }
}

// What was found.
extension CaptureReport {
  private func drawVerdict(in flow: inout ReportFlow) {
    flow.startPart(Part.verdict.rawValue, title: Part.verdict.title)
    flow.text(title, style: .headline, tag: .title)
    flow.top += 3
    flow.text(content.sequence.subtitle, style: .subtitle)
    if let note = content.note {
      flow.top += 4
      flow.text(note, style: .label, tag: .note)
    }
    flow.top += 14
    let diagnosis = content.diagnosis
    for finding in diagnosis.faults {
      drawFinding(
        finding.sentence(in: diagnosis.run),
        details: [
          finding.surenessText, "To settle it: \(finding.settlement(in: diagnosis.run))",
        ], finding.evidence, in: &flow)
    }
    for refusals in diagnosis.refusals {
      drawFinding(
        refusals.sentence(in: diagnosis.run), details: [], refusals.evidence, in: &flow)
    }
    if diagnosis.faults.isEmpty, diagnosis.refusals.isEmpty {
      let text =
        diagnosis.isBlind
        ? "The capture shows no PDU of DCE/RPC that could be read."
        : "No bind is refused, and no call is cancelled after two minutes. Whose turn it is lies "
          + "inside of calls, where a capture does not show it."
      flow.text(text, style: .body)
      flow.top += 8
    }
    if let doubt = diagnosis.doubt { flow.text(doubt, style: .body) }
  }

  private func drawFinding(
    _ sentence: String, details: [String], _ evidence: [Evidence], in flow: inout ReportFlow
  ) {
    flow.reserve(70)
    flow.text(sentence, style: .section, tag: .heading)
    for detail in details {
      flow.top += 2
      flow.text(detail, style: .body)
    }
    flow.top += 5
    ReportTable(
      columns: [
        .init(title: "event", width: 60, isNumber: true),
        .init(title: "frame", width: 60, isNumber: true),
        .init(title: "time", width: 70, isNumber: true), .init(title: "what it shows", width: 520),
      ],
      rows: evidence.map {
        [
          "\($0.event.rawValue)", $0.frame.map { "\($0)" } ?? "–", $0.time.preciseText,
          $0.text(in: content.diagnosis.run),
        ]
      }
    ).draw(in: &flow)
    flow.top += 14
  }
}

// What there is.
extension CaptureReport {
  private func drawConnections(in flow: inout ReportFlow) {
    startPart(.connections, in: &flow)
    let count = content.connectionCount
    let listed = content.connections.count
    let sentence =
      listed < count
      ? "The first \(listed) of \(count) connections, those with trouble before the others."
      : "\(count == 1 ? "One connection" : "\(count) connections"), those with trouble first."
    flow.text(sentence, style: .body)
    flow.top += 8
    guard !content.connections.isEmpty else { return }
    ReportTable(
      columns: [
        .init(title: "#", width: 30, isNumber: true), .init(title: "over", width: 30),
        .init(title: "client", width: 130), .init(title: "server", width: 130),
        .init(title: "from", width: 50, isNumber: true),
        .init(title: "to", width: 50, isNumber: true), .init(title: "group", width: 62),
        .init(title: "calls", width: 32, isNumber: true),
        .init(title: "naks", width: 28, isNumber: true),
        .init(title: "faults", width: 32, isNumber: true), .init(title: "end", width: 40),
      ], rows: content.connections.map(Self.row)
    ).draw(in: &flow)
  }

  /// What real machines logged meanwhile.
  private func drawLogs(in flow: inout ReportFlow) {
    startPart(.logs, in: &flow)
    LogTables.draw(content.run.logs, of: nil, in: &flow)
  }

  private static func row(_ connection: CapturedConnection) -> [String] {
    let wire = connection.wire
    let ending =
      switch connection.ending {
      case .open: "open"
      case .closed: "closed"
      case .reset: "reset"
      case .refused: "refused"
      }
    return [
      "\(wire.id.rawValue)", wire.transport, endpoint(wire.clientAddress, wire.clientPort),
      endpoint(wire.serverAddress, wire.serverPort), connection.first.clockText,
      connection.last.clockText,
      connection.group.map { "0x" + String($0, radix: 16, uppercase: true) } ?? "–",
      "\(connection.calls)", "\(connection.naks)", "\(connection.faults)", ending,
    ]
  }

  private static func endpoint(_ address: String, _ port: UInt16) -> String {
    address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
  }

  private func drawReproduction(in flow: inout ReportFlow) {
    startPart(.reproduction, in: &flow)
    let provenance = content.provenance
    flow.text(
      "Equal captures and versions of mtatrace give equal events. These commands read the "
        + "capture and draw this report:", style: .body)
    flow.top += 6
    for command in [
      provenance.command, "mtatrace report \(provenance.file) -o report.pdf",
    ] {
      flow.text(command, style: .strong, x: ReportFlow.margin + 16)
      flow.top += 2
    }
    flow.top += 12
    let run = content.run
    flow.text(
      "Run \(run.number): \(run.eventCount) events, fingerprint \(run.fingerprint.text), "
        + "\(run.statusName), made by \(provenance.program).", style: .body)
    flow.top += 14
    flow.reserve(60)
    flow.text("What could not be read", style: .section, tag: .heading)
    flow.top += 4
    guard !run.unread.isEmpty else {
      flow.text("Everything in the capture was read.", style: .body)
      return
    }
    ReportTable(
      columns: [
        .init(title: "layer", width: 50), .init(title: "reason", width: 180),
        .init(title: "count", width: 70, isNumber: true),
        .init(title: "octets", width: 80, isNumber: true),
        .init(title: "first frame", width: 80, isNumber: true),
      ],
      rows: run.unread.map {
        [
          $0.layer, $0.reason, "\($0.count)", $0.octets > 0 ? "\($0.octets)" : "–",
          $0.firstFrame.map { "\($0)" } ?? "–",
        ]
      }
    ).draw(in: &flow)
  }
}
