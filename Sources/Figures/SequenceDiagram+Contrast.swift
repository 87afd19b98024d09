package import Analysis

extension SequenceDiagram.Content {
  /// The diagram of a contrast of these runs, which are those that it tells of, in order.
  ///
  /// - Parameters:
  ///   - headline: What replaces the finding.
  ///   - note: A line of the user's own.
  package init(
    _ contrast: SequenceContrast, of runs: [RunSummary], provenance: Provenance,
    headline: String? = nil, note: String? = nil
  ) {
    let accents = Accent.accents(of: runs)
    let names = runs.map(\.build.long)
    let repeats = Set(names).count < names.count
    self.init(
      headline: headline ?? contrast.headline, subtitle: contrast.subtitle, note: note,
      provenance: provenance,
      columns: runs.indices.prefix(contrast.stories.count).map { index in
        SequenceDiagram.Column(
          name: repeats ? "\(names[index]) (run \(runs[index].number))" : names[index],
          accent: accents[index], story: contrast.stories[index])
      },
      sharedRows: contrast.sharedRows, hasDifference: contrast.hasDifference)
  }
}
