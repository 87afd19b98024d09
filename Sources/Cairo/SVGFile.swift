package import Drawing

extension Renderer {
  /// A page as an SVG file; the document's metadata is in `title`, `desc` and `metadata`.
  package func svg(_ document: Document, page index: Int = 0) throws(CairoError) -> [UInt8] {
    let page = try page(index, of: document)
    let surface = try Surface.svg(page.size)
    surface.draw(
      .rectangle(
        Rect(x: 0, y: 0, width: page.size.width, height: page.size.height), fill: Palette.paper),
      shaper: metrics.shaper)
    for operation in page.operations { surface.draw(operation, shaper: metrics.shaper) }
    return Self.describe(try surface.finish(), metadata: document.metadata)
  }

  /// Puts the metadata behind the start tag of `svg`, and takes out the number that cairo counts
  /// its surfaces with.
  private static func describe(_ octets: [UInt8], metadata: Document.Metadata) -> [UInt8] {
    var result: [UInt8] = []
    var isDescribed = false
    for line in octets.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      let isRoot = line.starts(with: "<svg ".utf8)
      if !result.isEmpty { result.append(UInt8(ascii: "\n")) }
      if line.starts(with: "<g id=\"surface".utf8) {
        result += "<g id=\"page\">".utf8
      } else {
        result += line
      }
      if isRoot, !isDescribed {
        result += "\n\(elements(for: metadata))".utf8
        isDescribed = true
      }
    }
    return result
  }

  private static func elements(for metadata: Document.Metadata) -> String {
    let fields = metadata.provenance.map {
      "<mtatrace:field name=\"\($0.name.escapedForXML)\">\($0.value.escapedForXML)</mtatrace:field>"
    }
    return """
      <title>\(metadata.title.escapedForXML)</title>
      <desc>\(metadata.subject.escapedForXML)</desc>
      <metadata xmlns:mtatrace="urn:mtatrace:provenance">
      <mtatrace:creator>\(metadata.creator.escapedForXML)</mtatrace:creator>
      \(fields.joined(separator: "\n"))
      </metadata>
      """
  }
}

extension String {
  /// The text as XML 1.0 allows it in content and attributes; control characters become U+FFFD.
  fileprivate var escapedForXML: String {
    var result = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n": result += " "
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
