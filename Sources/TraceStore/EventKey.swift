import TraceModel

/// Where events of all runs lie in one table: the run in the high bits, the sequence in the low
/// ones.
enum EventKey {
  /// The bits of a sequence.
  static let sequenceBits: Int64 = 40
  /// The greatest sequence.
  static let greatestSequence: Int64 = 1 << sequenceBits - 1
  /// The greatest number of a run.
  static let greatestRun = 1 << 22

  static func key(run: Run.ID, sequence: Int64) -> Int64 {
    Int64(run) << sequenceBits | sequence
  }

  static func sequence(of key: Int64) -> EventSequence {
    EventSequence(rawValue: key & greatestSequence)
  }
}
