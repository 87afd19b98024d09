package import Drawing

/// A figure that shows numbers over time or by size.
package protocol Chart {
  var heading: ChartHeading { get }
  /// What it shows, in a sentence for a reader who does not see it.
  var sentence: String { get }
  /// The numbers that are drawn.
  var data: DataTable { get }

  /// How many pages of this size it takes: 1 unless it has more rows than fit.
  func pageCount(size: Size, metrics: any TextMetrics) -> Int

  /// Draws a page, from 0, in the area that the frame leaves.
  func draw(
    page: Int, of size: Size, in area: Rect, metrics: any TextMetrics, on list: inout DisplayList)
}

/// What stands above and below a chart.
package struct ChartHeading: Equatable, Sendable {
  /// The finding, as a sentence.
  package var headline: String
  /// What was measured.
  package var subtitle: String
  /// A line of the user's own.
  package var note: String?
  package var provenance: Provenance

  package init(headline: String, subtitle: String, note: String?, provenance: Provenance) {
    self.headline = headline
    self.subtitle = subtitle
    self.note = note
    self.provenance = provenance
  }
}

/// A run as charts name and colour it.
package struct ChartRun: Equatable, Sendable {
  /// `NT 4.0 SP3`.
  package var name: String
  /// `SP3`.
  package var shortName: String
  package var accent: Accent

  package init(name: String, shortName: String, accent: Accent) {
    self.name = name
    self.shortName = shortName
    self.accent = accent
  }

  /// A second run's line is broken, so that the two stay apart without colour.
  func stroke(_ width: Double) -> Stroke {
    Stroke(accent.color, width: width, dash: accent == .fixed ? [5, 2] : [])
  }
}

extension Chart {
  package func pageCount(size: Size, metrics: any TextMetrics) -> Int { 1 }

  /// The chart on as many pages of this size as it needs.
  ///
  /// - Parameter footer: What replaces the usual footer, for pages of a report.
  package func pages(
    size: Size, footer: String? = nil, metrics: any TextMetrics
  ) -> [DisplayList] {
    let count = pageCount(size: size, metrics: metrics)
    return (0..<count).map { index in
      let name = count > 1 ? "picture \(index + 1) of \(count)" : nil
      var page = DisplayList(size: size)
      let frame = FigureFrame(
        headline: heading.headline,
        subtitle: index == 0 ? heading.subtitle : heading.subtitle + " · continued",
        note: heading.note, footer: footer ?? heading.provenance.footer(page: name))
      frame.draw(on: &page, metrics: metrics) { page, area in
        page.group(.figure, alternative: sentence) {
          draw(page: index, of: size, in: area, metrics: metrics, on: &$0)
        }
      }
      return page
    }
  }
}
