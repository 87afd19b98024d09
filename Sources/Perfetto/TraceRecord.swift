/// An object of JSON on its way into octets: one record of the Trace Event Format.
struct TraceRecord {
  private(set) var octets: [UInt8]
  private var isFirst = true

  init(octets: consuming [UInt8]) { self.octets = octets }

  mutating func open() {
    octets.append(UInt8(ascii: "{"))
    isFirst = true
  }

  mutating func close() {
    octets.append(UInt8(ascii: "}"))
    isFirst = false
  }

  /// Begins a member whose value is an object.
  mutating func open(_ name: StaticString) {
    self.name(name)
    open()
  }

  mutating func add(_ name: StaticString, _ text: String) {
    self.name(name)
    string(text)
  }

  /// Adds a member whose name is not known beforehand.
  mutating func addMember(_ name: String, _ text: String) {
    separate()
    string(name)
    octets.append(UInt8(ascii: ":"))
    string(text)
  }

  mutating func add(_ name: StaticString, _ number: some BinaryInteger) {
    self.name(name)
    append(Int64(clamping: number))
  }

  /// Adds the member if there is a number.
  mutating func add(_ name: StaticString, _ number: (some BinaryInteger)?) {
    if let number { add(name, number) }
  }

  /// Adds nanoseconds in microseconds, the unit of the format, with three digits behind the point.
  mutating func addMicroseconds(_ name: StaticString, _ nanoseconds: Int64) {
    self.name(name)
    let (whole, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000)
    if nanoseconds < 0 { octets.append(UInt8(ascii: "-")) }
    append(Int64(clamping: whole))
    octets.append(UInt8(ascii: "."))
    for divisor in [100, 10, 1] as [UInt64] {
      octets.append(0x30 + UInt8(rest / divisor % 10))
    }
  }

  private mutating func name(_ name: StaticString) {
    separate()
    string("\(name)")
    octets.append(UInt8(ascii: ":"))
  }

  private mutating func separate() {
    if !isFirst { octets.append(UInt8(ascii: ",")) }
    isFirst = false
  }

  private mutating func append(_ number: Int64) { octets.append(contentsOf: "\(number)".utf8) }

  /// Appends a text, of which only what must be is escaped (RFC 8259, section 7).
  private mutating func string(_ text: String) {
    octets.append(UInt8(ascii: "\""))
    for octet in text.utf8 {
      switch octet {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        octets.append(UInt8(ascii: "\\"))
        octets.append(octet)
      case 0..<0x20:
        octets.append(contentsOf: (octet < 0x10 ? "\\u000" : "\\u00").utf8)
        octets.append(contentsOf: String(octet, radix: 16).utf8)
      default: octets.append(octet)
      }
    }
    octets.append(UInt8(ascii: "\""))
  }
}
