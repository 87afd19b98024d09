package import TraceModel

extension TraceInstant {
  /// The moment in whole seconds, as a clock that began with the run shows it: `0:54:31`.
  package var clockText: String {
    let seconds = nanoseconds.magnitude / 1_000_000_000
    return sign + "\(seconds / 3_600):\(twoDigits(seconds / 60 % 60)):\(twoDigits(seconds % 60))"
  }

  /// The moment in milliseconds, cut and not rounded: `54:31.204`, `1:00:00.000`.
  package var preciseText: String {
    let milliseconds = nanoseconds.magnitude / 1_000_000
    let seconds = milliseconds / 1_000
    let hours = seconds / 3_600
    let minutes = seconds / 60 % 60
    let rest = "\(twoDigits(seconds % 60)).\(digits(milliseconds % 1_000, 3))"
    return sign + (hours == 0 ? "\(minutes):\(rest)" : "\(hours):\(twoDigits(minutes)):\(rest)")
  }

  /// The moment in seconds with six digits behind the point: `3271.204018`.
  package var secondsText: String {
    let microseconds = nanoseconds.magnitude / 1_000
    return sign + "\(microseconds / 1_000_000).\(digits(microseconds % 1_000_000, 6))"
  }

  private var sign: String { nanoseconds < 0 ? "-" : "" }
}

/// A number with leading zeros.
private func digits(_ number: UInt64, _ count: Int) -> String {
  let text = String(number)
  return String(repeating: "0", count: max(count - text.count, 0)) + text
}

private func twoDigits(_ number: UInt64) -> String { digits(number, 2) }
