package import Drawing

extension Renderer {
  /// A page as an SVG file, which says what it shows in `title` and `desc`; the document's metadata
  /// is in `metadata`.
  package func svg(_ document: Document, page index: Int = 0) throws(CairoError) -> [UInt8] {
    let page = try page(index, of: document)
    let surface = try Surface.svg(page.size)
    surface.draw(
      .rectangle(
        Rect(x: 0, y: 0, width: page.size.width, height: page.size.height), fill: Palette.paper),
      shaper: metrics.shaper)
    for operation in page.operations { surface.draw(operation, shaper: metrics.shaper) }
    return Self.describe(
      try surface.finish(), metadata: document.metadata,
      alternative: document.alternative(ofPage: index))
  }

  /// Puts the metadata behind the start tag of `svg`, and takes out the number that cairo counts
  /// its surfaces with.
  private static func describe(
    _ octets: [UInt8], metadata: Document.Metadata, alternative: String
  ) -> [UInt8] {
    var result: [UInt8] = []
    var isDescribed = false
    for line in octets.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let isRoot = line.starts(with: "<svg ".utf8)
      if !result.isEmpty { result.append(UInt8(ascii: "\n")) }
      if line.starts(with: "<g id=\"surface".utf8) {
        result += "<g id=\"page\">".utf8
      } else if isRoot, !isDescribed {
        result += "<svg role=\"img\" lang=\"en\" aria-labelledby=\"title alternative\"".utf8
        result += line.dropFirst("<svg".utf8.count)
        result += "\n\(elements(for: metadata, alternative: alternative))".utf8
        isDescribed = true
      } else {
        result += line
      }
    }
    return result
  }

  private static func elements(for metadata: Document.Metadata, alternative: String) -> String {
    """
    <title id="title">\(metadata.title.escapedForXML)</title>
    <desc id="alternative">\(alternative.escapedForXML)</desc>
    <metadata>
    \(XMPPacket(metadata, alternative: alternative).rdf)
    </metadata>
    """
  }
}
