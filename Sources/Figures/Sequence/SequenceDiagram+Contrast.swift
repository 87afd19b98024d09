package import Analysis

extension SequenceDiagram.Content {
  /// The diagram of a contrast of these variants, which are those that it tells of, in order.
  ///
  /// - Parameters:
  ///   - axis: How time becomes height.
  ///   - headline: What replaces the finding.
  ///   - note: A line of the user's own.
  package init(
    _ contrast: SequenceContrast, of variants: [Variant], provenance: Provenance,
    axis: SequenceAxis = .compressed, headline: String? = nil, note: String? = nil
  ) {
    let accents = Accent.accents(of: variants)
    self.init(
      headline: headline ?? contrast.headline, subtitle: "\(contrast.subtitle) · \(axis.words)",
      note: note,
      provenance: provenance,
      columns: variants.indices.prefix(contrast.stories.count).map { index in
        SequenceDiagram.Column(
          name: variants[index].long, accent: accents[index], story: contrast.stories[index])
      },
      sharedRows: contrast.sharedRows, hasDifference: contrast.hasDifference, axis: axis)
    focus = contrast.focus
  }
}
