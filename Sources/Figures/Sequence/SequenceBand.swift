/// The band across a sequence diagram before the first row that its columns do not share.
struct SequenceBand: Equatable {
  var text: String
  /// Whether it marks what is to be looked at.
  var isMark: Bool
}

extension SequenceDiagram.Content {
  /// `nil` if nothing stands beside another and the diagram is not about a single row.
  var band: SequenceBand? {
    if let focus { return SequenceBand(text: focus, isMark: true) }
    guard columns.count > 1 else { return nil }
    return SequenceBand(
      text: "\(hasDifference ? "first" : "no") difference that the wire shows",
      isMark: hasDifference)
  }
}
