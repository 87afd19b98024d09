import Drawing
import Analysis

extension Report {
  /// The diagram as it is drawn.
  var diagram: SequenceDiagram.Content {
    SequenceDiagram.Content(
      content.sequence, of: content.contrast.variants, provenance: content.provenance)
  }

  /// The pages of the sequence diagram, without footers.
  func sequencePages(
    in flow: ReportFlow
  ) throws(SequenceTooLarge) -> SequencePages {
    try SequenceDiagram(diagram).pages(
      size: flow.size, metrics: flow.metrics, firstNumber: flow.pages.count + 1
    ) { _, _ in "" }
  }
}
