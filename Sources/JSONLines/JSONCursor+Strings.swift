extension JSONCursor {
  /// Reads a string, whose opening quotation mark comes next.
  mutating func string() throws(Complaint) -> String {
    place += 1
    let first = place
    var isASCII = true
    while place < end {
      let octet = octets[place]
      if octet == UInt8(ascii: "\"") {
        let text = octets[first..<place]
        place += 1
        return isASCII ? String(decoding: text, as: UTF8.self) : try valid(text)
      }
      if octet == UInt8(ascii: "\\") { return try escapedString(from: first) }
      guard octet >= 0x20 else { throw unescaped() }
      if octet >= 0x80 { isASCII = false }
      place += 1
    }
    throw broken("the quotation mark that ends a text")
  }

  private func unescaped() -> Complaint {
    complaint(
      "octet \(place - start + 1) is a control character within a text; write it as \\u and four "
        + "hexadecimal digits")
  }

  private func valid(_ octets: some Collection<UInt8>) throws(Complaint) -> String {
    guard let text = String(validating: octets, as: UTF8.self) else {
      throw complaint("a text is not valid UTF-8; write the file in UTF-8")
    }
    return text
  }

  /// Reads on a string that has an escape, at which the cursor stands.
  private mutating func escapedString(from first: Int) throws(Complaint) -> String {
    var text = Array(octets[first..<place])
    while place < end {
      let octet = octets[place]
      switch octet {
      case UInt8(ascii: "\""):
        place += 1
        return try valid(text)
      case UInt8(ascii: "\\"): text.append(contentsOf: try escape().utf8)
      case 0..<0x20: throw unescaped()
      default:
        text.append(octet)
        place += 1
      }
    }
    throw broken("the quotation mark that ends a text")
  }

  /// Reads an escape: RFC 8259, section 7.
  private mutating func escape() throws(Complaint) -> String {
    place += 1
    defer { place += 1 }
    switch next {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return String(Character(try escapedScalar()))
    default: throw broken("an escape of JSON")
    }
  }

  /// Reads the digits behind `\u`, and the second half of a pair; ends at the last digit.
  private mutating func escapedScalar() throws(Complaint) -> Unicode.Scalar {
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, place + 2 < end, octets[place + 1] == UInt8(ascii: "\\"),
      octets[place + 2] == UInt8(ascii: "u")
    else { throw half() }
    place += 2
    let second = try fourDigits()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw half() }
    return scalar
  }

  private func half() -> Complaint {
    complaint("a text has half of a surrogate pair; write both halves, or the character itself")
  }

  private mutating func fourDigits() throws(Complaint) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      place += 1
      let letter = next | 0x20
      switch next {
      case 0x30...0x39: value = value << 4 | UInt32(next - 0x30)
      case _ where (0x61...0x66).contains(letter): value = value << 4 | UInt32(letter - 0x57)
      default: throw broken("a hexadecimal digit")
      }
    }
    return value
  }
}
