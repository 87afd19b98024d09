import TraceModel
import TraceStore

/// Where two stored runs part.
///
/// The fingerprints that traces keep of every 1,024th event say within a few look-ups between which
/// two of them the first difference lies; only the events there are read. Where all fingerprints
/// agree, a file may still have been changed without them: then the pages of the two files say
/// which events may differ, or every event is read.
package struct RunComparison {
  /// What the equality of two runs rests on.
  package enum Basis: Sendable {
    /// Every event was read.
    case everyEvent
    /// The pages of both files that hold events are equal octet for octet.
    case octets
    /// The fingerprints are equal, and no event was read.
    case fingerprints
  }

  package let one: StoredRun
  package let other: StoredRun
  /// The first thing that is not the same behind the parameters; `nil` if the runs are equal.
  package internal(set) var difference: RunDifference?
  /// How many events are equal before that.
  package internal(set) var equalEvents: Int64 = 0
  package private(set) var basis = Basis.everyEvent

  /// Compares two runs.
  ///
  /// - Parameters:
  ///   - trusting: Whether equal fingerprints are enough.
  ///   - progress: Called now and then with the events read so far.
  /// - Throws: `TraceStoreError`.
  package init(
    of one: StoredRun, with other: StoredRun, trusting: Bool = false,
    progress: (Int64) -> Void = { _ in }
  ) throws {
    self.one = one
    self.other = other
    let common = Int64(min(one.run.eventCount, other.run.eventCount))
    let start = try equalCheckpoints(upTo: common)
    let agree =
      start / TraceReader.checkpointInterval == max(common - 1, 0) / TraceReader.checkpointInterval
    let isSame =
      one.run.eventCount == other.run.eventCount && one.run.fingerprint == other.run.fingerprint
      && agree
    if isOfSlices {
      try scanSlices(progress)
    } else if !isSame {
      try scan(from: start, progress)
    } else if trusting {
      basis = .fingerprints
      equalEvents = common
    } else if !(try comparePages()) {
      try scan(from: 0, progress)
    }
    if difference == nil { difference = try differenceBesidesEvents() }
  }

  /// What the runs were started from where that differs.
  package var headers: [HeaderDifference] { HeaderDifference.all(one.run.header, other.run.header) }

  package var isEqual: Bool { difference == nil && one.run.header == other.run.header }

  /// The number of the last event up to which the fingerprints agree.
  ///
  /// Each hashes all events before it: behind the first that differs, none agrees.
  private func equalCheckpoints(upTo count: Int64) throws -> Int64 {
    let interval = TraceReader.checkpointInterval
    // As many as both runs have; the last event of a run has none.
    var (low, high) = (Int64(0), max(count - 1, 0) / interval + 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      let sequence = EventSequence(rawValue: middle * interval)
      let fingerprints = try [one, other].map {
        try $0.reader.fingerprint(after: sequence, of: $0.run.id)
      }
      if fingerprints[0] != nil, fingerprints[0] == fingerprints[1] {
        low = middle
      } else {
        high = middle
      }
    }
    return low * interval
  }

  /// Reads the events that lie on pages in which the files differ.
  ///
  /// - Returns: Whether the pages tell.
  private mutating func comparePages() throws -> Bool {
    guard one.run.id == other.run.id,
      let pages = try PageComparison(of: one.reader, with: other.reader, run: one.run.id)
    else { return false }
    basis = .octets
    equalEvents = Int64(one.run.eventCount)
    for sequence in pages.suspects {
      let (a, b) = (try one.event(sequence), try other.event(sequence))
      difference = a == b ? try entryDifference(at: sequence) : .event(one: a, other: b)
      guard difference == nil else {
        equalEvents = sequence.rawValue - 1
        return true
      }
    }
    return true
  }

  /// Reads events behind one until two differ.
  private mutating func scan(from start: Int64, _ progress: (Int64) -> Void) throws {
    let filter = EventFilter(first: EventSequence(rawValue: start + 1))
    let (first, second) = (
      try one.reader.events(of: one.run.id, filter),
      try other.reader.events(of: other.run.id, filter)
    )
    equalEvents = start
    while true {
      let (a, b) = (try first.nextEvent(), try second.nextEvent())
      guard a == b else {
        difference = .event(one: a, other: b)
        return
      }
      guard let a else { return }
      if a.kind == .logEntry, let found = try entryDifference(at: a.sequence) {
        difference = found
        return
      }
      equalEvents += 1
      if equalEvents & 0xFFFF == 0 { progress(equalEvents) }
    }
  }

  func entryDifference(at event: EventSequence) throws -> RunDifference? {
    let texts = try [one, other].map { try $0.reader.logEntry(at: event, of: $0.run.id) }
    return texts[0] == texts[1] ? nil : .entry(at: event, one: texts[0], other: texts[1])
  }

  /// What may differ although all events are equal.
  private func differenceBesidesEvents() throws -> RunDifference? {
    if isOfSlices { return try sliceDifferenceBesidesEvents() }
    let ends = [one, other].map { side in side.run.outcome.map { ($0, side.run.end) } }
    if ends[0]?.0 != ends[1]?.0 || one.run.end != other.run.end {
      return .end(one: ends[0], other: ends[1])
    }
    let connections = try [one, other].map { try $0.reader.connections(of: $0.run.id) }
    guard connections[0] != connections[1] else { return nil }
    for index in 0..<max(connections[0].count, connections[1].count) {
      let pair = connections.map { $0.indices.contains(index) ? $0[index] : nil }
      if pair[0] != pair[1] { return .connection(one: pair[0], other: pair[1]) }
    }
    return nil
  }
}
