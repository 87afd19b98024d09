/// Where the octets of a capture come from: a file, a pipe, or memory in a test.
package protocol OctetSource {
  /// Reads up to so many octets and appends them.
  ///
  /// - Returns: How many were read; 0 at the end.
  /// - Throws: What the system says if reading fails.
  mutating func read(upTo count: Int, into octets: inout [UInt8]) throws -> Int
}

/// Octets in memory as a source.
package struct MemorySource: OctetSource {
  private let octets: [UInt8]
  private var offset = 0

  package init(_ octets: [UInt8]) { self.octets = octets }

  package mutating func read(upTo count: Int, into result: inout [UInt8]) -> Int {
    let end = min(octets.count, offset + count)
    defer { offset = end }
    result.append(contentsOf: octets[offset..<end])
    return end - offset
  }
}

/// A source that is read forward through a window, whose size does not depend on the source's.
struct OctetWindow {
  private var source: any OctetSource
  /// What is in memory; ``start`` says from where on it is still to be read.
  private(set) var octets: [UInt8] = []
  /// The place of the next octet in ``octets``.
  private(set) var start = 0
  /// The place of the next octet in the whole source, from 0.
  private(set) var position: Int64 = 0
  private var hasEnded = false

  private static let readSize = 1 << 18

  init(_ source: any OctetSource) { self.source = source }

  /// The octets at hand.
  var available: Int { octets.count - start }

  /// Brings this many octets to hand; `false` if the source ends before.
  mutating func require(_ count: Int) throws -> Bool {
    if available >= count { return true }
    if start > 0 {
      octets.removeSubrange(..<start)
      start = 0
    }
    while octets.count < count, !hasEnded {
      let wanted = max(Self.readSize, count - octets.count)
      if try source.read(upTo: wanted, into: &octets) == 0 { hasEnded = true }
    }
    return octets.count >= count
  }

  /// Passes over octets at hand.
  mutating func consume(_ count: Int) {
    start += count
    position += Int64(count)
  }

  /// Passes over octets without keeping them; `false` if the source ends before.
  mutating func skip(_ count: Int64) throws -> Bool {
    var rest = count
    while rest > 0 {
      guard try require(1) else { return false }
      let step = Int(min(rest, Int64(available)))
      consume(step)
      rest -= Int64(step)
    }
    return true
  }
}
