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
  /// What leads to each part, and below it to its headings or to the pages of its figure.
  private(set) var bookmarks: [Document.Bookmark] = []
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

  /// Starts a page.
  mutating func startPage() {
    pages.append(DisplayList(size: size))
    top = Self.margin
  }

  /// Starts a page with a part, to which links lead by this name.
  mutating func startPart(_ name: String, title: String) {
    startPage()
    addBookmark(title, destination: name, level: 0, y: 0)
  }

  /// Adds pages that are drawn already, each as one figure, as a part to which links lead by this
  /// name.
  ///
  /// - Parameter more: What leads to places on these pages, below the part.
  mutating func addFigure(
    _ figures: [DisplayList], name: String, title: String, bookmarks more: [Document.Bookmark] = []
  ) {
    for (index, figure) in figures.enumerated() {
      index == 0 ? startPart(name, title: title) : startPage()
      figurePages.insert(pages.count - 1)
      draw { $0.append(contentsOf: figure.operations) }
    }
    bookmarks += more.map {
      Document.Bookmark($0.title, destination: $0.destination, level: $0.level + 1)
    }
  }

  private mutating func addBookmark(_ title: String, destination: String, level: Int, y: Double) {
    bookmarks.append(Document.Bookmark(title, destination: destination, level: level))
    draw { $0.append(.destination(name: destination, at: Point(x: 0, y: y))) }
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

  /// Sets a text in lines, which break between pages unless it is a heading.
  ///
  /// A heading gets a bookmark below that of its part.
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
    if tag == .heading, let part = bookmarks.last(where: { $0.level == 0 })?.destination {
      addBookmark(text, destination: "\(part)-\(bookmarks.count)", level: 1, y: top)
    }
    var rest = lines[...]
    while !rest.isEmpty {
      reserve(height)
      let fitting = rest.prefix(max(Int((bottom - top) / height + 1e-9), 1))
      let baseline = top + metrics.ascent(of: style)
      draw { page in
        page.group(tag) { block in
          for (place, line) in fitting.enumerated() {
            block.text(
              line, at: Point(x: x, y: baseline + Double(place) * height), style: style)
          }
        }
      }
      top += Double(fitting.count) * height
      rest = rest.dropFirst(fitting.count)
    }
  }

  /// The height of a text, in points.
  func height(of text: String, style: TextStyle, width: Double) -> Double {
    Double(metrics.lines(of: text, in: style, width: width).count) * metrics.lineHeight(of: style)
  }

  /// Finishes the pages: each gets the footer that `text` gives for its number from 1 and their
  /// count, in as many lines as it needs, and a line that leads to every part.
  ///
  /// - Parameter parts: What the line has, and where that leads.
  consuming func finish(
    parts: [(title: String, destination: String)], footer text: (Int, Int) -> String
  ) -> [DisplayList] {
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
      drawLinks(to: parts, right: size.width - margin, on: &finished[index])
    }
    return finished
  }

  private func drawLinks(
    to parts: [(title: String, destination: String)], right: Double, on page: inout DisplayList
  ) {
    let style = TextStyle(size: 7.5).color(Palette.fixed)
    var right = right
    page.group(.note) { page in
      for (title, destination) in parts.reversed() {
        let width = metrics.width(of: title, in: style)
        let baseline = Point(x: right - width, y: 14)
        page.append(
          .link(
            .destination(destination),
            area: Rect(left: right - width, top: 5, right: right, bottom: 17),
            [.text(TextRun(title, at: baseline, style: style))]))
        right -= width + 10
      }
    }
  }
}
