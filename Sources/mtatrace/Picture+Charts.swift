import Cairo
import Drawing
import Figures

extension Picture {
  /// A chart of a subject.
  ///
  /// - Parameter size: That of its pages, in points.
  /// - Throws: ``Failure`` with code 65 if a capture does not show it.
  static func chart(
    of subject: PictureSubject, kind: ChartOptions.Kind = .backlog,
    size: Size = BacklogChart.pictureSize, title: String? = nil, note: String? = nil
  ) throws -> Picture {
    if subject.diagnosis != nil, !kind.isOnTheWire {
      throw Failure(
        .badData,
        "A capture does not show how much mail waits or how long it takes; draw --of associations "
          + "or --of rates, which it shows, or 'mtatrace diagram'.")
    }
    if subject.isWithoutMail, !kind.isOnTheWire { throw withoutMail }
    let charts = subject.charts(title: title, note: note)
    switch kind {
    case .backlog:
      let renderer = try Renderer()
      let content = try subject.chart(title: title, note: note)
      return Picture(
        document: Document(
          pages: [Document.Page(BacklogChart(content).page(size: size, metrics: renderer.metrics))],
          metadata: content.provenance.metadata(
            title: content.headline, subject: content.subtitle)),
        renderer: renderer)
    case .rates: return try picture(of: charts.rates(), size: size)
    case .deliveryTime: return try picture(of: charts.deliveryTimes(), size: size)
    case .distribution: return try picture(of: charts.distribution(), size: size)
    case .associations: return try picture(of: charts.associations(), size: size)
    }
  }

  /// A panel for each of several directions.
  ///
  /// - Parameter all: Whether every direction that had mail gets one.
  static func panels(
    of subject: PictureSubject, all: Bool, size: Size, title: String?, note: String?
  ) throws -> Picture {
    if subject.diagnosis != nil {
      throw Failure(
        .badData, "A capture does not show how much mail waits, so there is no backlog to draw.")
    }
    if subject.isWithoutMail { throw withoutMail }
    let charts = subject.charts(title: title, note: note)
    return try picture(of: charts.panels(of: all ? nil : subject.links), size: size)
  }

  /// Why there is no picture of mail.
  static let withoutMail = Failure(
    .badData,
    "The run tells of no mail; draw --of associations or --of rates, or 'mtatrace diagram', which "
      + "show its connections.")

  private static func picture(of chart: any Chart, size: Size) throws -> Picture {
    let renderer = try Renderer()
    let pages = chart.pages(size: size, metrics: renderer.metrics)
    return Picture(
      document: Document(
        pages: pages.map { Document.Page($0) },
        metadata: chart.heading.provenance.metadata(
          title: chart.heading.headline, subject: chart.heading.subtitle)),
      renderer: renderer)
  }
}
