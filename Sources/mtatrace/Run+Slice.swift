import Analysis
import TraceModel

extension Run {
  /// What a slice is, for people; empty for a whole run.
  var sliceFacts: [(String, String)] {
    guard let slice else { return [] }
    return [
      (
        "slice of",
        "\(slice.wholeEventCount.grouped) events until \(slice.wholeEnd.clockText), fingerprint "
          + slice.wholeFingerprint.text
      ),
      ("holds", "\(slice.timeText), \(hostText(of: slice))"),
    ]
  }

  private func hostText(of slice: Slice) -> String {
    switch slice.hosts.count {
    case 0: "all hosts"
    case 1: "all that \(name(of: slice.hosts[0])) takes part in"
    default: "all at and between " + slice.hosts.map { name(of: $0) }.joined(separator: ", ")
    }
  }

  /// What a slice is, for programs; `null` for a whole run.
  var sliceJSON: JSON {
    guard let slice else { return .null }
    return .object([
      ("start_time", .integer(slice.window.lowerBound.nanoseconds)),
      ("end_time", .integer(slice.window.upperBound.nanoseconds)),
      ("hosts", .array(slice.hosts.map { .string(name(of: $0)) })),
      ("whole_event_count", .integer(Int64(slice.wholeEventCount))),
      ("whole_end_time", .integer(slice.wholeEnd.nanoseconds)),
      ("whole_fingerprint", .string(slice.wholeFingerprint.text)),
    ])
  }
}

extension Run.Slice {
  /// `1:09:37.500 to 1:34:40.001`.
  var timeText: String {
    "\(window.lowerBound.preciseText) to \(window.upperBound.preciseText)"
  }
}
