package import TraceModel
import TraceStore

/// Events of a run for a list that cannot have all of them: of rare kinds each, of the others those
/// of the decisive stretch, and how many there are of each kind.
package struct EventSelection: Equatable, Sendable {
  package struct Row: Equatable, Sendable {
    package var event: TraceEvent
    /// What the event says besides its kind and its hosts, fact by fact.
    package var facts: [String]

    package init(event: TraceEvent, facts: [String]) {
      self.event = event
      self.facts = facts
    }
  }

  /// How many events of a kind happened at a host.
  package struct Count: Equatable, Sendable {
    package var kind: EventKind
    package var host: HostIndex
    package var count: Int

    package init(kind: EventKind, host: HostIndex, count: Int) {
      self.kind = kind
      self.host = host
      self.count = count
    }
  }

  /// In the order of events.
  package var rows: [Row]
  /// How many there are in the run, by kind and host.
  package var counts: [Count]
  /// How many there are in the run.
  package var total: Int
  /// The stretch in which events of the other kinds were chosen.
  package var window: ClosedRange<TraceInstant>

  package init(
    rows: [Row], counts: [Count], total: Int, window: ClosedRange<TraceInstant>
  ) {
    self.rows = rows
    self.counts = counts
    self.total = total
    self.window = window
  }
}

extension TraceAnalysis {
  /// Chooses at most `most` events: whole kinds while they find room, the rarest first, and then
  /// what else happened between the two hosts of a direction in a stretch of time, from its start.
  package func eventSelection(
    of run: Run, on link: Link, in window: ClosedRange<TraceInstant>, most: Int
  ) throws -> EventSelection {
    let counts = try reader.eventCounts(of: run.id).map {
      EventSelection.Count(kind: $0.kind, host: $0.host, count: $0.count)
    }
    var totals: [(kind: EventKind, count: Int)] = []
    for count in counts {
      if totals.last?.kind == count.kind {
        totals[totals.count - 1].count += count.count
      } else {
        totals.append((count.kind, count.count))
      }
    }
    totals.sort { ($0.count, $0.kind.rawValue) < ($1.count, $1.kind.rawValue) }
    var room = most
    let rare = totals.prefix { total in
      guard total.count <= room else { return false }
      room -= total.count
      return true
    }
    var events: [TraceEvent] = []
    if !rare.isEmpty {
      try reader.forEachEvent(of: run.id, EventFilter(kinds: rare.map(\.kind))) {
        events.append($0)
      }
    }
    let others = totals.dropFirst(rare.count).map(\.kind)
    if !others.isEmpty, room > 0 {
      let hosts = [link.from, link.to]
      let cursor = try reader.events(
        of: run.id,
        EventFilter(
          kinds: others, hosts: hosts, peers: hosts, from: window.lowerBound, to: window.upperBound)
      )
      while room > 0, let event = try cursor.nextEvent() {
        events.append(event)
        room -= 1
      }
    }
    events.sort { $0.sequence < $1.sequence }
    let text = EventText(run: run)
    return EventSelection(
      rows: try events.map { event in
        let entry =
          event.kind == .logEntry ? try reader.logEntry(at: event.sequence, of: run.id) : nil
        return EventSelection.Row(event: event, facts: text.facts(of: event, entry: entry))
      }, counts: counts, total: totals.map(\.count).reduce(0, +), window: window)
  }

  /// The kinds of events that a story's rows stand for, by event.
  package func kinds(of story: SequenceStory, in run: Run) throws -> [EventSequence: EventKind] {
    var kinds: [EventSequence: EventKind] = [:]
    for sequence in story.rows.flatMap(\.events) where kinds[sequence] == nil {
      kinds[sequence] = try reader.event(sequence, of: run.id)?.kind
    }
    return kinds
  }
}

extension SequenceRow {
  /// The events that it stands for, with those of what it folds.
  fileprivate var events: [EventSequence] {
    switch self {
    case .arrow(let arrow): [arrow.event]
    case .note(let note): [note.event]
    case .fold(let fold): fold.rows.flatMap(\.events)
    case .pause: []
    }
  }
}
