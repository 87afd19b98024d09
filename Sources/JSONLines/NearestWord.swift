import TraceModel

/// The known word that a mistyped one was meant to be.
enum NearestWord {
  private static let longest = 40

  /// The word of `known` that the fewest insertions, removals and replacements lead to, the first
  /// of several; `nil` if none is known.
  static func of(_ word: String, among known: [String]) -> String? {
    let letters = self.letters(of: word)
    var best: (word: String, distance: Int)?
    for candidate in known {
      let found = WordDistance.between(letters, self.letters(of: candidate))
      if found < best?.distance ?? .max { best = (candidate, found) }
    }
    return best?.word
  }

  /// What is compared of a word: capitals are no other letters.
  private static func letters(of word: String) -> [Unicode.Scalar] {
    Array(word.lowercased().unicodeScalars.prefix(longest))
  }
}
