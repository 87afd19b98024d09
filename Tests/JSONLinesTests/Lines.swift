import TraceModel

@testable import JSONLines

/// Texts as files of lines.
enum Lines {
  static let run =
    #"{"type":"run","format":1,"scenario":"lab","hosts":[{"name":"A"},{"name":"B"}]}"#
  static let connection = #"{"type":"connection","connection":3,"client":"A","server":"B"}"#
  static let end = #"{"type":"end"}"#

  /// The line of an event that needs no more fields, with more.
  static func event(_ sequence: Int, time: Int64 = 0, _ more: String = "") -> String {
    #"{"type":"event","sequence":\#(sequence),"time":\#(time),"kind":"reset","host":"A"\#(more)}"#
  }

  /// Reads octets, so many at a time, to their end.
  static func read(_ octets: [UInt8], piece: Int = 1 << 16) throws -> [RunLine] {
    var rest = octets[...]
    let reader = RunLineReader { buffer in
      let next = rest.prefix(piece)
      rest = rest.dropFirst(piece)
      buffer += next
      return next.count
    }
    var lines: [RunLine] = []
    while let line = try reader.next() { lines.append(line) }
    return lines
  }

  static func read(_ lines: [String]) throws -> [RunLine] {
    try read(Array(lines.joined(separator: "\n").utf8))
  }

  /// What is wrong with lines; empty if nothing is.
  static func complaint(_ lines: [String]) -> String {
    complaint(Array(lines.joined(separator: "\n").utf8))
  }

  static func complaint(_ octets: [UInt8]) -> String {
    do {
      _ = try read(octets)
      return ""
    } catch {
      return "\(error)"
    }
  }

  /// Hands lines to a sink in memory.
  static func memory(_ lines: [RunLine]) throws -> MemorySink {
    let sink = MemorySink()
    for line in lines { try line.hand(to: sink) }
    return sink
  }
}
