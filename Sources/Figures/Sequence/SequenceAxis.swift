/// How time becomes height in a sequence diagram.
package enum SequenceAxis: String, CaseIterable, Sendable {
  /// Row below row, further apart the longer the time between them, and broken with a label where
  /// nothing happens for long.
  case compressed
  /// Row below row, whatever time passes between them.
  case step
  /// The same height for the same time, from the first moment to the last.
  case proportional = "true"
}

extension SequenceAxis {
  /// What a diagram says of its axis.
  var words: String {
    switch self {
    case .compressed: "time axis compressed where nothing is drawn"
    case .step: "one step a row, whatever time passes between"
    case .proportional: "time axis true to scale"
    }
  }
}
