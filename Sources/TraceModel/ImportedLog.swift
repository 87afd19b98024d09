/// A Windows event log of a real machine that was laid on a run.
///
/// It is no part of the run: events and fingerprint are what they were without it.
package struct ImportedLog: Equatable, Sendable {
  /// What the log was read from.
  package enum Form: String, CaseIterable, Sendable {
    /// What Event Viewer saves as CSV.
    case eventViewer = "event_viewer"
    /// What `wevtutil qe … /f:text` prints.
    case wevtutil
  }

  /// An entry of the log in the time of the run.
  package struct Entry: Equatable, Sendable {
    /// The line of the file that it begins on, from 1.
    package var line: Int
    package var time: TraceInstant
    /// The machine that wrote it; `nil` if the file does not say.
    package var computer: String?
    package var entry: EventLogEntry

    package init(line: Int, time: TraceInstant, computer: String?, entry: EventLogEntry) {
      self.line = line
      self.time = time
      self.computer = computer
      self.entry = entry
    }
  }

  /// Why something of the file is no entry of the run.
  package enum Reason: String, CaseIterable, Sendable {
    /// The entry is another program's, or none that tells of the MTA's RPC.
    case otherEvent = "other_event"
    /// It was written before the run began or after it ended.
    case outsideRun = "outside_run"
    /// Its date or time cannot be read.
    case unreadDate = "unread_date"
    /// Its event id cannot be read.
    case unreadID = "unread_id"
    /// It has too few fields, or is cut off.
    case unreadFields = "unread_fields"
    /// Its text is longer than a trace keeps.
    case longText = "long_text"

    /// Whether the file could not be read there.
    package var isUnread: Bool { self != .otherEvent && self != .outsideRun }
  }

  /// What of the file is no entry of the run.
  package struct LeftOut: Equatable, Sendable {
    package var reason: Reason
    /// The line of the file that the first of them begins on, from 1.
    package var line: Int
    /// How many there are.
    package var count: Int
    /// Who wrote them; `nil` if that differs or was not read.
    package var source: String?
    /// Their event id; `nil` if that differs or was not read.
    package var id: UInt32?

    package init(reason: Reason, line: Int, count: Int, source: String?, id: UInt32?) {
      self.reason = reason
      self.line = line
      self.count = count
      self.source = source
      self.id = id
    }
  }

  /// The name of the file without its folder.
  package var name: String
  package var form: Form
  /// What the log's clock showed when the run began, in nanoseconds since 1970-01-01T00:00:00 of
  /// that clock.
  package var clock: Int64
  /// In the order of time.
  package var entries: [Entry]
  package var leftOut: [LeftOut]

  package init(name: String, form: Form, clock: Int64, entries: [Entry], leftOut: [LeftOut]) {
    self.name = name
    self.form = form
    self.clock = clock
    self.entries = entries
    self.leftOut = leftOut
  }

  /// How much could not be read.
  package var unread: Int { leftOut.filter(\.reason.isUnread).reduce(0) { $0 + $1.count } }
}
