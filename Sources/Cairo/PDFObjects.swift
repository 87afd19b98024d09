/// The objects of a PDF file that cairo wrote: where each begins, and what its text is.
///
/// Cairo writes a cross-reference table and, up to PDF 1.4, each object outside of object streams:
/// ISO 32000-1, 7.5.
struct PDFObjects {
  private let octets: [UInt8]
  /// Where each object begins, by its number; 0 for a free one.
  private let offsets: [Int]
  /// Where the table begins.
  let tableOffset: Int
  /// The numbers of the catalog and of the information dictionary.
  let root: Int
  let information: Int

  /// How many objects there are, the free one with number 0 included.
  var count: Int { offsets.count }

  /// - Throws: ``CairoError/failed(_:)`` if the file is not built like this.
  init(_ octets: [UInt8]) throws(CairoError) {
    self.octets = octets
    let end = String(decoding: octets.suffix(512), as: UTF8.self)
    guard
      let tableOffset = Self.number(behind: "startxref\n", in: end),
      let root = Self.number(behind: "/Root ", in: end),
      let information = Self.number(behind: "/Info ", in: end),
      octets.indices.contains(tableOffset),
      let offsets = Self.offsets(octets[tableOffset...])
    else { throw .failed("cairo wrote a PDF file of another kind") }
    self.tableOffset = tableOffset
    self.root = root
    self.information = information
    self.offsets = offsets
  }

  /// The dictionary of an object, from `<<` up to the `>>` before `endobj`.
  ///
  /// - Throws: ``CairoError/failed(_:)`` if the object is none or holds a stream.
  func dictionary(_ number: Int) throws(CairoError) -> String {
    guard
      offsets.indices.contains(number), octets.indices.contains(offsets[number]),
      let body = Self.body(of: octets[offsets[number]...])
    else { throw .failed("object \(number) of cairo's PDF file is not a dictionary") }
    return body
  }

  /// The numbers of the elements of structure of this type, in the order in which they were begun.
  func structureElements(_ tag: String) -> [Int] {
    let start = Array(" 0 obj\n<< /Type /StructElem\n   /S /\(tag)\n".utf8)
    return offsets.indices.filter { number in
      let from = offsets[number] + "\(number)".utf8.count
      return from + start.count <= octets.count && octets[from..<from + start.count] == start[...]
    }
  }

  private static func body(of rest: ArraySlice<UInt8>) -> String? {
    let ending = Array("\nendobj".utf8)
    // No dictionary that is asked for comes near this size, but an array of kids may.
    let limit = min(rest.endIndex, rest.startIndex + (1 << 24))
    var end = rest.startIndex
    while end + ending.count <= limit, rest[end..<end + ending.count] != ending[...] { end += 1 }
    guard end + ending.count <= limit else { return nil }
    let text = String(decoding: rest[..<end], as: UTF8.self)
    guard
      let start = text.firstIndex(of: "<"), text.hasSuffix(">>"),
      text[..<start].hasSuffix(" 0 obj\n")
    else { return nil }
    return String(text[start...])
  }

  /// Reads `xref`, `0 count`, and 20 octets for each object.
  private static func offsets(_ table: ArraySlice<UInt8>) -> [Int]? {
    let lines = table.split(separator: UInt8(ascii: "\n"), maxSplits: 2)
    guard
      lines.count == 3, lines[0].elementsEqual("xref".utf8), lines[1].starts(with: "0 ".utf8),
      let count = Int(String(decoding: lines[1].dropFirst(2), as: UTF8.self)),
      count > 0, lines[2].count >= 20 * count
    else { return nil }
    var offsets: [Int] = []
    offsets.reserveCapacity(count)
    for index in 0..<count {
      let entry = lines[2].dropFirst(20 * index).prefix(20)
      guard let offset = Int(String(decoding: entry.prefix(10), as: UTF8.self)) else { return nil }
      offsets.append(offset)
    }
    return offsets
  }

  private static func number(behind word: String, in text: String) -> Int? {
    guard let range = text.ranges(of: word).last else { return nil }
    return Int(text[range.upperBound...].prefix { $0.isASCII && $0.isWholeNumber })
  }
}
