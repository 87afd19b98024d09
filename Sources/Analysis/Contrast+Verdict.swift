import TraceModel
import TraceStore

extension Contrast {
  /// What happened, in sentences for a reader who does not look at the figures; one paragraph a
  /// run.
  package var verdict: [String] {
    let paragraphs = runs.map(paragraph(on:))
    return zip(names, paragraphs).enumerated().map { index, told in
      let isSame = index > 0 && told.1 == paragraphs[index - 1]
      return isSame ? "\(told.0): the same." : "\(told.0): \(told.1)"
    }
  }

  private func paragraph(on run: RunSummary) -> String {
    let summary = run[link]
    guard summary.enqueued > 0 else { return "no mail was sent." }
    let faults = run.faults(on: link)
    var mail =
      "of \(summary.enqueued) messages from \(summary.fromName) to \(summary.toName), "
      + "\(summary.delivered) were delivered"
    if summary.nonDelivered > 0 { mail += " and \(summary.nonDelivered) given up" }
    if summary.isMisfiledOnTheWayBack {
      mail += "; at most \(summary.peakBacklog) waited at a time"
    } else if summary.naks == 0 {
      mail += "; no bind was refused, and at most \(summary.peakBacklog) waited at a time"
    }
    var sentences = [mail + "."]
    if summary.naks > 0 { sentences.append(Self.refusals(summary)) }
    if summary.isMisfiledOnTheWayBack { sentences.append(Self.refusalsBack(summary)) }
    if faults.contains(.lostTurn) { sentences.append(Self.lostTurn(summary)) }
    if faults.contains(.slowCalls) { sentences.append(Self.slowCalls(summary)) }
    if summary.naks > 0 || !faults.isEmpty || !summary.stalls.isEmpty {
      sentences.append(Self.consequences(summary))
    }
    if let losses = Self.losses(summary) { sentences.append(losses) }
    if let preceding = Self.preceding(run, on: link) { sentences.append(preceding) }
    return sentences.joined(separator: " ")
  }

  /// The other directions in which mail stalled, a bind was refused or a call was cancelled, in one
  /// sentence, those with the longest stalls by name; `nil` if none.
  package var otherTrouble: String? {
    let others = zip(names, runs).flatMap { name, run in
      run.links.filter { other in
        other.link != link && (other.naks > 0 || other.cancels > 0 || !other.stalls.isEmpty)
      }
      .map { (name: name, summary: $0) }
    }
    guard !others.isEmpty else { return nil }
    let most = 6
    let order = others.indices.sorted {
      let (a, b) = (others[$0].summary.stalledTime, others[$1].summary.stalledTime)
      return a == b ? $0 < $1 : b < a
    }
    let named = others.count > most ? order.prefix(most).sorted() : Array(others.indices)
    var parts = named.map { index in
      let (name, other) = others[index]
      var facts = [
        "\(other.stalls.count) \(other.stalls.count == 1 ? "stall" : "stalls")",
        other.stalledTime.exactText,
      ]
      if other.naks > 0 || other.cancels == 0 { facts.append("\(other.naks) binds refused") }
      if other.cancels > 0 { facts.append("\(other.cancels) calls cancelled") }
      return "\(other.fromName) → \(other.toName) on \(name) (\(facts.joined(separator: ", ")))"
    }
    if others.count > named.count {
      parts.append("and \(others.count - named.count) more with shorter stalls")
    }
    return "Trouble in other directions: " + parts.joined(separator: ", ") + "."
  }

  static func refusals(_ summary: LinkSummary) -> String {
    let refused = "\(summary.naks) \(summary.naks == 1 ? "bind" : "binds") that joined "
    guard summary.misfiled > 0 else {
      return "\(summary.toName) refused \(refused)a group it did not know."
    }
    let groups =
      summary.misfiled == 1 ? "1 association group" : "\(summary.misfiled) association groups"
    return "\(summary.toName) filed \(groups) under another address than the one their bind came "
      + "in on, and refused \(refused)a group, as KB Q181721 describes."
  }

  static func refusalsBack(_ summary: LinkSummary) -> String {
    let trouble = summary.trouble
    let groups =
      trouble.misfiledBack == 1
      ? "1 association group" : "\(trouble.misfiledBack) association groups"
    return "\(summary.fromName) filed \(groups) of \(summary.toName) under another address than "
      + "the one their bind came in on, and refused \(trouble.naksBack) "
      + "\(trouble.naksBack == 1 ? "bind" : "binds") that joined a group, as KB Q181721 describes. "
      + "\(summary.fromName) cancelled "
      + "\(summary.cancels == 1 ? "1 call" : "\(summary.cancels) calls") that waited for them."
  }

  static func lostTurn(_ summary: LinkSummary) -> String {
    let count = summary.trouble.unansweredTurnRequests
    return "\(summary.fromName) asked for the turn "
      + "\(count == 1 ? "once" : "\(count) times") on an open association and never got it, though "
      + "\(summary.toName) had received the request: after a lost connection neither side holds "
      + "the turn, as KB Q166594 describes."
  }

  static func slowCalls(_ summary: LinkSummary) -> String {
    let count = summary.cancels
    return "\(summary.fromName) cancelled \(count == 1 ? "1 call" : "\(count) calls") that had no "
      + "response within two minutes, and logged event 9277, as KB Q189494 describes."
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

  /// Connections and associations that were lost, and what was sent twice.
  private static func losses(_ summary: LinkSummary) -> String? {
    let trouble = summary.trouble
    var parts: [String] = []
    if trouble.resets > 0 {
      parts.append(
        trouble.resets == 1 ? "1 connection was reset" : "\(trouble.resets) connections were reset")
    }
    if trouble.lost > 0 {
      parts.append(
        "\(summary.fromName) lost \(trouble.lost) "
          + "\(trouble.lost == 1 ? "association" : "associations") and recovered "
          + "\(trouble.recovered)")
    }
    if trouble.duplicates > 0 {
      parts.append(
        "\(summary.toName) was sent \(trouble.duplicates) "
          + "\(trouble.duplicates == 1 ? "message" : "messages") twice and delivered none twice")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ") + "."
  }

  /// What happened outside of the MTAs within the stalls or shortly before.
  private static func preceding(_ run: RunSummary, on link: Link) -> String? {
    let disturbances = run.disturbances(behindStallsOn: link)
    guard !disturbances.isEmpty else { return nil }
    let most = 4
    var parts = disturbances.prefix(disturbances.count > most ? most - 1 : most).map {
      "\($0.text(in: run.run)) from \($0.start.clockText) for \($0.duration.roughText)"
    }
    if disturbances.count > parts.count {
      parts.append("and \(disturbances.count - parts.count) more")
    }
    return "In these stalls or just before them: \(parts.joined(separator: ", "))."
  }
}
