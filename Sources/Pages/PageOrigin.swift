package import Drawing

/// What a page says of itself, read back from its file.
package struct PageOrigin: Equatable, Sendable {
  package var metadata: Document.Metadata
  /// What it shows, in a sentence.
  package var alternative: String

  /// Whether a file that begins with these octets is a page, of whatever program.
  package static func isPage(_ head: [UInt8]) -> Bool {
    String(decoding: head.prefix(64), as: UTF8.self).lowercased().hasPrefix("<!doctype html")
  }

  /// Reads the head of a page; `nil` if it says nothing that is written here.
  package init?(head: [UInt8]) {
    let text = String(decoding: head, as: UTF8.self)
    // What a trace holds cannot end the head: it has no markup of its own.
    guard let end = text.firstRange(of: "<style>") else { return nil }
    let lines = text[..<end.lowerBound].split(separator: "\n")
    var fields: [ProvenanceField] = []
    var (title, sentence, creator) = ("", "", "")
    for line in lines {
      if let text = Self.text(of: line, from: "<title>", to: "</title>") { title = text }
      guard let rest = Self.part(of: line, from: "<meta name=\"", to: "\">"),
        let middle = rest.firstRange(of: "\" content=\"")
      else { continue }
      let value = Self.unescaped(rest[middle.upperBound...])
      switch Self.unescaped(rest[..<middle.lowerBound]) {
      case "generator": creator = value
      case "description": sentence = value
      case let name where name.hasPrefix("mtatrace:"):
        fields.append(ProvenanceField(String(name.dropFirst("mtatrace:".count)), value))
      default: break
      }
    }
    guard creator.hasPrefix("mtatrace ") else { return nil }
    alternative = sentence
    metadata = Document.Metadata(
      title: title, subject: fields.first { $0.name == "Subject" }?.value ?? "", creator: creator,
      provenance: fields.filter { $0.name != "Subject" })
  }

  private static func part(
    of line: Substring, from start: String, to end: String
  ) -> Substring? {
    guard line.hasPrefix(start), line.hasSuffix(end), line.count >= start.count + end.count else {
      return nil
    }
    return line.dropFirst(start.count).dropLast(end.count)
  }

  private static func text(of line: Substring, from start: String, to end: String) -> String? {
    part(of: line, from: start, to: end).map { unescaped($0) }
  }

  /// The text that ``HTML/escaped(_:)`` was given.
  private static func unescaped(_ text: Substring) -> String {
    String(text).replacing("&lt;", with: "<").replacing("&gt;", with: ">")
      .replacing("&quot;", with: "\"").replacing("&#39;", with: "'")
      .replacing("&#10;", with: "\n").replacing("&amp;", with: "&")
  }
}
