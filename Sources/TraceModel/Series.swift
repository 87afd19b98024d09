/// A change of a series: the value that it has from a moment on.
package struct SeriesChange: Equatable, Sendable {
  package var time: TraceInstant
  package var value: UInt32
  package init(time: TraceInstant, value: UInt32) {
    self.time = time
    self.value = value
  }
}

/// What a series was within one of the equal stretches of time that a picture's columns show.
package struct SeriesColumn: Equatable, Sendable {
  /// The value at its start.
  package var first: UInt32
  /// The least value within it.
  package var minimum: UInt32
  /// The greatest value within it: no spike is lost, however short.
  package var maximum: UInt32
  /// The value at its end.
  package var last: UInt32

  package init(first: UInt32, minimum: UInt32, maximum: UInt32, last: UInt32) {
    self.first = first
    self.minimum = minimum
    self.maximum = maximum
    self.last = last
  }
}
