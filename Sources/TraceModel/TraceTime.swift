/// A moment of a run, in nanoseconds since the run began.
package struct TraceInstant: Hashable, Comparable, Sendable {
  /// The nanoseconds since the run began; never negative in a valid trace.
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The moment at which the run begins.
  package static let start = TraceInstant(nanoseconds: 0)

  package static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The later moment; the end of representable time if the sum lies beyond it.
  package static func + (a: Self, b: TraceDuration) -> Self {
    let (sum, overflow) = a.nanoseconds.addingReportingOverflow(b.nanoseconds)
    return Self(nanoseconds: overflow ? (b.nanoseconds > 0 ? .max : .min) : sum)
  }

  /// The span from `b` to `a`; clamped to what can be represented.
  package static func - (a: Self, b: Self) -> TraceDuration {
    let (difference, overflow) = a.nanoseconds.subtractingReportingOverflow(b.nanoseconds)
    return TraceDuration(nanoseconds: overflow ? (a > b ? .max : .min) : difference)
  }
}

/// A span of virtual time, in nanoseconds.
package struct TraceDuration: Hashable, Comparable, Sendable {
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  package static let zero = TraceDuration(nanoseconds: 0)

  package static func milliseconds(_ count: Int64) -> Self { Self(nanoseconds: count * 1_000_000) }
  package static func seconds(_ count: Int64) -> Self { Self(nanoseconds: count * 1_000_000_000) }
  package static func minutes(_ count: Int64) -> Self { .seconds(count * 60) }
  package static func hours(_ count: Int64) -> Self { .seconds(count * 3600) }

  package static func < (a: Self, b: Self) -> Bool { a.nanoseconds < b.nanoseconds }

  /// The sum, clamped to what can be represented.
  package static func + (a: Self, b: Self) -> Self {
    let (sum, overflow) = a.nanoseconds.addingReportingOverflow(b.nanoseconds)
    return Self(nanoseconds: overflow ? (b.nanoseconds > 0 ? .max : .min) : sum)
  }
}
