package import Analysis
package import Drawing

/// What happens between two hosts, with a vertical line for each party and an arrow for each PDU or
/// call.
///
/// Runs stand side by side: what they have in common at the same height, then the first difference,
/// then each for itself.
package struct SequenceDiagram {
  package let content: Content
  /// What it shows, in a sentence: every page says it, and only once is it counted together.
  private let sentence: String

  package init(_ content: Content) {
    self.content = content
    sentence = content.sentence
  }

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
    /// What a band says that stands before the first row that is not shared, if the diagram is
    /// about that row.
    package var focus: String?
    /// How time becomes height.
    package var axis: SequenceAxis

    package init(
      headline: String, subtitle: String, note: String?, provenance: Provenance,
      columns: [Column], sharedRows: Int, hasDifference: Bool, axis: SequenceAxis = .compressed
    ) {
      self.headline = headline
      self.subtitle = subtitle
      self.note = note
      self.provenance = provenance
      self.columns = columns
      self.sharedRows = sharedRows
      self.hasDifference = hasDifference
      self.axis = axis
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

  /// The width of a picture with one or two columns, in points; a diagram of many lifelines is
  /// wider.
  package static let pictureWidth = 1120.0

  /// The diagram as one picture that is as tall as it needs to be, or as strips.
  ///
  /// - Parameters:
  ///   - maximumHeight: The greatest height of a single picture, in points.
  ///   - stripHeight: The greatest height of each of several, with the headings repeated: less, so
  ///     that each is drawn with little memory.
  /// - Throws: ``SequenceTooLarge`` if a true time axis has no room for the labels.
  package func pictures(
    maximumHeight: Double, stripHeight: Double, metrics: any TextMetrics
  ) throws(SequenceTooLarge) -> [DisplayList] {
    let size = pictureSize(height: maximumHeight, metrics: metrics)
    if let whole = try whole(size: size, metrics: metrics) {
      return [whole.draw(0, trims: true, footer: content.provenance.footer())]
    }
    let strips = try sheets(
      size: Size(width: size.width, height: min(stripHeight, maximumHeight)), metrics: metrics)
    return (0..<strips.count).map { index in
      let name = "picture \(index + 1) of \(strips.count)"
      return strips.draw(index, trims: true, footer: content.provenance.footer(page: name))
    }
  }

  /// The diagram on as many pages of this size as it needs.
  ///
  /// Where the columns are too narrow beside each other, each has pages of its own: such pages lie
  /// side by side, with what is shared at the same height.
  ///
  /// - Parameters:
  ///   - firstNumber: The number that a reader sees on the first of them.
  ///   - footer: The footer of the page with this index, from 0, of this many.
  /// - Throws: ``SequenceTooLarge`` if the lifelines do not fit even so.
  package func pages(
    size: Size, metrics: any TextMetrics, firstNumber: Int = 1,
    footer: (_ index: Int, _ count: Int) -> String
  ) throws(SequenceTooLarge) -> SequencePages {
    if let width = SequenceLayout.neededWidth(content, size: size, metrics: metrics) {
      throw .width(needed: width, available: size.width)
    }
    let sheets = try sheets(size: size, metrics: metrics)
    return SequenceIndex(
      content: content, sheets: sheets, size: size, metrics: metrics, firstNumber: firstNumber
    ).pages(footer: footer)
  }

  /// The diagram on one page of no more than this size; `nil` if it does not fit.
  private func whole(
    size: Size, metrics: any TextMetrics
  ) throws(SequenceTooLarge) -> (any SequenceSheets)? {
    guard content.axis == .proportional else {
      let whole = try sheets(size: size, metrics: metrics)
      return whole.count == 1 ? whole : nil
    }
    // The least height at which the labels find room.
    for height in stride(from: 700, through: size.height, by: 350) {
      let size = Size(width: size.width, height: height)
      if let sheets = try? sheets(size: size, metrics: metrics, mostPages: 1) { return sheets }
    }
    return nil
  }

  /// Wide enough for all columns to stand beside each other.
  private func pictureSize(height: Double, metrics: any TextMetrics) -> Size {
    let more = Double(max(content.columns.count - 2, 0))
    var size = Size(width: Self.pictureWidth + more * Self.pictureWidth / 2, height: height)
    let most = content.columns.map(\.story.lifelines.count).max() ?? 1
    while !SequenceGeometry.Division(size: size, columns: max(content.columns.count, 1))
      .fits(most, content: content, metrics: metrics)
    {
      size.width += Self.pictureWidth / 8
    }
    return size
  }

  /// - Parameter mostPages: The most pages of a diagram that is true to time.
  private func sheets(
    size: Size, metrics: any TextMetrics, mostPages: Int = ProportionalPlan.mostPages
  ) throws(SequenceTooLarge) -> any SequenceSheets {
    let footer = content.provenance.footer(page: "picture 99999 of 99999")
    let layout = SequenceLayout(
      content.axis == .step ? content.withoutPauses : content, sentence: sentence, size: size,
      metrics: metrics)
    return content.axis == .proportional
      ? try ProportionalPlan(layout, footer: footer, mostPages: mostPages)
      : SequencePlan(layout, footer: footer)
  }
}

/// A diagram that does not fit where it should be drawn.
package enum SequenceTooLarge: Error, Equatable {
  /// It needs a page of another width, both in points.
  case width(needed: Double, available: Double)
  /// True to time, it needs more pages than there may be: about so many.
  case pages(needed: Int, most: Int)
}

/// The pages of a diagram, and what leads to them.
package struct SequencePages {
  package var pages: [DisplayList]
  /// An entry of the document's outline for each page that shows rows, of level 0.
  package var bookmarks: [Document.Bookmark]

  package init(pages: [DisplayList], bookmarks: [Document.Bookmark]) {
    self.pages = pages
    self.bookmarks = bookmarks
  }
}
