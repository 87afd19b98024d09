import Drawing

/// Metadata as XML: RDF as XMP has it, ISO 16684-1.
///
/// PDF and SVG hold the same packet, and ``PictureOrigin`` reads it again.
struct XMPPacket {
  private let metadata: Document.Metadata
  private let alternative: String

  /// - Parameter alternative: What is shown, in a sentence.
  init(_ metadata: Document.Metadata, alternative: String) {
    self.metadata = metadata
    self.alternative = alternative
  }

  /// The packet as a stream of a PDF file holds it.
  var octets: [UInt8] {
    let packet = """
      <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
      <x:xmpmeta xmlns:x="adobe:ns:meta/">
      \(rdf)
      </x:xmpmeta>
      <?xpacket end="r"?>
      """
    return Array(packet.utf8)
  }

  /// The element that says all.
  var rdf: String {
    let fields = metadata.provenance.map { field in
      "<rdf:li rdf:parseType=\"Resource\">\(element("name", field.name))"
        + "\(element("value", field.value))</rdf:li>"
    }
    return """
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
      xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:mtatrace="urn:mtatrace:provenance:">
      <dc:title>\(english(metadata.title))</dc:title>
      <dc:description>\(english(metadata.subject))</dc:description>
      <dc:language><rdf:Bag><rdf:li>en</rdf:li></rdf:Bag></dc:language>
      <xmp:CreatorTool>\(metadata.creator.escapedForXML)</xmp:CreatorTool>
      \(element("title", metadata.title))
      \(element("subject", metadata.subject))
      \(element("creator", metadata.creator))
      \(element("alternative", alternative))
      <mtatrace:fields><rdf:Seq>
      \(fields.joined(separator: "\n"))
      </rdf:Seq></mtatrace:fields>
      </rdf:Description>
      </rdf:RDF>
      """
  }

  private func element(_ name: String, _ text: String) -> String {
    "<mtatrace:\(name)>\(text.escapedForXML)</mtatrace:\(name)>"
  }

  private func english(_ text: String) -> String {
    "<rdf:Alt><rdf:li xml:lang=\"x-default\">\(text.escapedForXML)</rdf:li></rdf:Alt>"
  }
}

extension String {
  /// The text as XML 1.0 allows it in content and attributes; control characters become U+FFFD.
  var escapedForXML: String {
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
