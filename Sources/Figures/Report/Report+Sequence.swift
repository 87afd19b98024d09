import Drawing
import Analysis

extension Report {
  /// The pages of the sequence diagram, without footers.
  func sequencePages(
    in flow: ReportFlow
  ) throws(SequenceTooLarge) -> SequencePages {
    let diagram = SequenceDiagram.Content(
      content.sequence, of: content.contrast.variants, provenance: content.provenance)
    return try SequenceDiagram(diagram).pages(
      size: flow.size, metrics: flow.metrics, firstNumber: flow.pages.count + 1
    ) { _, _ in "" }
  }
}
