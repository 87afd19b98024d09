package import TraceModel
package import TraceStore

/// A run together with the trace that holds it, which need not be that of the run beside it.
package struct StoredRun {
  package let analysis: TraceAnalysis
  package let run: Run

  package init(_ run: Run, in reader: TraceReader) {
    analysis = TraceAnalysis(reader: reader)
    self.run = run
  }

  package var reader: TraceReader { analysis.reader }

  /// Its event of a number, or `nil` if it has none.
  package func event(_ sequence: EventSequence) throws -> TraceEvent? {
    try reader.event(sequence, of: run.id)
  }

  /// What led to the root of an event's causes, if the run is a slice that does not hold that.
  ///
  /// - Parameter causes: The nearest first.
  package func cutCause(behind causes: [TraceEvent], of event: TraceEvent) throws -> EventSequence?
  {
    let root = causes.last ?? event
    return root.cause == nil ? try reader.cutCause(of: root.sequence, in: run.id) : nil
  }

  /// Its events from one number to another, both included, as far as it has them.
  package func events(from first: Int64, to last: Int64) throws -> [TraceEvent] {
    guard first <= last else { return [] }
    var events: [TraceEvent] = []
    let filter = EventFilter(
      first: EventSequence(rawValue: first), last: EventSequence(rawValue: last))
    try reader.forEachEvent(of: run.id, filter) { events.append($0) }
    return events
  }
}
