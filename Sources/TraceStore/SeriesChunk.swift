import TraceModel

/// The exact changes of a series within a batch of events, packed.
///
/// For each change two LEB128 numbers: the nanoseconds since the previous change, and the change of
/// the value, zigzag-coded (DWARF 5, 7.6;
/// https://protobuf.dev/programming-guides/encoding/#signed-ints).
struct SeriesChunk: Equatable, Sendable {
  /// The value before the first change.
  var before: UInt32
  var first: TraceInstant
  var last: TraceInstant
  var count = 0
  var data: [UInt8] = []
  private var value: UInt32

  init(before: UInt32, first: TraceInstant) {
    self.before = before
    self.first = first
    last = first
    value = before
  }

  /// A chunk as it was stored.
  init(before: UInt32, first: TraceInstant, last: TraceInstant, count: Int, data: [UInt8]) {
    self.init(before: before, first: first)
    self.last = last
    self.count = count
    self.data = data
  }

  /// Adds a change that is not before the last one.
  mutating func append(_ newValue: UInt32, at time: TraceInstant) {
    let change = Int64(newValue) - Int64(value)
    appendNumber(UInt64(clamping: (time - last).nanoseconds))
    appendNumber(UInt64(bitPattern: (change << 1) ^ (change >> 63)))
    last = time
    value = newValue
    count += 1
  }

  /// The changes, or `nil` if the octets are not ``count`` changes from ``first`` to ``last``.
  func changes() -> [SeriesChange]? {
    // Two octets are the least that a change takes.
    guard count > 0, count <= data.count / 2 else { return nil }
    var changes: [SeriesChange] = []
    changes.reserveCapacity(count)
    var position = 0
    var time = first.nanoseconds
    var value = Int64(before)
    for _ in 0..<count {
      guard let step = number(at: &position), let zigzag = number(at: &position) else { return nil }
      let (sum, overflow) = time.addingReportingOverflow(Int64(clamping: step))
      let difference = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
      let (total, valueOverflow) = value.addingReportingOverflow(difference)
      guard !overflow, !valueOverflow, let valid = UInt32(exactly: total) else { return nil }
      time = sum
      value = total
      changes.append(SeriesChange(time: TraceInstant(nanoseconds: time), value: valid))
    }
    guard position == data.count, changes.first?.time == first, time == last.nanoseconds else {
      return nil
    }
    return changes
  }

  private mutating func appendNumber(_ number: UInt64) {
    var rest = number
    while rest > 0x7F {
      data.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    data.append(UInt8(truncatingIfNeeded: rest))
  }

  private func number(at position: inout Int) -> UInt64? {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while position < data.count, shift < 64 {
      let octet = data[position]
      position += 1
      result |= UInt64(octet & 0x7F) << shift
      if octet & 0x80 == 0 { return result }
      shift += 7
    }
    return nil
  }
}
