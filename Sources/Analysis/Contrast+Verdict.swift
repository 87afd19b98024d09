import TraceModel

extension Contrast {
  /// What happened, in sentences for a reader who does not look at the figures; one paragraph a
  /// run.
  package var verdict: [String] {
    zip(names, chosen).map { name, summary in
      guard summary.enqueued > 0 else { return "\(name): no mail was sent." }
      let mail =
        "\(name): of \(summary.enqueued) messages from \(summary.fromName) to \(summary.toName), "
        + "\(summary.delivered) were delivered"
      guard summary.naks > 0 else {
        return mail + "; no bind was refused, and at most \(summary.peakBacklog) waited at a time"
          + (summary.stalls.isEmpty ? "." : ". " + Self.consequences(summary))
      }
      return [mail + ".", Self.refusals(summary), Self.consequences(summary)].joined(separator: " ")
    }
  }

  /// The other directions in which mail stalled or a bind was refused, one sentence; `nil` if none.
  package var otherTrouble: String? {
    var parts: [String] = []
    for (name, run) in zip(names, runs) {
      for other in run.links where other.link != link && (other.naks > 0 || !other.stalls.isEmpty) {
        parts.append(
          "\(other.fromName) → \(other.toName) on \(name) (\(other.stalls.count) stalls, "
            + "\(other.stalledTime.exactText), \(other.naks) binds refused)")
      }
    }
    return parts.isEmpty
      ? nil : "Trouble in other directions: " + parts.joined(separator: ", ") + "."
  }

  private static func refusals(_ summary: LinkSummary) -> String {
    let refused = "\(summary.naks) \(summary.naks == 1 ? "bind" : "binds") that joined "
    guard summary.misfiled > 0 else {
      return "\(summary.toName) refused \(refused)a group it did not know."
    }
    let groups =
      summary.misfiled == 1 ? "1 association group" : "\(summary.misfiled) association groups"
    return "\(summary.toName) filed \(groups) under another address than the one their bind came "
      + "in on, and refused \(refused)a group, as KB Q181721 describes."
  }

  private static func consequences(_ summary: LinkSummary) -> String {
    guard let longest = summary.longestStall else { return "No stall came of it." }
    var parts = [
      "Nothing was delivered for \(summary.stalledTime.exactText) in all, "
        + "\(longest.duration.exactText) at a stretch"
    ]
    if summary.rescues > 0 {
      parts.append(
        "\(summary.rescues == 1 ? "one stall" : "\(summary.rescues) stalls") ended when the queue "
          + "reached the threshold and another association was opened")
    }
    if let open = summary.stalls.last(where: \.isOpen) {
      parts.append(
        open.waiting == 1 ? "1 message still waits" : "\(open.waiting) messages still wait")
    }
    return parts.joined(separator: "; ") + "."
  }
}
