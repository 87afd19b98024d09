package import Drawing

/// The metrics of text as it will be drawn: the typeface Inter, shaped by Pango.
package final class PangoTextMetrics: TextMetrics {
  let shaper: TextShaper
  private var widths: [Key: Double] = [:]
  private var extents: [FontChoice: (ascent: Double, descent: Double)] = [:]

  /// The most widths that are kept, so that a long report does not hold each of its texts for ever.
  private static let limit = 50_000

  /// - Throws: ``CairoError/missingFont(family:package:)`` if Inter is not installed.
  package convenience init() throws(CairoError) {
    self.init(shaper: try TextShaper())
  }

  init(shaper: TextShaper) { self.shaper = shaper }

  package func width(of text: String, in style: TextStyle) -> Double {
    let key = Key(text: TextKey(text), font: FontChoice(style))
    if let width = widths[key] { return width }
    let width = shaper.line(of: text, in: style).width
    if widths.count >= Self.limit { widths.removeAll(keepingCapacity: true) }
    widths[key] = width
    return width
  }

  package func ascent(of style: TextStyle) -> Double { extent(of: style).ascent }

  package func descent(of style: TextStyle) -> Double { extent(of: style).descent }

  private func extent(of style: TextStyle) -> (ascent: Double, descent: Double) {
    let font = FontChoice(style)
    if let extent = extents[font] { return extent }
    let extent = shaper.extent(of: style)
    extents[font] = extent
    return extent
  }

  private struct Key: Hashable {
    var text: TextKey
    var font: FontChoice
  }
}
