import TraceModel

/// What a contrast shows, in plain words for a reader who decides and does not administer servers.
package struct Briefing: Equatable, Sendable {
  /// A number that says how bad it is, run by run.
  package struct Figure: Equatable, Sendable {
    /// `longest time without a delivery`.
    package var title: String
    /// One for each run, in their order.
    package var values: [String]
  }

  /// What went wrong with the mail, and how badly.
  package var happened: String
  /// How it came about; `nil` if nothing went wrong, or nobody knows.
  package var reason: String?
  /// What to do first; `nil` if nothing need be done.
  package var action: String?
  /// What the run with the cure shows; `nil` if there is none.
  package var afterwards: String?
  /// At most four.
  package var figures: [Figure]
}

extension Contrast {
  /// The contrast in plain words.
  package var briefing: Briefing {
    let worst = worstRun
    return Briefing(
      happened: (sliceText.map { "This is a \($0); what came later is not in it. " } ?? "")
        + Self.happened(chosen[worst], in: runs[worst].run),
      reason: reason(of: worst), action: remedies.first.map { "\($0.action)." },
      afterwards: afterwards(than: worst), figures: figures)
  }

  /// The run in which mail waited longest; the first of several.
  var worstRun: Int {
    chosen.indices.reduce(0) { worst, index in
      (chosen[index].stalledTime, chosen[index].waiting)
        > (chosen[worst].stalledTime, chosen[worst].waiting) ? index : worst
    }
  }

  private static func happened(_ summary: LinkSummary, in run: Run) -> String {
    let time = run.end - (run.slice?.window.lowerBound ?? .start)
    let way = "from \(summary.fromName) to \(summary.toName)"
    guard summary.enqueued > 0 else { return "No mail was sent \(way)." }
    guard let longest = summary.longestStall else {
      let worst = summary.deliveryTime.map { ", the slowest after \($0.worst.roughText)" } ?? ""
      return "Mail \(way) kept moving: \(summary.delivered) of \(summary.enqueued) messages arrived"
        + "\(worst)."
    }
    var text =
      "In \(time.roughText), mail \(way) came to a halt "
      + (summary.stalls.count == 1
        ? "once, for \(longest.duration.roughText)"
        : "\(summary.stalls.count) times, for up to \(longest.duration.roughText)") + "."
    text += " Of \(summary.enqueued) messages, \(summary.delivered) arrived"
    if let times = summary.deliveryTime { text += ", one of them after \(times.worst.roughText)" }
    if summary.nonDelivered > 0 { text += "; \(summary.nonDelivered) were given up" }
    if summary.waiting > 0 {
      text +=
        "; \(summary.waiting) still waited at the end"
        + (run.slice == nil ? "" : " of the slice")
    }
    return text + "."
  }

  private func reason(of run: Int) -> String? {
    let (from, to) = (chosen[run].fromName, chosen[run].toName)
    switch runs[run].faults(on: link).first {
    case .misfiledGroup:
      let (sender, keeper) = chosen[run].isMisfiled ? (from, to) : (to, from)
      return "When the two servers agree on a connection, \(keeper) notes it down in the wrong "
        + "place. The next time \(sender) uses it, \(keeper) does not find it and turns \(sender) "
        + "away. \(sender) keeps trying over the same connection, until so much mail waits that a "
        + "new one is opened."
    case .lostTurn:
      return "The two servers take turns in sending. After a connection broke, each believed that "
        + "it was the other's turn, and both waited."
    case .slowCalls:
      return "\(to), or the network on the way, answered so slowly that \(from) gave up on its "
        + "calls after two minutes each and began again."
    case nil:
      let disturbances = runs[run].disturbances(behindStallsOn: link)
      guard let first = disturbances.first, !chosen[run].stalls.isEmpty else { return nil }
      return "Something outside of the mail system was in the way: \(first.text(in: runs[run].run))"
        + (disturbances.count > 1 ? ", and \(disturbances.count - 1) more." : ".")
    }
  }

  /// What another run did with the same mail, if that is better.
  func afterwards(than worst: Int) -> String? {
    guard let best = chosen.indices.first(where: { chosen[$0].stalls.isEmpty }), best != worst,
      isFedAlike, let slowest = chosen[best].deliveryTime?.worst, !chosen[worst].stalls.isEmpty
    else { return nil }
    let all =
      chosen[best].waiting == 0 && chosen[best].nonDelivered == 0
      ? "every message" : "\(chosen[best].delivered) messages"
    return "With \(longNames[best]) and the same mail, \(all) arrived within \(slowest.roughText)."
  }

  private var figures: [Briefing.Figure] {
    func figure(_ title: String, _ value: (LinkSummary) -> String) -> Briefing.Figure {
      Briefing.Figure(title: title, values: chosen.map(value))
    }
    return [
      figure("longest time without a delivery") {
        $0.longestStall?.duration.roughText ?? "none"
      },
      figure("slowest message") { $0.deliveryTime?.worst.roughText ?? "–" },
      figure("most messages waiting") { "\($0.peakBacklog)" },
      figure("not delivered at the end") { "\($0.waiting + $0.nonDelivered)" },
    ]
  }
}
