/// The known word that a mistyped one was meant to be.
enum NearestWord {
  private static let longest = 40

  /// The word of `known` that the fewest insertions, removals and replacements lead to, the first
  /// of several; `nil` if none is known.
  static func of(_ word: String, among known: [String]) -> String? {
    let letters = self.letters(of: word)
    var best: (word: String, distance: Int)?
    for candidate in known {
      let found = distance(letters, self.letters(of: candidate))
      if found < best?.distance ?? .max { best = (candidate, found) }
    }
    return best?.word
  }

  /// What is compared of a word: capitals are no other letters.
  private static func letters(of word: String) -> [Unicode.Scalar] {
    Array(word.lowercased().unicodeScalars.prefix(longest))
  }

  /// The distance of Levenshtein.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var row = Array(0...b.count)
    for (i, first) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, second) in b.enumerated() {
        let replaced = diagonal + (first == second ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[b.count]
  }
}
