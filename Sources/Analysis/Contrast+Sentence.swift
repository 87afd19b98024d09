import TraceModel
import TraceStore

extension Contrast {
  /// The finding, as a sentence without a full stop: `SP3 stalls three times and leaves 7 messages
  /// waiting; SP4 never queues more than 1`.
  package var headline: String {
    let chosen = chosen
    guard chosen.count > 1, chosen.allSatisfy({ $0.stalls.isEmpty && $0.delivered > 0 }) else {
      let clauses = chosen.map(Self.clause)
      // All do the same, and each does something.
      if chosen.count > 1, Set(clauses).count == 1, chosen.allSatisfy({ !$0.stalls.isEmpty }) {
        let others = Self.list(Array(names.dropFirst()))
        return "\(names[0]) \(clauses[0]), and so \(names.count > 2 ? "do" : "does") \(others)"
      }
      return zip(names, clauses).map { "\($0) \($1)" }.joined(separator: "; ")
    }
    let peaks = chosen.map(\.peakBacklog)
    let both = chosen.count == 2 ? "Neither \(names[0]) nor \(names[1]) stalls" : "Nothing stalls"
    guard Set(peaks).count > 1 else {
      return "\(both), and never more than \(Self.messages(Int(peaks[0]))) "
        + (peaks[0] == 1 ? "waits" : "wait")
    }
    let most = zip(names, peaks).map { "\($0) queues at most \($1)" }
    return "\(both): \(Self.list(most))"
  }

  /// What was measured: `Messages waiting at HUB1 for SLPS100, SP3 and SP4 fed with the same mail ·
  /// scenario q181721 · seed 42 · 4 h virtual time`.
  package var subtitle: String {
    guard let first = runs.first?.run else { return "" }
    var parts = ["Messages waiting at \(first.name(of: link.from)) for \(first.name(of: link.to))"]
    parts[0] += ", \(Self.list(names))"
    if runs.count > 1, isFedAlike { parts[0] += " fed with the same mail" }
    parts.append("scenario \(first.header.scenario)")
    parts.append("seed \(first.header.seed)")
    let end = runs.map(\.run.end).max() ?? .start
    parts.append(sliceText ?? "\((end - .start).roughText) virtual time")
    for (name, summary) in zip(names, runs) {
      guard let outcome = summary.run.outcome, outcome != .finished, summary.run.slice == nil
      else { continue }
      let limit = outcome.name.split(separator: "_").joined(separator: " ")
      parts.append("\(name) stopped by its \(limit) at \(summary.run.end.clockText)")
    }
    for (name, summary) in zip(names, runs) where summary.run.status == .interrupted {
      parts.append("recording of \(name) interrupted at \(summary.run.end.clockText)")
    }
    return parts.joined(separator: " · ")
  }

  private static func clause(_ summary: LinkSummary) -> String {
    guard summary.enqueued > 0 else { return "has no mail" }
    if summary.delivered == 0, summary.stalls.isEmpty, summary.waiting > 0 {
      return "delivers nothing and leaves \(messages(summary.waiting)) waiting"
    }
    guard let longest = summary.longestStall else {
      return "never queues more than \(summary.peakBacklog)" + gaveUp(summary)
    }
    let count = summary.stalls.count
    var clause = "stalls \(times(count))"
    // Mail that came in just before the end waits too, but nothing stalls it.
    if let open = summary.stalls.last(where: \.isOpen) {
      clause += summary.nonDelivered > 0 ? ", " : " and "
      clause += "leaves \(messages(Int(open.waiting))) waiting"
    } else {
      clause +=
        count == 1
        ? ", for \(longest.duration.roughText)"
        : ", for up to \(longest.duration.roughText)"
    }
    return clause + gaveUp(summary)
  }

  private static func gaveUp(_ summary: LinkSummary) -> String {
    summary.nonDelivered > 0 ? " and gives up \(messages(summary.nonDelivered))" : ""
  }

  private static func messages(_ count: Int) -> String {
    count == 1 ? "1 message" : "\(count) messages"
  }

  private static func times(_ count: Int) -> String {
    let words = [
      "once", "twice", "three times", "four times", "five times", "six times", "seven times",
      "eight times", "nine times", "ten times",
    ]
    return words.indices.contains(count - 1) ? words[count - 1] : "\(count) times"
  }

  private static func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
    return parts.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension Contrast {
  /// That the runs are slices, and when they end: what waits then may have arrived later.
  ///
  /// `slice of 4 h that ends at 1:14:27`; `nil` for whole runs.
  package var sliceText: String? {
    guard let whole = runs.compactMap(\.run.slice?.wholeEnd).max() else { return nil }
    let end = runs.map(\.run.end).max() ?? .start
    return "slice of \((whole - .start).roughText) that ends at \(end.clockText)"
  }
}
