import CCairo
package import Drawing

extension Renderer {
  /// The most pixels that cairo's images have on a side.
  package static let largestSide = 32_767
  /// The most pixels in all: 1 GiB of memory while drawing.
  private static let largestArea = 1 << 28

  /// A page as a PNG file with `scale` pixels a point.
  ///
  /// The document's metadata is in text chunks.
  /// - Throws: ``CairoError/imageTooLarge(width:height:limit:)`` rather than draw less.
  package func png(
    _ document: Document, page index: Int = 0, scale: Double
  ) throws(CairoError) -> [UInt8] {
    let page = try page(index, of: document)
    let width = Self.pixels(page.size.width, scale)
    let height = Self.pixels(page.size.height, scale)
    guard
      width <= Self.largestSide, height <= Self.largestSide,
      width * height <= Self.largestArea
    else {
      let fits = width <= Self.largestSide && height <= Self.largestSide
      throw .imageTooLarge(width: width, height: height, limit: fits ? 16_384 : Self.largestSide)
    }
    let surface = try Surface.image(width: width, height: height)
    cairo_set_source_rgb(surface.context, 1, 1, 1)
    cairo_paint(surface.context)
    cairo_scale(surface.context, scale, scale)
    for operation in page.operations { surface.draw(operation, shaper: metrics.shaper) }
    var image = PNGChunks(try surface.finishPNG())
    image.insertBeforeData(
      Self.chunks(
        for: document.metadata, alternative: document.alternative(ofPage: index), scale: scale))
    return image.octets
  }

  private static func pixels(_ points: Double, _ scale: Double) -> Int {
    let pixels = (points * scale).rounded(.up)
    return pixels.isFinite ? Int(min(max(pixels, 1), 1e9)) : 1_000_000_000
  }

  private static func chunks(
    for metadata: Document.Metadata, alternative: String, scale: Double
  ) -> [PNGChunks.Chunk] {
    // Pixels a metre, at 72 points an inch of 0.0254 m.
    let density = UInt32(min(max((scale * 72 / 0.0254).rounded(), 1), 1e9))
    return [
      .perceptualSRGB, .density(pixelsPerMetre: density),
      .text(keyword: "Title", metadata.title),
      .text(keyword: "Description", metadata.subject),
      .text(keyword: "Software", metadata.creator),
      .text(keyword: "Alternative", alternative),
    ] + metadata.provenance.map { .text(keyword: $0.name, $0.value) }
  }
}
