import Drawing

/// What cairo 1.16 leaves out of a PDF file, appended to it: ISO 32000-1, 7.5.6.
///
/// That is the language, what each figure shows in words, which row of a table its headings are
/// for, the labels of pages, and metadata as XML.
struct PDFUpdate {
  private let objects: PDFObjects
  private var octets: [UInt8]
  /// The objects written so far, by number: each but the last two replaces cairo's.
  private var written: [(number: Int, offset: Int)] = []

  /// - Parameter octets: The whole file as cairo wrote it.
  private init(_ octets: [UInt8]) throws(CairoError) {
    objects = try PDFObjects(octets)
    self.octets = octets
  }

  /// Completes the file that cairo wrote for a document.
  ///
  /// - Throws: ``CairoError/failed(_:)`` if the file is not that of the document.
  static func complete(
    _ octets: [UInt8], of document: Document
  ) throws(CairoError) -> [UInt8] {
    var update = try PDFUpdate(octets)
    try update.describeFigures(of: document)
    try update.markHeadings()
    try update.completeCatalog(for: document)
    update.finish()
    return update.octets
  }

  private mutating func describeFigures(of document: Document) throws(CairoError) {
    let alternatives = document.pages.flatMap { page in page.content.figureAlternatives }
    let figures = objects.structureElements(StructureTag.figure.rawValue)
    guard figures.count == alternatives.count else {
      throw .failed("cairo wrote \(figures.count) of \(alternatives.count) figures")
    }
    for (figure, alternative) in zip(figures, alternatives) {
      try add("/Alt \(PDFString(alternative ?? document.metadata.alternative))", to: figure)
    }
  }

  private mutating func markHeadings() throws(CairoError) {
    for heading in objects.structureElements(StructureTag.tableHeading.rawValue) {
      try add("/A << /O /Table /Scope /Column >>", to: heading)
    }
  }

  private mutating func completeCatalog(for document: Document) throws(CairoError) {
    // Cairo leaves out labels that equal the place of the page, and a reader finds none at all.
    let labels = Self.labels(of: document.pages)
    var catalog = "/Version /1.7\n   /Lang (en)\n"
    catalog += "   /ViewerPreferences << /DisplayDocTitle true >>\n"
    catalog += "   /PageLabels << /Nums [ \(labels) ] >>\n   /Metadata \(objects.count) 0 R"
    try add(catalog, to: objects.root)
    begin(objects.count)
    // Last, so that whoever looks for it finds it near the end of the file.
    let metadata = XMPPacket(
      document.metadata, alternative: document.alternative(ofPage: 0)
    ).octets
    octets += "<< /Type /Metadata\n   /Subtype /XML\n   /Length \(metadata.count)\n>>\n".utf8
    octets += "stream\n".utf8
    octets += metadata
    octets += "\nendstream\nendobj\n".utf8
  }

  /// A range of pages with numbers in order for those without a label, and one for each other.
  private static func labels(of pages: [Document.Page]) -> String {
    pages.indices.compactMap { index -> String? in
      if let label = pages[index].label { return "\(index) << /P \(PDFString(label)) >>" }
      if index > 0, pages[index - 1].label == nil { return nil }
      return "\(index) << /S /D /St \(index + 1) >>"
    }.joined(separator: " ")
  }

  /// Writes an object of cairo's again with more entries.
  private mutating func add(_ entries: String, to number: Int) throws(CairoError) {
    let dictionary = try objects.dictionary(number)
    begin(number)
    octets += dictionary.dropLast(2).utf8
    octets += "   \(entries)\n>>\nendobj\n".utf8
  }

  private mutating func begin(_ number: Int) {
    written.append((number, octets.count))
    octets += "\(number) 0 obj\n".utf8
  }

  /// Writes the table of the objects written again, and where to find the first one.
  private mutating func finish() {
    let start = octets.count
    octets += "xref\n".utf8
    written.sort { $0.number < $1.number }
    var rest = written[...]
    while let first = rest.first {
      let section = rest.enumerated().prefix { $1.number == first.number + $0 }
      octets += "\(first.number) \(section.count)\n".utf8
      for (_, object) in section {
        let digits = "\(object.offset)"
        octets += String(repeating: "0", count: 10 - digits.count).utf8
        octets += "\(digits) 00000 n \n".utf8
      }
      rest = rest.dropFirst(section.count)
    }
    octets += "trailer\n<< /Size \(objects.count + 1)\n   /Root \(objects.root) 0 R\n".utf8
    octets += "   /Info \(objects.information) 0 R\n   /Prev \(objects.tableOffset)\n>>\n".utf8
    octets += "startxref\n\(start)\n%%EOF\n".utf8
  }
}
