import TraceModel
import TraceStore

/// How a slice is compared with the run that it was cut out of, or with another slice.
///
/// Events are matched by their sequences. One that only one side has differs if the other promises
/// to hold it, and says nothing otherwise. Where a slice does not hold what led to an event, it
/// still knows the sequence of that, which is compared.
extension RunComparison {
  var isOfSlices: Bool { one.run.slice != nil || other.run.slice != nil }

  /// Reads the events of both sides until two differ.
  mutating func scanSlices(_ progress: (Int64) -> Void) throws {
    var pair = try SlicedPair(one, other)
    while let (a, b) = try pair.next() {
      if let a, let b {
        guard a == b else {
          difference = .event(one: a, other: b)
          return
        }
        if a.kind == .logEntry, let found = try entryDifference(at: a.sequence) {
          difference = found
          return
        }
        equalEvents += 1
        if equalEvents & 0xFFFF == 0 { progress(equalEvents) }
      } else if a.map(other.run.promises) ?? false || b.map(one.run.promises) ?? false {
        difference = .event(one: a, other: b)
        return
      }
    }
  }

  /// What may differ although all events are equal that both sides hold.
  func sliceDifferenceBesidesEvents() throws -> RunDifference? {
    let lists = try [one, other].map { side in
      Dictionary(
        try side.reader.connections(of: side.run.id).map { ($0.id, $0) },
        uniquingKeysWith: { a, _ in
          a
        })
    }
    for id in Set(lists[0].keys).intersection(lists[1].keys).sorted()
    where lists[0][id] != lists[1][id] {
      return .connection(one: lists[0][id], other: lists[1][id])
    }
    // Of a recording that was interrupted, and has gone on since, nothing more is known.
    let isResumed = [(one.run, other.run), (other.run, one.run)].contains { part, whole in
      part.slice != nil && part.status == .interrupted
        && part.wholeEventCount < whole.wholeEventCount
    }
    if isResumed { return nil }
    let (a, b) = (one.run.wholeFingerprint, other.run.wholeFingerprint)
    return a == b ? nil : .fingerprint(one: a, other: b)
  }
}

/// The events of two runs by their sequences, each as the whole run has it.
private struct SlicedPair {
  private let sides: [StoredRun]
  private let cursors: [EventCursor]
  private var waiting: [TraceEvent?]

  init(_ one: StoredRun, _ other: StoredRun) throws {
    sides = [one, other]
    let starts = try sides.compactMap { side in
      try side.run.slice.map { slice in
        let first = try side.reader.events(of: side.run.id).nextEvent()?.time
        return min(first ?? slice.window.lowerBound, slice.window.lowerBound)
      }
    }
    // What a slice neither holds nor promises need not be read of a whole run.
    let filter = EventFilter(from: starts.min())
    cursors = try sides.map { side in
      try side.reader.events(of: side.run.id, side.run.slice == nil ? filter : .all)
    }
    waiting = [nil, nil]
    for side in 0...1 { try advance(side) }
  }

  /// The next event of both sides, or of the one side that has it; `nil` once no side can miss one.
  mutating func next() throws -> (TraceEvent?, TraceEvent?)? {
    switch (waiting[0], waiting[1]) {
    case (nil, nil): return nil
    case (let a?, let b?) where a.sequence == b.sequence:
      for side in 0...1 { try advance(side) }
      return (a, b)
    case (let a?, let b) where b.map({ a.sequence < $0.sequence }) ?? true:
      if b == nil, isBehind(a, of: 1) { return nil }
      try advance(0)
      return (a, nil)
    case (let a, let b):
      if a == nil, let b, isBehind(b, of: 0) { return nil }
      try advance(1)
      return (nil, b)
    }
  }

  /// Whether nothing from an event on is promised by a side.
  private func isBehind(_ event: TraceEvent, of side: Int) -> Bool {
    sides[side].run.slice.map { event.time > $0.window.upperBound } ?? false
  }

  private mutating func advance(_ side: Int) throws {
    let (run, reader) = (sides[side].run, sides[side].reader)
    let event = try cursors[side].nextEvent()
    waiting[side] =
      run.slice == nil ? event : try event.map { try reader.whole($0, of: run.id) }
  }
}
