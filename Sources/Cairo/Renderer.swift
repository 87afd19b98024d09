import Drawing

/// Draws documents as files in memory: equal documents give equal octets.
package struct Renderer {
  /// The metrics that a layout must use for the text to fit.
  package let metrics: PangoTextMetrics

  /// - Throws: ``CairoError/missingFont(family:package:)`` if the typeface Inter is not installed.
  package init() throws(CairoError) {
    metrics = try PangoTextMetrics()
  }

  /// The characters of what was laid out and drawn that no installed typeface has, in order.
  package var missingCharacters: [Unicode.Scalar] { metrics.shaper.missing.sorted() }

  /// The page with this index, from 0.
  func page(_ index: Int, of document: Document) throws(CairoError) -> DisplayList {
    guard document.pages.indices.contains(index) else { throw .missingPage(index) }
    return document.pages[index].content
  }
}
