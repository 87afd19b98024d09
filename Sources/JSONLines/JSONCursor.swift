/// Reads one line as RFC 8259 defines JSON, value by value, and takes nothing that is not JSON.
///
/// Nothing is kept of what is read, and nesting is followed only as far as it is asked for: what a
/// line costs is at most its length.
struct JSONCursor {
  let octets: [UInt8]
  let start: Int
  let end: Int
  /// Where the octet lies that comes next.
  var place: Int
  /// The field that is being read, for complaints: `hosts[1].name`.
  var field = ""

  /// How deep arrays and objects that are passed over may be nested.
  private static let greatestDepth = 16

  init(_ octets: [UInt8], in range: Range<Int>) {
    self.octets = octets
    start = range.lowerBound
    end = range.upperBound
    place = range.lowerBound
  }

  /// The octet that comes next; 0, which no JSON has, at the end.
  var next: UInt8 { place < end ? octets[place] : 0 }

  func complaint(_ what: String) -> Complaint {
    Complaint(field: field.isEmpty ? nil : field, what: what)
  }

  func broken(_ expected: String) -> Complaint {
    let found = place < end ? "octet \(place - start + 1)" : "its end"
    return complaint("the line is no JSON: at \(found), \(expected) was expected; write one object")
  }

  mutating func skipSpace() {
    while next == 0x20 || next == 0x09 || next == 0x0D || next == 0x0A { place += 1 }
  }

  /// Whether nothing but space is left.
  mutating func isAtEnd() -> Bool {
    skipSpace()
    return place == end
  }

  /// Takes the octet if it comes next.
  private mutating func take(_ octet: UInt8) -> Bool {
    skipSpace()
    guard next == octet, place < end else { return false }
    place += 1
    return true
  }

  /// Checks that nothing follows.
  mutating func finish() throws(Complaint) {
    guard isAtEnd() else { throw broken("the end of the line") }
  }

  /// Whether the object begins with a field of this name, whose value then comes next.
  mutating func beginsObject(with name: String) throws(Complaint) -> Bool {
    guard take(UInt8(ascii: "{")) else { return false }
    skipSpace()
    guard next == UInt8(ascii: "\""), try string() == name else { return false }
    field = name
    return take(UInt8(ascii: ":"))
  }

  /// Reads an object; `body` is called at each value with the name before it.
  ///
  /// A name may come only once if `body` sees to that.
  mutating func object(
    _ body: (inout JSONCursor, String) throws(Complaint) -> Void
  ) throws(Complaint) {
    guard take(UInt8(ascii: "{")) else { throw mismatch("an object") }
    if take(UInt8(ascii: "}")) { return }
    let outer = field
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw broken("the name of a field") }
      let name = try string()
      guard take(UInt8(ascii: ":")) else { throw broken("\":\"") }
      field = outer.isEmpty ? name : "\(outer).\(name)"
      skipSpace()
      try body(&self, name)
      field = outer
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw broken("\",\" or \"}\"") }
  }

  /// Reads an array; `body` is called at each value with its place, from 0.
  mutating func array(
    _ body: (inout JSONCursor, Int) throws(Complaint) -> Void
  ) throws(Complaint) {
    guard take(UInt8(ascii: "[")) else { throw mismatch("a list") }
    if take(UInt8(ascii: "]")) { return }
    let outer = field
    var count = 0
    repeat {
      field = "\(outer)[\(count)]"
      skipSpace()
      try body(&self, count)
      count += 1
      field = outer
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw broken("\",\" or \"]\"") }
  }

  /// Reads a text.
  mutating func text() throws(Complaint) -> String {
    skipSpace()
    guard next == UInt8(ascii: "\"") else { throw mismatch("a text") }
    return try string()
  }

  /// Reads a whole number that the type can hold.
  mutating func integer<Value: FixedWidthInteger>(
    _ type: Value.Type = Value.self, in range: ClosedRange<Value> = Value.min...Value.max
  ) throws(Complaint) -> Value {
    skipSpace()
    let first = place
    let isNegative = next == UInt8(ascii: "-")
    if isNegative { place += 1 }
    guard (0x30...0x39).contains(next) else {
      place = first
      throw mismatch("a whole number")
    }
    let digits = place
    var magnitude: UInt64 = 0
    var isTooGreat = false
    while (0x30...0x39).contains(next) {
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(next - 0x30))
      magnitude = sum
      isTooGreat = isTooGreat || overflow || carry
      place += 1
    }
    guard octets[digits] != 0x30 || place == digits + 1 else {
      throw complaint("\(written(from: first)) begins with 0, which JSON forbids; leave that out")
    }
    if next == UInt8(ascii: ".") || next | 0x20 == UInt8(ascii: "e") {
      while isOfNumber(next) { place += 1 }
      throw complaint("\(written(from: first)) is no whole number; write digits alone")
    }
    let number: Value? = isNegative ? negative(magnitude) : Value(exactly: magnitude)
    guard !isTooGreat, let number, range.contains(number) else {
      throw complaint(
        "\(written(from: first)) does not lie within \(range.lowerBound) and "
          + "\(range.upperBound)")
    }
    return number
  }

  private func negative<Value: FixedWidthInteger>(_ magnitude: UInt64) -> Value? {
    magnitude == 0 ? 0 : Int64(exactly: magnitude).flatMap { Value(exactly: -$0) }
  }

  private func isOfNumber(_ octet: UInt8) -> Bool {
    (0x30...0x39).contains(octet) || octet == 0x2B || octet == 0x2D || octet == 0x2E
      || octet | 0x20 == 0x65
  }

  /// What was read since a place, as a complaint repeats it.
  private func written(from first: Int) -> String {
    let text = octets[first..<min(place, first + 40)].map { Character(Unicode.Scalar($0)) }
    return String(text) + (place > first + 40 ? "…" : "")
  }
}

extension JSONCursor {
  /// Passes over a value, of which only as much is checked as is needed to find its end.
  mutating func skipValue() throws(Complaint) {
    var depth = 0
    repeat {
      skipSpace()
      switch next {
      case UInt8(ascii: "\""): _ = try string()
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        place += 1
        guard depth <= Self.greatestDepth else {
          throw complaint("values are nested more than \(Self.greatestDepth) deep; write them flat")
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        place += 1
      default:
        guard place < end else { throw broken("a value") }
        place += 1
        while depth == 0, place < end, next != UInt8(ascii: ","), next != UInt8(ascii: "}") {
          place += 1
        }
      }
    } while depth > 0
  }

  /// What is wrong with the value that comes next, where another was needed.
  private func mismatch(_ needed: String) -> Complaint {
    let found: String
    switch next {
    case UInt8(ascii: "\""): found = "a text"
    case UInt8(ascii: "{"): found = "an object"
    case UInt8(ascii: "["): found = "a list"
    case UInt8(ascii: "-"), 0x30...0x39: found = "a number"
    default:
      let word = octets[place..<min(place + 20, end)]
        .prefix { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }
      switch String(decoding: word, as: UTF8.self) {
      case "null": return complaint("null says nothing; leave the field out")
      case "true", "false": found = "true or false"
      case "NaN", "nan", "Infinity", "inf":
        return complaint("\(String(decoding: word, as: UTF8.self)) is no JSON; write a number")
      default: return broken(needed)
      }
    }
    if needed == "an object", field.isEmpty {
      return complaint("the line is \(found); write one object")
    }
    return complaint("this is \(found); write \(needed)")
  }
}
