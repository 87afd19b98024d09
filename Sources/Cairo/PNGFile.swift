import CCairo
package import Drawing

extension Renderer {
  /// The most pixels that cairo's images have on a side.
  package static let largestSide = 32_767
  /// The most pixels in all: whoever looks at them needs 1 GiB of memory.
  private static let largestArea = 1 << 28
  /// The pixels of a band from top to bottom.
  private static let bandHeight = 256

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
    return PNGChunks(
      width: width, height: height,
      about: Self.chunks(
        for: document.metadata, alternative: document.alternative(ofPage: index), scale: scale),
      data: try data(of: page, width: width, height: height, scale: scale)
    ).octets
  }

  /// The pixels of a page, drawn in one band below the other, each packed while the next is drawn:
  /// the memory of a band stays near the processor, and that of the whole is never needed.
  private func data(
    of page: DisplayList, width: Int, height: Int, scale: Double
  ) throws(CairoError) -> [UInt8] {
    var marks: [(operation: DrawingOperation, reach: ClosedRange<Double>)] = []
    DrawingOperation.forEachMark(in: page.operations) { mark in
      if let reach = mark.reach { marks.append((mark, reach)) }
    }
    let bandHeight = min(height, Self.bandHeight)
    let surface = try Surface.image(width: width, height: bandHeight)
    let packing = try BandPacking(width: width, height: height)
    for top in stride(from: 0, to: height, by: bandHeight) {
      surface.begin(bandFrom: top, scale: scale)
      let band = Double(top) / scale...Double(top + bandHeight) / scale
      for mark in marks where mark.reach.overlaps(band) {
        surface.draw(mark.operation, shaper: metrics.shaper)
      }
      packing.add(try surface.pixels(ofRows: min(bandHeight, height - top)))
    }
    return packing.finish()
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
