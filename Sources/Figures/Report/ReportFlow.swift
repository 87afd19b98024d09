import Drawing

/// The pages of a report while they fill, from top to bottom.
///
/// What does not fit on a page goes on the next one; nothing is cropped.
struct ReportFlow {
  static let margin = 40.0
  /// What a page keeps free at its foot, in points.
  static let footerHeight = 44.0

  let size: Size
  let metrics: any TextMetrics
  private(set) var pages: [DisplayList] = []
  /// The indexes of pages that are one figure, with a figure's margins.
  private var figurePages: Set<Int> = []
  /// Where the next thing goes.
  var top = margin

  init(size: Size, metrics: any TextMetrics) {
    self.size = size
    self.metrics = metrics
  }

  var width: Double { size.width - 2 * Self.margin }
  var bottom: Double { size.height - Self.footerHeight }

  /// Starts a page, to which bookmarks and links lead by this name.
  mutating func startPage(_ name: String? = nil) {
    pages.append(DisplayList(size: size))
    top = Self.margin
    if let name {
      draw { $0.append(.destination(name: name, at: Point(x: 0, y: 0))) }
    }
  }

  /// Adds a page that is drawn already, as one figure.
  mutating func add(_ page: DisplayList, name: String? = nil) {
    startPage(name)
    figurePages.insert(pages.count - 1)
    draw { $0.append(contentsOf: page.operations) }
  }

  /// Draws on the page that fills.
  mutating func draw(_ content: (inout DisplayList) -> Void) {
    if pages.isEmpty { pages.append(DisplayList(size: size)) }
    content(&pages[pages.count - 1])
  }

  /// Starts a page if less than this height is left.
  mutating func reserve(_ height: Double) {
    if top + height > bottom { startPage() }
  }

  /// Sets a text in lines, which break between pages.
  ///
  /// - Parameters:
  ///   - x: Its left edge; the margin if absent.
  ///   - width: The width of a line; up to the right margin if absent.
  mutating func text(
    _ text: String, style: TextStyle, tag: StructureTag = .paragraph, x: Double = margin,
    width: Double? = nil
  ) {
    let height = metrics.lineHeight(of: style)
    let lines = metrics.lines(of: text, in: style, width: width ?? size.width - Self.margin - x)
    if tag != .paragraph { reserve(Double(lines.count) * height) }
    for line in lines {
      reserve(height)
      let baseline = Point(x: x, y: top + metrics.ascent(of: style))
      draw { page in page.group(tag) { $0.text(line, at: baseline, style: style) } }
      top += height
    }
  }

  /// The height of a text, in points.
  func height(of text: String, style: TextStyle, width: Double) -> Double {
    Double(metrics.lines(of: text, in: style, width: width).count) * metrics.lineHeight(of: style)
  }

  /// Finishes the pages: each gets the footer that `text` gives for its number from 1 and their
  /// count, in as many lines as it needs.
  consuming func finish(footer text: (Int, Int) -> String) -> [DisplayList] {
    var finished = pages
    let lineHeight = metrics.lineHeight(of: .footer)
    for index in finished.indices {
      let margin = figurePages.contains(index) ? FigureFrame.margin : Self.margin
      let lines = metrics.lines(
        of: text(index + 1, finished.count), in: .footer, width: size.width - 2 * margin)
      let bottom = size.height - 16
      finished[index].group(.note) { page in
        for (number, line) in lines.enumerated() {
          let above = Double(lines.count - 1 - number) * lineHeight
          page.text(line, at: Point(x: margin, y: bottom - above), style: .footer)
        }
      }
    }
    return finished
  }
}
