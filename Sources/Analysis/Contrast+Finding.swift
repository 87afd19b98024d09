import TraceModel

extension Contrast {
  /// The finding in at most three sentences: what happened to the mail, why, and what the cured run
  /// did with the same mail.
  package var finding: [String] {
    let worst = worstRun
    return [
      halt(of: worst), cause(of: worst) ?? briefing.reason, afterwards(than: worst),
    ].compactMap { $0 }
  }

  private func halt(of run: Int) -> String {
    let summary = chosen[run]
    let way = "mail from \(summary.fromName) to \(summary.toName)"
    let run = runs[run].run
    let time = (run.end - (run.slice?.window.lowerBound ?? .start)).roughText
    guard summary.enqueued > 0 else { return "In \(time), no \(way) was sent." }
    let arrived = "\(summary.delivered) of \(summary.enqueued) messages arrived"
    guard let longest = summary.longestStall else {
      let most = summary.peakBacklog == 1 ? "1 waited" : "\(summary.peakBacklog) waited"
      return "In \(time), \(way) kept moving: \(arrived), and at most \(most) at a time."
    }
    var left: [String] = []
    if summary.waiting > 0 { left.append("\(summary.waiting) still waited at the end") }
    if summary.nonDelivered > 0 { left.append("\(summary.nonDelivered) were given up") }
    let stalls =
      summary.stalls.count == 1
      ? "once, for \(longest.duration.roughText)"
      : "\(summary.stalls.count) times, for up to \(longest.duration.roughText)"
    return "In \(time), \(way) came to a halt \(stalls); "
      + ([arrived] + left).joined(separator: ", ") + "."
  }

  /// What the run shows of a known fault.
  private func cause(of run: Int) -> String? {
    let summary = chosen[run]
    return switch runs[run].faults(on: link).first {
    case .misfiledGroup where summary.isMisfiledOnTheWayBack: Self.refusalsBack(summary)
    case .misfiledGroup: Self.refusals(summary)
    case .lostTurn: Self.lostTurn(summary)
    case .slowCalls: Self.slowCalls(summary)
    case nil: nil
    }
  }
}
