import Analysis
import Drawing
import TraceModel

/// Lays a sequence diagram out on pages, row below row.
struct SequenceLayout {
  let content: SequenceDiagram.Content
  /// What the diagram shows, for a reader who does not see it.
  let sentence: String
  let size: Size
  let metrics: any TextMetrics
  let scale: SequenceScale
  let heights: SequenceHeights
  let geometries: [SequenceGeometry]
  /// The columns that share a page: all of them, or each for itself on pages that lie side by side.
  let spreads: [[Int]]
  /// What the states of lifelines look like, in lines for each column.
  let keys: [[[KeyEntry]]]
  /// What was folded and what is not drawn, in lines for each column.
  let notes: [[String]]

  /// The most lines of notes that stand below the rows; more get pages of their own.
  private static let mostNotesBelow = 14

  init(
    _ content: SequenceDiagram.Content, sentence: String, size: Size, metrics: any TextMetrics
  ) {
    self.content = content
    self.sentence = sentence
    self.size = size
    self.metrics = metrics
    let count = max(content.columns.count, 1)
    let most = content.columns.map(\.story.lifelines.count).max() ?? 1
    let beside = SequenceGeometry.Division(size: size, columns: count)
    let isWide = beside.fits(most, content: content, metrics: metrics)
    let division = isWide ? beside : SequenceGeometry.Division(size: size, columns: 1)
    spreads =
      isWide ? [Array(content.columns.indices)] : content.columns.indices.map { [$0] }
    scale = division.scale
    heights = SequenceHeights(scale: scale, axis: content.axis, metrics: metrics)
    let timeWidth = division.timeWidth(of: content, metrics: metrics)
    let geometries = content.columns.enumerated().map { index, column in
      division.geometry(
        of: isWide ? index : 0, lifelines: column.story.lifelines.count, timeWidth: timeWidth)
    }
    self.geometries = geometries
    keys = zip(content.columns, geometries).map {
      Self.keyLines(of: $0.story, in: $1, metrics: metrics)
    }
    notes = content.columns.indices.map { [scale] index in
      content.columns[index].notes.flatMap {
        metrics.lines(of: $0, in: scale.detail, width: geometries[index].boxWidth)
      }
    }
  }

  /// The width that the diagram needs to stand on pages of this size at all, in points; `nil` if it
  /// fits.
  static func neededWidth(
    _ content: SequenceDiagram.Content, size: Size, metrics: any TextMetrics
  ) -> Double? {
    let alone = SequenceGeometry.Division(size: size, columns: 1)
    let most = content.columns.map(\.story.lifelines.count).max() ?? 1
    guard !alone.fits(most, content: content, metrics: metrics) else { return nil }
    let missing =
      alone.leastSpacing - alone.spacing(of: most, content: content, metrics: metrics)
    return (size.width + missing * Double(most - 1)).rounded(.up)
  }

  func frame(isFirst: Bool, footer: String) -> FigureFrame {
    FigureFrame(
      headline: content.headline,
      subtitle: isFirst ? content.subtitle : content.subtitle + " · continued",
      note: content.note, footer: footer)
  }

  /// Pages of notes, in lines for each column.
  func noteSheets(height: Double) -> [SequencePlan.Sheet] {
    let lines = max(Int((height - 20) / metrics.lineHeight(of: scale.detail)), 1)
    let most = notes.map(\.count).max() ?? 0
    return stride(from: 0, to: most, by: lines).flatMap { start in
      spreads.map { spread in
        notes.indices.map {
          spread.contains($0) ? Array(notes[$0].dropFirst(start).prefix(lines)) : []
        }
      }
      .filter { $0.contains { !$0.isEmpty } }.map(SequencePlan.Sheet.notes)
    }
  }

  /// Draws lines of notes below each other, column by column.
  func draw(_ notes: [[String]], from top: Double, on list: inout DisplayList) {
    for (lines, geometry) in zip(notes, geometries) {
      var baseline = top + metrics.ascent(of: scale.detail)
      for line in lines {
        list.text(line, at: Point(x: geometry.boxLeft, y: baseline), style: scale.detail)
        baseline += metrics.lineHeight(of: scale.detail)
      }
    }
  }

  /// The height of the columns' names and the lifelines' headings, in points.
  var headingHeight: Double {
    let keys = Double(keys.map(\.count).max() ?? 0)
    return metrics.lineHeight(of: scale.columnName) + keys * keyHeight
      + metrics.lineHeight(of: scale.heading) + metrics.lineHeight(of: scale.subheading)
      + 27 * scale.factor
  }

  /// The height of a line that says what the states of lifelines look like, in points.
  var keyHeight: Double { metrics.lineHeight(of: scale.detail) }

  /// How far lifelines go on below the last row, in points.
  var lifelineTail: Double { 10 * scale.factor }

  /// Whether the notes are few enough to stand below the last rows.
  var hasFewNotes: Bool { notes.allSatisfy { $0.count <= Self.mostNotesBelow } }

  /// The height of the notes below the last rows, in points.
  var notesHeight: Double {
    let lines = hasFewNotes ? notes.map(\.count).max() ?? 0 : 0
    return lines == 0 ? 0 : Double(lines) * metrics.lineHeight(of: scale.detail) + 8
  }
}
