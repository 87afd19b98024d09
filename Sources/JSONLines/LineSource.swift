/// Octets as lines, of which one at a time is in memory.
struct LineSource {
  /// Appends more octets and says how many; 0 at the end.
  private let read: (inout [UInt8]) throws -> Int
  private(set) var octets: [UInt8] = []
  /// Where the line that was read last lies.
  private(set) var range = 0..<0
  /// Its number, from 1.
  private(set) var number = 0
  /// Whether it has an end of its own, rather than that of the file.
  private(set) var isEnded = true
  private var isAtEnd = false

  init(reading read: @escaping (inout [UInt8]) throws -> Int) { self.read = read }

  /// Finds the next line; `false` after the last.
  mutating func next() throws -> Bool {
    var start = number == 0 ? 0 : min(range.upperBound + 1, octets.count)
    var searched = start
    number += 1
    while true {
      if let end = octets[searched...].firstIndex(of: 0x0A) {
        range = start..<end
        try checkLength()
        return true
      }
      range = start..<octets.count
      try checkLength()
      guard !isAtEnd else {
        isEnded = false
        if range.isEmpty { number -= 1 }
        return !range.isEmpty
      }
      octets.removeFirst(start)
      start = 0
      searched = octets.count
      isAtEnd = try read(&octets) == 0
    }
  }

  private func checkLength() throws(LineFault) {
    guard range.count <= LineLimit.length else {
      throw LineFault(
        line: number,
        what: "the line has over \(LineLimit.length) octets; write one object a line")
    }
  }
}

/// What lines may be at most.
package enum LineLimit {
  /// The octets of a line without its end.
  package static let length = 8 << 20
  /// The gaps between the numbers of a run's connections.
  static let gaps = 1 << 20
}
