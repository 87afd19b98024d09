package import TraceModel
import TraceStore

/// What became of one message.
package struct MessageFate: Equatable, Sendable {
  package var message: MessageID
  package var link: Link
  /// Octets; `nil` if the trace does not say.
  package var size: UInt32?
  package var enqueued: TraceInstant
  /// When it was delivered or given up; `nil` if it waits when the run ends.
  package var ended: TraceInstant?
  package var isDelivered = false

  /// When it was delivered; `nil` if it was not.
  package var delivered: TraceInstant? { isDelivered ? ended : nil }

  /// What tells the same message in another run of the same mail: reports are numbered among the
  /// messages as they arise, so that numbers do not.
  fileprivate var identity: (TraceInstant, Link, UInt32) { (enqueued, link, size ?? 0) }
}

/// Which messages reached their receivers later in one of two runs fed with the same mail.
package struct MessageDelays: Equatable, Sendable {
  /// A message that was later in one run than in the other.
  package struct Delay: Equatable, Sendable {
    /// In the run where it was later.
    package var late: MessageFate
    /// In the run where it was not.
    package var early: MessageFate
    /// By how much; `nil` if it was not delivered there at all.
    package var lateness: TraceDuration?
  }

  /// Less than this is a matter of what shared the line.
  package static let least = TraceDuration.seconds(1)

  /// How many messages both runs had.
  package private(set) var compared = 0
  /// How many only the one had, such as reports of what only it delivered.
  package private(set) var onlyInOne = 0
  package private(set) var onlyInOther = 0
  /// Those later in the one run by more than ``least``: the ones that never came first, then by
  /// their lateness.
  package private(set) var laterInOne: [Delay] = []
  package private(set) var laterInOther: [Delay] = []

  /// Compares every message of two runs.
  ///
  /// - Throws: `TraceStoreError`.
  package init(of one: StoredRun, with other: StoredRun) throws {
    let (first, second) = (try one.messageFates(), try other.messageFates())
    var (a, b) = (0, 0)
    while a < first.count, b < second.count {
      if first[a].identity < second[b].identity {
        onlyInOne += 1
        a += 1
      } else if second[b].identity < first[a].identity {
        onlyInOther += 1
        b += 1
      } else {
        compare(first[a], second[b])
        a += 1
        b += 1
      }
    }
    onlyInOne += first.count - a
    onlyInOther += second.count - b
    laterInOne.sort(by: Self.order)
    laterInOther.sort(by: Self.order)
  }

  private mutating func compare(_ one: MessageFate, _ other: MessageFate) {
    compared += 1
    switch (one.delivered, other.delivered) {
    case (let a?, let b?):
      let lateness = a - b
      if lateness > Self.least {
        laterInOne.append(Delay(late: one, early: other, lateness: lateness))
      } else if b - a > Self.least {
        laterInOther.append(Delay(late: other, early: one, lateness: b - a))
      }
    case (nil, _?): laterInOne.append(Delay(late: one, early: other, lateness: nil))
    case (_?, nil): laterInOther.append(Delay(late: other, early: one, lateness: nil))
    case (nil, nil): break
    }
  }

  private static func order(_ a: Delay, _ b: Delay) -> Bool {
    let most = TraceDuration(nanoseconds: .max)
    let (first, second) = (a.lateness ?? most, b.lateness ?? most)
    return first == second ? a.late.message < b.late.message : first > second
  }
}

extension StoredRun {
  /// What became of each message, in the order of their enqueueing.
  package func messageFates() throws -> [MessageFate] {
    struct Key: Hashable {
      var message: MessageID
      var link: Link
    }
    var fates: [MessageFate] = []
    var underway: [Key: Int] = [:]
    let mail = EventFilter(kinds: [.messageEnqueued, .messageDelivered, .messageNonDelivered])
    try reader.forEachEvent(of: run.id, mail) { event in
      guard let message = event.message, let peer = event.peer else { return }
      let isDelivery = event.kind == .messageDelivered
      let link =
        isDelivery ? Link(from: peer, to: event.host) : Link(from: event.host, to: peer)
      let key = Key(message: message, link: link)
      if event.kind == .messageEnqueued {
        underway[key] = fates.count
        fates.append(
          MessageFate(message: message, link: link, size: event.length, enqueued: event.time))
      } else if let index = underway.removeValue(forKey: key) {
        fates[index].ended = event.time
        fates[index].isDelivered = isDelivery
      }
    }
    // Several may arrive at one moment, and their order then is that of handling.
    fates.sort {
      ($0.enqueued, $0.link, $0.size ?? 0, $0.message)
        < ($1.enqueued, $1.link, $1.size ?? 0, $1.message)
    }
    return fates
  }
}
