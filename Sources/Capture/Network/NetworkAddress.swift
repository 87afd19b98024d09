/// An IPv4 or IPv6 address.
package struct NetworkAddress: Hashable, Sendable {
  /// The 128 bits of an IPv6 address, or an IPv4 address in the lowest 32.
  let high: UInt64
  let low: UInt64
  package let isVersion6: Bool

  package init(version4 value: UInt32) {
    high = 0
    low = UInt64(value)
    isVersion6 = false
  }

  package init(version6 high: UInt64, _ low: UInt64) {
    self.high = high
    self.low = low
    isVersion6 = true
  }

  /// Whether it is the smaller one of two, in an order that only tells the ends of a connection
  /// apart.
  static func precedes(_ a: Self, _ b: Self) -> Bool {
    (a.high, a.low) < (b.high, b.low)
  }

  /// The address that a text is, or `nil`: dotted decimal, or hexadecimal groups of RFC 4291.
  package init?(_ text: String) {
    if let value = Self.version4(text[...]) {
      self.init(version4: value)
      return
    }
    let halves = text.split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
    guard text.contains(":"), let first = halves.first.flatMap(Self.groups) else { return nil }
    var groups = first
    if halves.count == 2 {
      guard let last = Self.groups(halves[1]), first.count + last.count < 8 else { return nil }
      groups += repeatElement(0, count: 8 - first.count - last.count) + last
    }
    guard groups.count == 8 else { return nil }
    self.init(
      version6: groups[..<4].reduce(0) { $0 << 16 | UInt64($1) },
      groups[4...].reduce(0) { $0 << 16 | UInt64($1) })
  }

  private static func version4(_ text: Substring) -> UInt32? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard let octet = UInt8(part), part.first != "+" else { return nil }
      value = value << 8 | UInt32(octet)
    }
    return value
  }

  private static func groups(_ text: Substring) -> [UInt16]? {
    if text.isEmpty { return [] }
    var groups: [UInt16] = []
    for part in text.split(separator: ":", omittingEmptySubsequences: false) {
      if part.contains("."), let value = version4(part) {
        groups += [UInt16(value >> 16), UInt16(value & 0xffff)]
        continue
      }
      guard part.count <= 4, part.first != "+", let group = UInt16(part, radix: 16) else {
        return nil
      }
      groups.append(group)
    }
    return groups
  }
}

extension NetworkAddress: CustomStringConvertible {
  /// Dotted decimal, or the form of RFC 5952.
  package var description: String {
    guard isVersion6 else { return version4Text }
    let groups = [high, low].flatMap { half in
      [48, 32, 16, 0].map { UInt16(truncatingIfNeeded: half >> UInt64($0)) }
    }
    // An IPv4 address mapped into IPv6 keeps its own notation.
    if high == 0, low >> 32 == 0xffff {
      return "::ffff:" + NetworkAddress(version4: UInt32(truncatingIfNeeded: low)).description
    }
    let zeros = Self.longestZeros(groups)
    func text(_ part: ArraySlice<UInt16>) -> String {
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard zeros.count > 1 else { return text(groups[...]) }
    return text(groups[..<zeros.lowerBound]) + "::" + text(groups[zeros.upperBound...])
  }

  /// Dotted decimal, digit by digit, since an import makes two for each connection.
  private var version4Text: String {
    var text: [UInt8] = []
    text.reserveCapacity(15)
    for place in (0..<4).reversed() {
      let octet = UInt8(truncatingIfNeeded: low >> UInt64(8 * place))
      if octet >= 100 { text.append(0x30 + octet / 100) }
      if octet >= 10 { text.append(0x30 + octet / 10 % 10) }
      text.append(0x30 + octet % 10)
      if place > 0 { text.append(0x2e) }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The first of the longest runs of zeros.
  private static func longestZeros(_ groups: [UInt16]) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for index in groups.indices {
      if groups[index] != 0 { start = index + 1 }
      if index + 1 - start > longest.count { longest = start..<index + 1 }
    }
    return longest
  }
}

/// One end of a TCP connection.
struct NetworkEndpoint: Hashable, Sendable {
  var address: NetworkAddress
  var port: UInt16

  /// Whether it is the smaller one of two, in an order that only tells ends apart.
  func precedes(_ other: Self) -> Bool {
    address == other.address ? port < other.port : NetworkAddress.precedes(address, other.address)
  }
}
