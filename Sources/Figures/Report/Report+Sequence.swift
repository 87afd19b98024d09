import Drawing
import Analysis

extension Report {
  /// The pages of the sequence diagram, without footers.
  func sequencePages(
    size: Size, metrics: any TextMetrics
  ) throws(SequenceTooLarge) -> SequencePages {
    let diagram = SequenceDiagram.Content(
      content.sequence, of: content.contrast.variants, provenance: content.provenance)
    return try SequenceDiagram(diagram).pages(size: size, metrics: metrics) { _, _ in "" }
  }
}
