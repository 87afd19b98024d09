package import TraceModel

/// A row of a sequence diagram.
package enum SequenceRow: Equatable, Sendable {
  case arrow(SequenceArrow)
  case note(SequenceNote)
  case fold(SequenceFold)
  case pause(SequencePause)

  /// When it begins.
  package var time: TraceInstant {
    switch self {
    case .arrow(let arrow): arrow.sent
    case .note(let note): note.time
    case .fold(let fold): fold.first
    case .pause(let pause): pause.start
    }
  }

  /// When it ends: a fold at the end of its last exchange.
  package var endTime: TraceInstant {
    switch self {
    case .arrow(let arrow): arrow.received ?? arrow.sent
    case .note(let note): note.time
    case .fold(let fold): fold.rows.map(\.endTime).max() ?? fold.last
    case .pause(let pause): pause.end
    }
  }
}

/// What a row's colour, weight, line and head say.
package enum SequenceMark: Equatable, Sendable {
  case bind
  case bindAck
  case bindNak
  /// A request or something of its kind.
  case call
  /// A response that ends well.
  case reply
  /// A cancel.
  case cancel
  /// A call that failed, or an entry in the event log.
  case failure
  /// A group filed under the address its bind came in on.
  case filed
  /// A group filed under another address.
  case misfiled
  case delivery
  /// What an MTA decides.
  case decision
  /// What happens to hosts and lines from outside.
  case outside
}

/// Something that goes from one lifeline to another.
package struct SequenceArrow: Equatable, Sendable {
  /// The index of the lifeline that it leaves.
  package var from: Int
  /// The index of the lifeline that it reaches.
  package var to: Int
  package var sent: TraceInstant
  /// What became of an arrow that does not arrive.
  package enum Fate: Sendable {
    /// It had not arrived when the trace ended.
    case underWay
    /// It was lost.
    case lost
    /// What it began did not come to its end.
    case brokenOff
  }

  /// When it arrived; `nil` if it never did.
  package var received: TraceInstant?
  /// What became of it if it never arrived.
  package var fate = Fate.underWay
  package var label: String
  package var mark: SequenceMark
  /// The event that sent it.
  package var event: EventSequence

  package init(
    from: Int, to: Int, sent: TraceInstant, received: TraceInstant?, label: String,
    mark: SequenceMark, event: EventSequence
  ) {
    self.from = from
    self.to = to
    self.sent = sent
    self.received = received
    self.label = label
    self.mark = mark
    self.event = event
  }
}

/// Something that happens at one lifeline.
package struct SequenceNote: Equatable, Sendable {
  /// The index of the lifeline.
  package var at: Int
  package var time: TraceInstant
  package var text: String
  package var mark: SequenceMark
  package var event: EventSequence

  package init(
    at lifeline: Int, time: TraceInstant, text: String, mark: SequenceMark, event: EventSequence
  ) {
    at = lifeline
    self.time = time
    self.text = text
    self.mark = mark
    self.event = event
  }
}

/// Exchanges with nothing else between, drawn as one box: of the same shape between the same
/// parties, or everyday traffic in any order.
package struct SequenceFold: Equatable, Sendable {
  /// Its place among all folds of the diagram, from 1, whichever of them are drawn row by row.
  package var number = 0
  /// How many exchanges.
  package var count: Int
  /// What is repeated, and how often: `7 × bind → bind_nak, every 60 s`.
  package var title: String
  /// First and last time, and what changed meanwhile.
  package var detail: String
  package var first: TraceInstant
  package var last: TraceInstant
  package var mark: SequenceMark
  /// The rows it stands for: unfolding gives exactly these.
  package var rows: [SequenceRow]
  /// Whether the exchanges are of one shape.
  package var isRepetition: Bool

  package init(
    count: Int, title: String, detail: String, first: TraceInstant, last: TraceInstant,
    mark: SequenceMark, rows: [SequenceRow], isRepetition: Bool = true
  ) {
    self.count = count
    self.title = title
    self.detail = detail
    self.first = first
    self.last = last
    self.mark = mark
    self.rows = rows
    self.isRepetition = isRepetition
  }
}

extension SequenceFold {
  /// The first and the last event that it stands for, if it stands for any.
  package var events: ClosedRange<EventSequence>? {
    let events = rows.compactMap { row -> EventSequence? in
      switch row {
      case .arrow(let arrow): arrow.event
      case .note(let note): note.event
      case .fold, .pause: nil
      }
    }
    guard let first = events.min(), let last = events.max() else { return nil }
    return first...last
  }
}

/// Time in which nothing is drawn.
package struct SequencePause: Equatable, Sendable {
  package var start: TraceInstant
  package var end: TraceInstant
  /// How long it is, and what happens unseen: `58 s, 7 messages arrive`.
  package var label: String

  package init(start: TraceInstant, end: TraceInstant, label: String) {
    self.start = start
    self.end = end
    self.label = label
  }
}
