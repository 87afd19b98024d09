import TraceModel

/// Columns as they are filled from changes or from the buckets of a pyramid, in the order of time.
struct SeriesColumns {
  private let from: Int64
  private let span: Int64
  private let count: Int
  private var value: UInt32
  private var columns: [SeriesColumn] = []

  /// Columns of the time from `from` until `to`, at least one; `value` is the series' at `from`.
  init(from: TraceInstant, to: TraceInstant, count: Int, value: UInt32) {
    self.from = from.nanoseconds
    span = max((to - from).nanoseconds, 1)
    self.count = max(count, 1)
    self.value = value
    columns.reserveCapacity(self.count)
  }

  /// The column of a moment, clamped to the columns there are.
  private func column(at time: Int64) -> Int {
    let offset = min(max(time - from, 0), span - 1)
    let wide = UInt64(offset).multipliedFullWidth(by: UInt64(count))
    return Int(UInt64(span).dividingFullWidth(wide).quotient)
  }

  /// Takes a change at a moment within the columns' time.
  mutating func take(_ change: SeriesChange) {
    fill(upTo: column(at: change.time.nanoseconds))
    mark(columns.count - 1, change.value, change.value)
    columns[columns.count - 1].last = change.value
    value = change.value
  }

  /// Takes what the series was from `start` until `end`; a bucket on an edge counts on both sides
  /// of it.
  mutating func take(
    minimum: UInt32, maximum: UInt32, last: UInt32, start: Int64, end: Int64
  ) {
    fill(upTo: column(at: start))
    mark(columns.count - 1, minimum, maximum)
    let final = column(at: end - 1)
    while columns.count <= final {
      columns.append(SeriesColumn(first: last, minimum: minimum, maximum: maximum, last: last))
    }
    columns[columns.count - 1].last = last
    value = last
  }

  /// The columns, the ones after the last change included.
  consuming func finish() -> [SeriesColumn] {
    fill(upTo: count - 1)
    return columns
  }

  /// Makes `index` the last column.
  private mutating func fill(upTo index: Int) {
    while columns.count <= index {
      columns.append(SeriesColumn(first: value, minimum: value, maximum: value, last: value))
    }
  }

  private mutating func mark(_ index: Int, _ minimum: UInt32, _ maximum: UInt32) {
    columns[index].minimum = min(columns[index].minimum, minimum)
    columns[index].maximum = max(columns[index].maximum, maximum)
  }
}
