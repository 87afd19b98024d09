package import Analysis
package import Drawing
import TraceModel

/// A report on runs of one scenario and seed, to be printed or attached: the finding, its pictures,
/// its evidence, and how to make it again.
package struct Report {
  /// What a report shows.
  package struct Content {
    /// The runs, on the direction of mail that the report is about.
    package var contrast: Contrast
    package var chart: BacklogChart.Content
    /// How long messages take over time; `nil` to leave it out.
    package var deliveryTimes: DeliveryTimeChart?
    /// The backlogs of other directions too; `nil` to leave them out.
    package var directions: BacklogPanels?
    /// What became of each association; `nil` to leave it out.
    package var associations: AssociationChart?
    package var sequence: SequenceContrast
    /// The incidents of each run, in the order of the contrast's runs.
    package var incidents: [[Incident]]
    package var provenance: Provenance
    /// A line of the user's own.
    package var note: String?

    package init(
      contrast: Contrast, chart: BacklogChart.Content, sequence: SequenceContrast,
      incidents: [[Incident]], provenance: Provenance, note: String?,
      deliveryTimes: DeliveryTimeChart? = nil, associations: AssociationChart? = nil,
      directions: BacklogPanels? = nil
    ) {
      self.directions = directions
      self.deliveryTimes = deliveryTimes
      self.associations = associations
      self.contrast = contrast
      self.chart = chart
      self.sequence = sequence
      self.incidents = incidents
      self.provenance = provenance
      self.note = note
    }
  }

  /// The parts of a report, each at the top of a page.
  enum Part: String, CaseIterable {
    case glance
    case summary
    case chart
    case directions
    case times
    case associations
    case sequence
    case incidents
    case figures
    case parameters
    case reproduction

    var title: String {
      switch self {
      case .glance: "At a glance"
      case .summary: "Summary"
      case .chart: "Messages waiting over time"
      case .directions: "Other directions of mail"
      case .times: "How long messages take"
      case .associations: "What became of the associations"
      case .sequence: "What happened on the wire"
      case .incidents: "Incidents and event log"
      case .figures: "The figures in words and numbers"
      case .parameters: "Parameters and assumptions"
      case .reproduction: "How to make this report again"
      }
    }

    /// The part in the line that leads from every page to every part.
    var shortTitle: String {
      switch self {
      case .glance: "Glance"
      case .summary: "Summary"
      case .chart: "Backlog"
      case .directions: "Directions"
      case .times: "Times"
      case .associations: "Associations"
      case .sequence: "Wire"
      case .incidents: "Incidents"
      case .figures: "In words"
      case .parameters: "Parameters"
      case .reproduction: "Again"
      }
    }
  }

  let content: Content
  let title: String

  /// - Parameter title: The report's title; its headline if absent.
  package init(_ content: Content, title: String? = nil) {
    self.content = content
    self.title = title ?? content.contrast.headline
  }

  /// Lays the report out on A4 paper on its long side.
  ///
  /// - Throws: ``SequenceTooLarge`` if the diagram's lifelines do not fit on a page.
  package func document(metrics: any TextMetrics) throws(SequenceTooLarge) -> Document {
    // The summary names the pages of the other parts, whose numbers do not depend on what it says.
    var firstPages: [Part: Int] = [:]
    _ = try flow(firstPages: &firstPages, metrics: metrics)
    let flow = try flow(firstPages: &firstPages, metrics: metrics)
    let bookmarks = flow.bookmarks
    let pages = flow.finish(parts: parts.map { ($0.shortTitle, $0.rawValue) }) { number, count in
      content.provenance.footer(page: "page \(number) of \(count)")
    }
    return Document(
      pages: pages.map { Document.Page($0) },
      bookmarks: bookmarks,
      metadata: content.provenance.metadata(title: title, subject: content.contrast.subtitle))
  }

  private func flow(
    firstPages: inout [Part: Int], metrics: any TextMetrics
  ) throws(SequenceTooLarge) -> ReportFlow {
    var flow = ReportFlow(size: .a4Landscape, metrics: metrics)
    for part in parts {
      let first = flow.pages.count + 1
      switch part {
      case .glance: drawGlance(in: &flow)
      case .summary: drawSummary(in: &flow, pages: firstPages)
      case .chart:
        var chart = BacklogChart(content.chart)
        chart.content.stallTarget = Part.incidents.rawValue
        flow.addFigure(
          [chart.page(size: flow.size, footer: "", metrics: metrics)], name: part.rawValue,
          title: part.title)
      case .directions: addFigure(content.directions, as: part, in: &flow)
      case .times: addFigure(content.deliveryTimes, as: part, in: &flow)
      case .associations: addFigure(content.associations, as: part, in: &flow)
      case .sequence where content.sequence.stories.allSatisfy(\.rows.isEmpty):
        startPart(part, in: &flow)
        flow.text("Nothing happened in this direction in the time that was chosen.", style: .body)
      case .sequence:
        let diagram = try sequencePages(in: flow)
        flow.addFigure(
          diagram.pages, name: part.rawValue, title: part.title, bookmarks: diagram.bookmarks)
      case .incidents: drawIncidents(in: &flow)
      case .figures: drawFigures(in: &flow)
      case .parameters: drawParameters(in: &flow)
      case .reproduction: drawReproduction(in: &flow)
      }
      firstPages[part] = first
    }
    return flow
  }

  /// The parts that there is something to say in.
  var parts: [Part] {
    Part.allCases.filter { part in
      switch part {
      case .times: content.deliveryTimes != nil
      case .directions: content.directions != nil
      case .associations: content.associations != nil
      default: true
      }
    }
  }

  private func addFigure(_ chart: (any Chart)?, as part: Part, in flow: inout ReportFlow) {
    guard let chart else { return }
    flow.addFigure(
      chart.pages(size: flow.size, footer: "", metrics: flow.metrics), name: part.rawValue,
      title: part.title)
  }

  /// Starts a part's page with its title.
  func startPart(_ part: Part, in flow: inout ReportFlow) {
    flow.startPart(part.rawValue, title: part.title)
    flow.text(part.title, style: .headline, tag: .title)
    flow.top += 8
  }
}
