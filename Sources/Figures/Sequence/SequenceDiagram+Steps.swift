import Analysis

extension SequenceDiagram.Content {
  /// The content without pauses, which say nothing where the axis does not show time.
  var withoutPauses: SequenceDiagram.Content {
    var content = self
    let shared = columns.first.map { Array($0.story.rows.prefix(sharedRows)) } ?? []
    content.sharedRows = shared.count { !$0.isPause }
    for index in columns.indices {
      content.columns[index].story.rows.removeAll(where: \.isPause)
    }
    return content
  }
}

extension SequenceRow {
  var isPause: Bool {
    if case .pause = self { true } else { false }
  }
}
