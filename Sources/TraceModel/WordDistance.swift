/// How unlike two words are, to find the known one that somebody meant.
package enum WordDistance {
  /// How many letters need to be put in, left out or replaced to make one of the other: the
  /// distance of Levenshtein.
  ///
  /// - Complexity: The product of the lengths, which callers therefore limit.
  package static func between<Letter: Equatable>(_ a: [Letter], _ b: [Letter]) -> Int {
    var row = Array(0...b.count)
    for (i, left) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, right) in b.enumerated() {
        let above = row[j + 1]
        row[j + 1] = min(diagonal + (left == right ? 0 : 1), above + 1, row[j] + 1)
        diagonal = above
      }
    }
    return row[b.count]
  }
}
