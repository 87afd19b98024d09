import CCairo
package import Drawing

extension Renderer {
  /// All pages as a tagged PDF file with embedded fonts, bookmarks, page labels, links, and words
  /// for each figure.
  ///
  /// - Throws: ``CairoError/missingDestination(_:)`` if a link or bookmark leads nowhere;
  ///   ``CairoError/missingPage(_:)`` if there are no pages.
  package func pdf(_ document: Document) throws(CairoError) -> [UInt8] {
    try document.checkDestinations()
    let surface = try Surface.pdf(page(0, of: document).size)
    set(document.metadata, on: surface)
    // Without an enclosing structure tag cairo does not mark the file as tagged.
    cairo_tag_begin(surface.context, "Document", nil)
    for (index, page) in document.pages.enumerated() {
      if index > 0 {
        cairo_show_page(surface.context)
        // Not on the first page: setting a size takes back the tag that was begun.
        let size = page.content.size
        cairo_pdf_surface_set_size(surface.surface, size.width, size.height)
      }
      for operation in page.content.operations {
        surface.draw(operation, shaper: metrics.shaper)
      }
    }
    cairo_tag_end(surface.context, "Document")
    addOutline(document.bookmarks, to: surface)
    return try PDFUpdate.complete(surface.finish(), of: document)
  }

  private func set(_ metadata: Document.Metadata, on surface: borrowing Surface) {
    let fields: [(cairo_pdf_metadata_t, String)] = [
      (CAIRO_PDF_METADATA_TITLE, metadata.title),
      (CAIRO_PDF_METADATA_SUBJECT, metadata.subject),
      (CAIRO_PDF_METADATA_KEYWORDS, metadata.provenance.text),
      (CAIRO_PDF_METADATA_CREATOR, metadata.creator),
      // Cairo would write the time of day, and no two files would be equal.
      (CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z"),
    ]
    for (field, value) in fields { cairo_pdf_surface_set_metadata(surface.surface, field, value) }
  }

  private func addOutline(_ bookmarks: [Document.Bookmark], to surface: borrowing Surface) {
    // The bookmarks that enclose the next one, outermost first.
    var enclosing: [(level: Int, id: Int32)] = []
    for bookmark in bookmarks {
      while let last = enclosing.last, last.level >= bookmark.level { enclosing.removeLast() }
      let id = cairo_pdf_surface_add_outline(
        surface.surface, enclosing.last?.id ?? CAIRO_PDF_OUTLINE_ROOT, bookmark.title,
        "dest=\(bookmark.destination.quoted)", CAIRO_PDF_OUTLINE_FLAG_OPEN)
      enclosing.append((bookmark.level, id))
    }
  }
}

extension [ProvenanceField] {
  /// `Scenario: q181721; Seed: 42`.
  var text: String { map { "\($0.name): \($0.value)" }.joined(separator: "; ") }
}

extension Document {
  fileprivate func checkDestinations() throws(CairoError) {
    var places: Set<String> = []
    var targets = bookmarks.map(\.destination)
    for page in pages {
      Self.collect(page.content.operations, places: &places, targets: &targets)
    }
    for target in targets where !places.contains(target) { throw .missingDestination(target) }
  }

  private static func collect(
    _ operations: [DrawingOperation], places: inout Set<String>, targets: inout [String]
  ) {
    for operation in operations {
      switch operation {
      case .destination(let name, at: _): places.insert(name)
      case .group(_, alternative: _, let inner): collect(inner, places: &places, targets: &targets)
      case .link(let target, area: _, let inner):
        if case .destination(let name) = target { targets.append(name) }
        collect(inner, places: &places, targets: &targets)
      case .rectangle, .line, .path, .polygon, .circle, .text: break
      }
    }
  }
}
