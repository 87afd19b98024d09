import Testing
import TraceModel

@testable import JSONLines

/// Lines as accidents leave them: reading them ends, with lines or with a complaint.
struct FuzzTests {
  /// SplitMix64, so that every run of the test sees the same accidents.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let pieces = [
    "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud800", "null", "NaN", "-", "1e9", "0",
    "99999999999999999999",
    ",", ":", "\n", "\r", "\u{0}", "\u{FEFF}", "é", "\"type\":", "\"run\"", "[[[[[[[[[[[[[[[[[[",
  ].map { Array($0.utf8) }

  /// Changes octets here and there.
  private static func mutate(_ octets: inout [UInt8], with generator: inout Generator) {
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let place = Int.random(in: 0..<max(octets.count, 1), using: &generator)
      let end = min(octets.count, place + Int.random(in: 0...12, using: &generator))
      switch Int.random(in: 0..<5, using: &generator) {
      case 0 where place < octets.count:
        octets[place] = UInt8.random(in: 0...255, using: &generator)
      case 1 where place < end: octets.removeSubrange(place..<end)
      case 2 where place < end: octets.insert(contentsOf: octets[place..<end], at: place)
      case 3: octets.removeLast(Int.random(in: 0...min(octets.count, 40), using: &generator))
      default:
        let piece = pieces.randomElement(using: &generator) ?? []
        octets.insert(contentsOf: piece, at: min(place, octets.count))
      }
    }
  }

  /// Whether events are such that a recorder takes them.
  private static func areInOrder(_ events: [TraceEvent]) -> Bool {
    zip(events, events.dropFirst()).allSatisfy { $0.time <= $1.time }
      && events.enumerated().allSatisfy { place, event in
        event.sequence.rawValue == Int64(place) + 1
          && event.cause.map { (1...Int64(max(place, 1))).contains($0.rawValue) } ?? true
      }
  }

  @Test(arguments: 0..<8)
  func `no accident to lines traps or hangs, and what is read is in order`(seed: Int) throws {
    var generator = Generator(state: UInt64(seed))
    let whole = Array(try RunLineExample.lines().joined(separator: "\n").utf8)
    var complaints: Set<String> = []
    for _ in 0..<150 {
      var octets = whole
      Self.mutate(&octets, with: &generator)
      do {
        let piece = Int.random(in: 1...4_000, using: &generator)
        for line in try Lines.read(octets, piece: piece).split(whereSeparator: \.isRun) {
          #expect(Self.areInOrder(line.compactMap(\.event)))
        }
      } catch let fault as LineFault {
        #expect(fault.line >= 1 && !fault.what.isEmpty)
        complaints.insert(fault.what)
      }
    }
    #expect(complaints.count > 20)
  }
}

extension RunLine {
  fileprivate var isRun: Bool { if case .run = self { true } else { false } }
  fileprivate var event: TraceEvent? { if case .event(let event, _) = self { event } else { nil } }
}
