import Drawing

/// What surrounds a figure: the finding above it, and below it a note and where it comes from.
struct FigureFrame {
  /// At the left and the right, in points.
  static let margin = 26.0

  var headline: String
  var subtitle: String
  var note: String?
  var footer: String

  /// Draws the frame around what `figure` draws in the area that is left for it.
  ///
  /// A reader who hears the page hears the finding first, then the figure, then the footer.
  func draw(
    on page: inout DisplayList, metrics: any TextMetrics,
    figure: (_ page: inout DisplayList, _ area: Rect) -> Void
  ) {
    let bottom = footerTop(on: page.size, metrics: metrics)
    let top = drawHeader(on: &page, metrics: metrics)
    figure(
      &page,
      Rect(left: Self.margin, top: top, right: page.size.width - Self.margin, bottom: bottom - 6))
    drawFooter(on: &page, from: bottom, metrics: metrics)
  }

  /// The area that the frame leaves on a page of this size.
  func area(on size: Size, metrics: any TextMetrics) -> Rect {
    var page = DisplayList(size: size)
    var area = Rect(x: 0, y: 0, width: 0, height: 0)
    draw(on: &page, metrics: metrics) { area = $1 }
    return area
  }

  private func drawHeader(on page: inout DisplayList, metrics: any TextMetrics) -> Double {
    let width = page.size.width - 2 * Self.margin
    var top = 22.0
    let style = headlineStyle(width: width, metrics: metrics)
    page.group(.title) {
      top = block(headline, style: style, top: top, on: &$0, metrics: metrics)
    }
    top += 3
    page.group(.paragraph) {
      top = block(subtitle, style: .subtitle, top: top, on: &$0, metrics: metrics)
    }
    return top
  }

  /// A headline of more than two lines is set smaller, down to 13 points, before it takes a third.
  private func headlineStyle(width: Double, metrics: any TextMetrics) -> TextStyle {
    let sizes = stride(from: TextStyle.headline.size, through: 13, by: -1)
    let fitting = sizes.first {
      metrics.lines(of: headline, in: .headline.size($0), width: width).count <= 2
    }
    return .headline.size(fitting ?? 13)
  }

  private func footerTop(on size: Size, metrics: any TextMetrics) -> Double {
    let width = size.width - 2 * Self.margin
    func height(_ text: String, _ style: TextStyle) -> Double {
      Double(metrics.lines(of: Self.joined(text), in: style, width: width).count)
        * metrics.lineHeight(of: style)
    }
    return size.height - 9 - height(footer, .footer) - (note.map { height($0, .label) + 6 } ?? 0)
  }

  private func drawFooter(
    on page: inout DisplayList, from top: Double, metrics: any TextMetrics
  ) {
    var top = top
    if let note {
      page.group(.note) {
        top = block(note, style: .label, top: top, on: &$0, metrics: metrics)
      }
      top += 6
    }
    guard !footer.isEmpty else { return }
    page.group(.note) {
      _ = block(footer, style: .footer, top: top, on: &$0, metrics: metrics)
    }
  }

  /// The text with each `·` bound to what stands before it, so that no line begins with one.
  private static func joined(_ text: String) -> String {
    text.replacing(" · ", with: "\u{A0}· ")
  }

  /// Sets a text in lines from `top` on, and returns where it ends.
  private func block(
    _ text: String, style: TextStyle, top: Double, on page: inout DisplayList,
    metrics: any TextMetrics
  ) -> Double {
    let width = page.size.width - 2 * Self.margin
    var top = top
    for line in metrics.lines(of: Self.joined(text), in: style, width: width) {
      page.text(line, at: Point(x: Self.margin, y: top + metrics.ascent(of: style)), style: style)
      top += metrics.lineHeight(of: style)
    }
    return top
  }
}
