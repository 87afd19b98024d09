import Analysis
import TraceModel
import TraceStore

extension LinkSummary {
  /// How many directions people are told of one by one.
  private static let mostNamed = 12

  /// The directions for people: those with the longest stalls and the most mail by name, the others
  /// in sum.
  static func lines(of links: [LinkSummary]) -> [String] {
    guard links.count > mostNamed else { return links.flatMap(\.lines) }
    let order = links.indices.sorted { one, other in
      let (a, b) = (links[one], links[other])
      return (b.stalledTime, b.enqueued, one) < (a.stalledTime, a.enqueued, other)
    }
    let named = order.prefix(mostNamed - 1).sorted()
    let others = order.dropFirst(mostNamed - 1).map { links[$0] }
    func sum(_ value: (LinkSummary) -> Int) -> Int { others.map(value).reduce(0, +) }
    let stalls = sum(\.stalls.count)
    let stalled = others.map(\.stalledTime).reduce(.zero, +)
    return named.flatMap { links[$0].lines } + [
      "  \(others.count) other directions, with less trouble or mail (each with --json)",
      "    \(sum(\.enqueued).grouped) enqueued, \(sum(\.delivered).grouped) delivered, "
        + "\(sum(\.waiting).grouped) waiting, \(sum(\.nonDelivered).grouped) given up",
      stalls == 0
        ? "    no stall" : "    \(stalls.counted("stall")) of \(stalled.exactText) in all",
      "    \(sum(\.naks).counted("bind_nak")), \(sum(\.cancels).counted("cancel")), "
        + "\(sum(\.misfiled).grouped) misfiled",
    ]
  }

  /// The direction for people.
  var lines: [String] {
    var facts = [
      "\(enqueued.grouped) enqueued, \(delivered.grouped) delivered, \(waiting.grouped) waiting, "
        + "\(nonDelivered.grouped) given up",
      "longest queue \(peakBacklog) at \(peakAt.clockText)",
    ]
    if let times = deliveryTime {
      facts.append(
        "delivery in \(times.median.exactText) (median), \(times.p95.exactText) (95 %), "
          + "\(times.p99.exactText) (99 %), \(times.worst.exactText) (worst)")
    }
    if let longestStall {
      facts.append(
        "\(stalls.count.counted("stall")) of \(stalledTime.exactText) in all, the longest "
          + "\(longestStall.duration.exactText) from \(longestStall.start.clockText)")
      facts.append("\(rescues.counted("rescue")), \(strands.counted("strand"))")
    } else {
      facts.append("no stall")
    }
    facts.append(
      "\(naks.counted("bind_nak")), \(cancels.counted("cancel")), \(openings.counted("opening")), "
        + "\(misfiled.grouped) misfiled")
    facts += trouble.lines
    return ["  \(fromName) → \(toName)"] + facts.map { "    \($0)" }
  }

  /// The direction for programs.
  var json: JSON {
    .object([
      ("from_host", .string(fromName)), ("to_host", .string(toName)),
      ("enqueued", .integer(Int64(enqueued))), ("delivered", .integer(Int64(delivered))),
      ("waiting", .integer(Int64(waiting))), ("non_delivered", .integer(Int64(nonDelivered))),
      ("peak_backlog", .integer(Int64(peakBacklog))), ("peak_time", .integer(peakAt.nanoseconds)),
      ("delivery_median", .optional(deliveryTime?.median.nanoseconds)),
      ("delivery_p95", .optional(deliveryTime?.p95.nanoseconds)),
      ("delivery_p99", .optional(deliveryTime?.p99.nanoseconds)),
      ("delivery_worst", .optional(deliveryTime?.worst.nanoseconds)),
      ("bind_naks", .integer(Int64(naks))), ("cancels", .integer(Int64(cancels))),
      ("openings", .integer(Int64(openings))), ("misfiled", .integer(Int64(misfiled))),
      ("orphaned", .integer(Int64(trouble.orphaned))),
      ("failed_calls", trouble.failedCalls.json), ("log_entries", trouble.logEntries.json),
      ("resets", .integer(Int64(trouble.resets))),
      ("associations_lost", .integer(Int64(trouble.lost))),
      ("associations_recovered", .integer(Int64(trouble.recovered))),
      ("unanswered_turn_requests", .integer(Int64(trouble.unansweredTurnRequests))),
      ("duplicates", .integer(Int64(trouble.duplicates))),
      ("stalled_time", .integer(stalledTime.nanoseconds)),
      ("stalls", .array(stalls.map(\.json))),
    ])
  }
}

extension LinkTrouble {
  /// What went wrong, for people; nothing where nothing did.
  fileprivate var lines: [String] {
    func list(_ counts: [Count], _ what: String) -> [String] {
      counts.isEmpty
        ? []
        : [what + counts.map { " \($0.count.grouped) × \($0.code)" }.joined(separator: ",")]
    }
    let counts = [
      (unansweredTurnRequests, "turn request", " unanswered"), (orphaned, "call", " orphaned"),
      (resets, "connection", " reset"), (lost, "association", " lost"),
      (recovered, "association", " recovered"), (duplicates, "duplicate", " recognised"),
    ]
    .filter { $0.0 > 0 }
    .map { $0.0.counted($0.1) + $0.2 }
    return (counts.isEmpty ? [] : [counts.joined(separator: ", ")])
      + list(failedCalls, "calls failed:") + list(logEntries, "event log:")
  }
}

extension [LinkTrouble.Count] {
  /// How often each number came up, for programs.
  fileprivate var json: JSON {
    .object(map { ("\($0.code)", .integer(Int64($0.count))) })
  }
}

extension Stall {
  /// The stall for programs.
  var json: JSON {
    .object([
      ("start_time", .integer(start.nanoseconds)), ("end_time", .integer(end.nanoseconds)),
      ("ending", .string(ending.rawValue)), ("peak", .integer(Int64(peak))),
      ("waiting", .integer(Int64(waiting))), ("bind_naks", .integer(Int64(naks))),
      ("call_failures", .integer(Int64(callFailures))),
    ])
  }
}

extension Host {
  /// The host for programs.
  var json: JSON {
    .object([
      ("host", .string(name)), ("build", .string(build)),
      ("addresses", .array(addresses.map { .string($0.stringBinding) })),
    ])
  }
}
