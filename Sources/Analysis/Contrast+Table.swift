import TraceModel
import TraceStore

extension Contrast {
  /// The direction in numbers, run beside run: rows of a title and a value for each run.
  package var comparison: [[String]] {
    let chosen = chosen
    func row(_ title: String, _ value: (LinkSummary) -> String) -> [String] {
      [title] + chosen.map(value)
    }
    func time(_ path: KeyPath<Quantiles, TraceDuration>) -> (LinkSummary) -> String {
      { $0.deliveryTime.map { $0[keyPath: path].exactText } ?? "–" }
    }
    let times = [
      row("messages delivered") { "\($0.delivered)" },
      row("still waiting at the end") { "\($0.waiting)" },
      row("median delivery time", time(\.median)), row("95 % delivered within", time(\.p95)),
      row("99 % delivered within", time(\.p99)), row("worst delivery time", time(\.worst)),
      row("largest backlog") { "\($0.peakBacklog)" },
      row("stalls") {
        $0.stalls.isEmpty ? "0" : "\($0.stalls.count), \($0.stalledTime.exactText)"
      },
    ]
    return times + counts
  }

  /// What is counted: refused binds and openings always, since
  /// their absence says something too, and what else happened in any of the runs.
  private var counts: [[String]] {
    let chosen = chosen
    func row(_ title: String, _ value: (LinkSummary) -> Int) -> [[String]] {
      let values = chosen.map(value)
      return values.allSatisfy { $0 == 0 } ? [] : [[title] + values.map { "\($0)" }]
    }
    let statuses = Set(chosen.flatMap { $0.trouble.failedCalls.map(\.code) }).sorted()
    let naks = ["binds refused (bind_nak)"] + chosen.map { "\($0.naks)" }
    let openings = ["associations opened"] + chosen.map { "\($0.openings)" }
    return row("rescues at the threshold") { $0.rescues }
      + row("strands") { $0.strands } + [naks] + row("groups misfiled") { $0.misfiled }
      + [openings] + row("messages given up") { $0.nonDelivered }
      + row("turn requests unanswered") { $0.trouble.unansweredTurnRequests }
      + row("calls cancelled (co_cancel)") { $0.cancels }
      + row("calls orphaned") { $0.trouble.orphaned }
      + statuses.flatMap { status in
        row("calls failed with \(status)") { summary in
          summary.trouble.failedCalls.first { $0.code == status }?.count ?? 0
        }
      }
      + row("connections reset") { $0.trouble.resets }
      + row("associations lost") { $0.trouble.lost }
      + row("associations recovered") { $0.trouble.recovered }
      + row("duplicates recognised") { $0.trouble.duplicates }
  }

  /// The misfiling that an incident leads back to, what disturbed it from outside, and what was
  /// opened to get out of it.
  package func causeText(of incident: Incident) -> String {
    var parts: [String] = []
    if let cause = incident.cause, let group = cause.group {
      let addresses = runs.first?.header.hosts ?? []
      let host = Int(cause.host.rawValue)
      let address = cause.code.flatMap { code in
        addresses.indices.contains(host) && addresses[host].addresses.indices.contains(Int(code))
          ? addresses[host].addresses[Int(code)].shortName : nil
      }
      let digits = String(group, radix: 16, uppercase: true)
      parts.append(
        "group 0x\(digits) filed under \(address ?? "another address") "
          + "at \(cause.time.clockText) (event \(cause.sequence.rawValue))")
    }
    if let run = runs.first {
      parts += incident.disturbances.map {
        "\($0.text(of: run)) from \($0.start.clockText) to \($0.end.clockText)"
      }
    }
    if !incident.stall.openings.isEmpty {
      let ids = incident.stall.openings.map { "\($0.rawValue)" }.joined(separator: ", ")
      parts.append("opened meanwhile: association \(ids)")
    }
    return parts.isEmpty ? "–" : parts.joined(separator: "; ")
  }
}
