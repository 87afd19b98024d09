/// What a producer of events hands them to: the recorder, a replay's comparison, or memory in a
/// test.
///
/// The calls come in this order: ``begin(_:)``, then connections, events and log entries as they
/// happen, then ``end(_:at:)``. A connection is declared before the first event that names it; a
/// log entry follows its event.
package protocol TraceSink: AnyObject {
  /// Starts a run.
  func begin(_ header: RunHeader) throws
  /// Declares a connection that later events name.
  func declare(_ connection: RPCConnection) throws
  /// Takes the next event: sequences run from 1 without gaps, times never fall.
  func record(_ event: TraceEvent) throws
  /// Takes the text behind the event of kind ``EventKind/logEntry`` that was recorded last.
  func log(_ entry: EventLogEntry, at event: EventSequence) throws
  /// Ends the run.
  func end(_ outcome: RunOutcome, at time: TraceInstant) throws
}

/// A sink that keeps everything in memory, for tests and for runs that are only counted.
package final class MemorySink: TraceSink {
  package private(set) var header: RunHeader?
  package private(set) var connections: [RPCConnection] = []
  package private(set) var events: [TraceEvent] = []
  package private(set) var entries: [(event: EventSequence, entry: EventLogEntry)] = []
  package private(set) var outcome: RunOutcome?
  package private(set) var end: TraceInstant?
  package private(set) var fingerprint = Fingerprint()

  package init() {}

  package func begin(_ header: RunHeader) { self.header = header }
  package func declare(_ connection: RPCConnection) { connections.append(connection) }
  package func record(_ event: TraceEvent) {
    events.append(event)
    fingerprint.combine(event)
  }
  package func log(_ entry: EventLogEntry, at event: EventSequence) {
    entries.append((event, entry))
    fingerprint.combine(entry)
  }
  package func end(_ outcome: RunOutcome, at time: TraceInstant) {
    self.outcome = outcome
    end = time
  }
}
