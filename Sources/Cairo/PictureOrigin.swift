package import Drawing

/// What a picture that was drawn here says of itself, read back from its file.
package struct PictureOrigin: Equatable, Sendable {
  package enum Format: String, Sendable {
    case png = "PNG"
    case pdf = "PDF"
    case svg = "SVG"
  }

  package var format: Format
  package var metadata: Document.Metadata
  /// What it shows, in a sentence; empty if it does not say so.
  package var alternative: String

  /// How much of a file's beginning, and of its end, is needed to read it, in octets.
  package static let reach = 1 << 20

  /// The format of a file that begins with these octets; `nil` if it is no picture.
  package static func format(of head: [UInt8]) -> Format? {
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return .png }
    if head.starts(with: "%PDF-".utf8) { return .pdf }
    let start = String(decoding: head.prefix(512), as: UTF8.self)
    return start.contains("<svg") ? .svg : nil
  }

  /// Reads what a file says of itself; `nil` if it says nothing that is written here.
  ///
  /// - Parameters:
  ///   - head: The first ``reach`` octets of the file, or all of it.
  ///   - tail: The last ``reach`` octets of it, or all.
  package init?(head: [UInt8], tail: [UInt8]) {
    guard let format = Self.format(of: head) else { return nil }
    self.format = format
    var fields: [ProvenanceField]
    switch format {
    case .png: fields = PNGChunks(head).texts.map { ProvenanceField($0.keyword, $0.text) }
    case .svg: fields = XMPPacket.fields(in: String(decoding: head, as: UTF8.self))
    case .pdf: fields = XMPPacket.fields(in: String(decoding: tail, as: UTF8.self))
    }
    func take(_ name: String) -> String? {
      guard let index = fields.firstIndex(where: { $0.name == name }) else { return nil }
      return fields.remove(at: index).value
    }
    let (title, subject, creator) = (take("Title"), take("Description"), take("Software"))
    guard let creator, creator.hasPrefix("mtatrace ") else { return nil }
    alternative = take("Alternative") ?? ""
    metadata = Document.Metadata(
      title: title ?? "", subject: subject ?? "", creator: creator, provenance: fields)
  }
}

extension PNGChunks {
  /// The texts of the file, in its order.
  var texts: [(keyword: String, text: String)] { chunks.compactMap(\.text) }
}

extension PNGChunks.Chunk {
  /// The keyword and the text of an `iTXt` chunk without compression.
  fileprivate var text: (keyword: String, text: String)? {
    guard type == Array("iTXt".utf8), let end = data.firstIndex(of: 0) else { return nil }
    // Two octets on compression, then the language and the keyword in it, each up to a zero.
    let rest = data.dropFirst(end + 1)
    guard rest.count > 2, rest.first == 0 else { return nil }
    let parts = rest.dropFirst(2).split(
      separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    return (
      String(decoding: data[..<end], as: UTF8.self), String(decoding: parts[2], as: UTF8.self)
    )
  }
}

extension XMPPacket {
  /// What the packet in a file says: the fields that ``init(_:alternative:)`` was given.
  static func fields(in text: String) -> [ProvenanceField] {
    var fields: [ProvenanceField] = []
    for (element, name) in [
      ("title", "Title"), ("subject", "Description"), ("creator", "Software"),
      ("alternative", "Alternative"),
    ] {
      var rest = text[...]
      if let value = content(of: element, in: &rest) {
        fields.append(ProvenanceField(name, value))
      }
    }
    var rest = text[...]
    while let name = content(of: "name", in: &rest), let value = content(of: "value", in: &rest) {
      fields.append(ProvenanceField(name, value))
    }
    return fields
  }

  /// The content of the next element of this name, which `text` then begins behind.
  private static func content(of name: String, in text: inout Substring) -> String? {
    guard let start = text.firstRange(of: "<mtatrace:\(name)>"),
      let end = text[start.upperBound...].firstRange(of: "</mtatrace:\(name)>")
    else { return nil }
    let content = text[start.upperBound..<end.lowerBound]
    text = text[end.upperBound...]
    return String(content).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
  }
}
