package import TraceModel

/// What the reader of a sequence diagram chose of how it is told.
package struct SequenceChoices: Equatable, Sendable {
  package var unfolding: Unfolding
  /// Names of lifelines from left to right: all of them, by title and subtitle or by what of that
  /// is enough to tell them apart; empty for the order in which the fewest arrows cross a lifeline.
  package var lifelines: [String]

  /// The hosts between which everything is told, from left to right; fewer than two for the
  /// direction of mail alone.
  package var hosts: [HostIndex]

  package init(
    unfolding: Unfolding = .none, lifelines: [String] = [], hosts: [HostIndex] = []
  ) {
    self.unfolding = unfolding
    self.lifelines = lifelines
    self.hosts = hosts
  }

  /// A choice that the diagram does not have.
  package enum Mistake: Error, Equatable {
    case noFold(Int, count: Int)
    /// A name that no lifeline has, or several have.
    case unclearLifeline(String, known: [String])
    /// A lifeline that is named twice.
    case repeatedLifeline(String)
    /// Lifelines that are not named.
    case missingLifelines([String])
  }

  /// Throws if a fold was chosen that there is not.
  func check(foldCount: Int) throws(Mistake) {
    guard case .only(let numbers) = unfolding,
      let wrong = numbers.filter({ !(1...max(foldCount, 1)).contains($0) || foldCount == 0 }).min()
    else { return }
    throw .noFold(wrong, count: foldCount)
  }
}
