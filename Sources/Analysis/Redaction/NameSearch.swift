/// Finds names in texts, whatever their case: the longest that begins at a place.
///
/// A name of fewer than four octets counts only as a word by itself, since every text has its
/// letters. Case is that of ASCII.
struct NameSearch {
  /// From how many octets on a name is found within words too.
  private static let shortest = 4

  private var indexes: [ArraySlice<UInt8>: Int] = [:]
  /// How many octets names have, the most first.
  private var lengths: [Int] = []
  private var firsts = [Bool](repeating: false, count: 256)
  private let names: [String]

  init(_ names: [String]) {
    self.names = names.filter { !$0.isEmpty }
    for (index, name) in self.names.enumerated() {
      let octets = Self.folded(name)
      // Of names that differ in nothing but case, the first stands for all.
      if indexes[octets] == nil { indexes[octets] = index }
      firsts[Int(octets[0])] = true
    }
    lengths = Set(self.names.map(\.utf8.count)).sorted(by: >)
  }

  /// A name in a text: where it stands, and as what it was known.
  struct Find {
    var range: Range<Int>
    var name: String
  }

  /// The first name in a text, or `nil`.
  func first(in text: String) -> String? { finds(in: text, atMost: 1).first?.name }

  /// Whether a text is a name, whatever its case.
  func isName(_ text: String) -> Bool { indexes[Self.folded(text)] != nil }

  /// The names in a text, in the order in which they stand there.
  func all(in text: String) -> [String] { finds(in: text).map(\.name) }

  /// The text with what `pseudonym` makes of each name, as it is spelt there and as it is known.
  func replacing(
    in text: String, with pseudonym: (_ spelt: String, _ known: String) -> String
  ) -> String {
    let finds = finds(in: text)
    guard !finds.isEmpty else { return text }
    let octets = Array(text.utf8)
    var result: [UInt8] = []
    var place = 0
    for find in finds {
      result += octets[place..<find.range.lowerBound]
      let spelt = String(decoding: octets[find.range], as: UTF8.self)
      result += pseudonym(spelt, find.name).utf8
      place = find.range.upperBound
    }
    result += octets[place...]
    return String(decoding: result, as: UTF8.self)
  }

  private func finds(in text: String, atMost most: Int = .max) -> [Find] {
    guard !lengths.isEmpty else { return [] }
    let octets = Self.folded(text)
    var finds: [Find] = []
    var place = 0
    while place < octets.count, finds.count < most {
      if let find = find(in: octets, at: place) {
        finds.append(find)
        place = find.range.upperBound
      } else {
        place += 1
      }
    }
    return finds
  }

  private func find(in octets: ArraySlice<UInt8>, at place: Int) -> Find? {
    guard firsts[Int(octets[place])] else { return nil }
    for length in lengths where place + length <= octets.count {
      let range = place..<place + length
      guard let index = indexes[octets[range]] else { continue }
      if length < Self.shortest, !Self.isWord(range, of: octets) { continue }
      return Find(range: range, name: names[index])
    }
    return nil
  }

  private static func isWord(_ range: Range<Int>, of octets: ArraySlice<UInt8>) -> Bool {
    func isPart(_ octet: UInt8) -> Bool {
      (0x30...0x39).contains(octet) || (0x61...0x7A).contains(octet) || octet >= 0x80
    }
    let before = range.lowerBound > 0 && isPart(octets[range.lowerBound - 1])
    let behind = range.upperBound < octets.count && isPart(octets[range.upperBound])
    return !before && !behind
  }

  private static func folded(_ text: String) -> ArraySlice<UInt8> {
    text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }[...]
  }
}
