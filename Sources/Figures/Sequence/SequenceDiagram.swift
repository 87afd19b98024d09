package import Analysis
package import Drawing

/// What happens between two hosts, with a vertical line for each party and an arrow for each PDU or
/// call.
///
/// Runs stand side by side: what they have in common at the same height, then the first difference,
/// then each for itself.
package struct SequenceDiagram {
  package var content: Content

  package init(_ content: Content) { self.content = content }

  /// What a sequence diagram shows.
  package struct Content: Equatable, Sendable {
    /// The finding, as a sentence.
    package var headline: String
    /// What is shown of the trace.
    package var subtitle: String
    /// A line of the user's own.
    package var note: String?
    package var provenance: Provenance
    package var columns: [Column]
    /// How many rows at the beginning of each column stand at the same height.
    package var sharedRows: Int
    /// Whether the rows behind them begin with a difference.
    package var hasDifference: Bool

    package init(
      headline: String, subtitle: String, note: String?, provenance: Provenance,
      columns: [Column], sharedRows: Int, hasDifference: Bool
    ) {
      self.headline = headline
      self.subtitle = subtitle
      self.note = note
      self.provenance = provenance
      self.columns = columns
      self.sharedRows = sharedRows
      self.hasDifference = hasDifference
    }
  }

  /// One run's story.
  package struct Column: Equatable, Sendable {
    /// `NT 4.0 SP3`.
    package var name: String
    package var accent: Accent
    package var story: SequenceStory

    package init(name: String, accent: Accent, story: SequenceStory) {
      self.name = name
      self.accent = accent
      self.story = story
    }
  }

  /// The width of a picture with one or two columns, in points.
  package static let pictureWidth = 1120.0

  /// The diagram as one picture that is as tall as it needs to be.
  ///
  /// - Parameter maximumHeight: In points; what does not fit goes on in further pictures, with the
  ///   headings repeated.
  package func pictures(
    maximumHeight: Double, metrics: any TextMetrics
  ) -> [DisplayList] {
    let columns = Double(max(content.columns.count - 2, 0))
    let width = Self.pictureWidth + columns * Self.pictureWidth / 2
    return SequenceLayout(
      content, size: Size(width: width, height: maximumHeight), metrics: metrics
    ).pages(trims: true) { index, count in
      content.provenance.footer(page: count > 1 ? "picture \(index + 1) of \(count)" : nil)
    }
  }

  /// The diagram on as many pages of this size as it needs.
  ///
  /// - Parameter footer: The footer of the page with this index, from 0, of this many.
  package func pages(
    size: Size, metrics: any TextMetrics, footer: (_ index: Int, _ count: Int) -> String
  ) -> [DisplayList] {
    SequenceLayout(content, size: size, metrics: metrics).pages(trims: false, footer: footer)
  }
}
