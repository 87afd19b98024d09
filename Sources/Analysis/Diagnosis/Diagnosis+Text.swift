package import TraceModel
import TraceStore

extension Fault {
  /// The article that describes it: `Q181721`.
  package var article: String {
    switch self {
    case .misfiledGroup: "Q181721"
    case .lostTurn: "Q166594"
    case .slowCalls: "Q189494"
    }
  }

  /// What it is, in a few words.
  fileprivate var name: String {
    switch self {
    case .misfiledGroup: "binds refused into groups that the server holds"
    case .lostTurn: "a turn asked for and never given"
    case .slowCalls: "calls that outlive two minutes"
    }
  }
}

extension Diagnosis {
  /// The answer in one line.
  package var verdict: String {
    var articles: [Fault] = []
    for finding in faults where !articles.contains(finding.fault) {
      articles.append(finding.fault)
    }
    if !articles.isEmpty {
      return articles.map { "\($0.name) (KB \($0.article))" }.joined(separator: "; ")
    }
    if isBlind { return "nothing to judge: no PDU of DCE/RPC could be read" }
    let refused = refusals.reduce(0) { $0 + $1.count }
    guard refused > 0 else { return "nothing wrong" }
    return "no known fault; \(refused == 1 ? "1 bind was" : "\(refused) binds were") refused for "
      + "other reasons"
  }
}

extension Diagnosis {
  /// What the capture may hide, in one sentence; `nil` if all of it was read.
  ///
  /// Traffic that has nothing to do with DCE/RPC hides nothing.
  package var doubt: String? {
    let harmless = ["not_ip", "not_tcp", "connection_without_rpc", "not_chosen", "unknown_block"]
    let telling = unread.filter { !harmless.contains($0.reason) }
    guard !telling.isEmpty else { return nil }
    let parts = telling.map { "\($0.reason) \($0.count) times" }
    return "Not all of the capture could be read (\(parts.joined(separator: ", "))): "
      + "what it does not show may matter."
  }
}

extension Finding {
  /// What was found, in one sentence.
  package func sentence(in run: Run) -> String {
    let (from, to) = (run.name(of: link.from), run.name(of: link.to))
    switch fault {
    case .misfiledGroup:
      return "\(to) refused \(plural(count, "bind")) of \(from) into "
        + "\(plural(places, "association group")) that it had acknowledged and not let go."
    case .lostTurn:
      return "\(from) asked \(to) for the turn \(count == 1 ? "once" : "\(count) times") on "
        + "\(plural(places, "association")) that stayed open, and never got it."
    case .slowCalls:
      return "\(from) cancelled \(plural(count, "call")) to \(to) that had no response for two "
        + "minutes, on \(plural(places, "connection")), and no bind was refused for it."
    }
  }

  /// How sure that is, and why.
  package var surenessText: String {
    switch (fault, sureness) {
    case (.misfiledGroup, .certain):
      evidence.contains { if case .misfiled = $0.role { true } else { false } }
        ? "Certain: the trace shows that the group was filed under another address."
        : "Certain: the server still answered over another connection of a refused group."
    case (.misfiledGroup, .likely):
      "Likely: a connection of the group was still open, but nothing shows that the server's "
        + "process had not restarted."
    case (.lostTurn, _): "Certain: the requests were received, and the association stayed open."
    case (.slowCalls, _): "Certain: the calls and their cancels are in the trace."
    }
  }

  /// What would settle what the trace leaves open.
  package func settlement(in run: Run) -> String {
    let (from, to) = (run.name(of: link.from), run.name(of: link.to))
    switch fault {
    case .misfiledGroup:
      return "the version of rpcrt4.dll on \(to) (before Windows NT 4.0 SP4 it has the fault), and "
        + "whether a process of \(to) restarted between acknowledgement and refusal."
    case .lostTurn:
      return "the Exchange service packs on \(from) and \(to), and whether their association was "
        + "lost and recovered before the first request."
    case .slowCalls:
      return "whether \(to) answers others meanwhile (then the network is slow), or nobody (then "
        + "its MTA hangs)."
    }
  }
}

extension Refusals {
  /// What was refused and why, in one sentence.
  package func sentence(in run: Run) -> String {
    "\(run.name(of: link.to)) refused \(plural(count, "bind")) of \(run.name(of: link.from)): "
      + "\(causeText)."
  }

  /// Why, in a few words; the reasons are those of C706, `p_reject_reason_t`, and [MS-RPCE]
  /// 2.2.2.5.
  package var causeText: String {
    switch cause {
    case .endedGroup: "the group had ended with its last connection, as after a restart"
    case .unknownGroup: "the trace does not show that the server ever gave that group"
    case .reason(0): "reason not specified, and no group was named"
    case .reason(1): "temporary congestion"
    case .reason(2): "local limit exceeded: the server lacks resources"
    case .reason(4): "protocol version not supported, or the bind broke the protocol"
    case .reason(8): "authentication type not recognised"
    case .reason(9): "invalid checksum"
    case .reason(let reason): "reason \(reason)"
    }
  }
}

extension Evidence {
  /// What the event shows, in a few words.
  package func text(in run: Run) -> String {
    let (host, peer) = (run.name(of: link.from), run.name(of: link.to))
    let place = connection.map { " on connection \($0.rawValue)" } ?? ""
    switch role {
    case .acknowledged(let group):
      return "\(host) gives \(peer) the group \(hexadecimal(group))\(place)"
    case .misfiled(let group):
      return "\(host) files \(hexadecimal(group)) under another address than its bind's"
    case .joins(let group): return "\(host) binds into \(hexadecimal(group))\(place)"
    case .binds: return "\(host) binds without a group\(place)"
    case .refuses(let reason): return "\(host) refuses the bind: reason \(reason)"
    case .stillAnswers(let group):
      return "\(host) still answers in \(hexadecimal(group))\(place)"
    case .asksForTurn(let times):
      return "\(host) asks \(peer) for the turn"
        + (times > 1 ? ", \(times) times from here on" : "")
    case .calls(let opnum):
      return "\(host) calls \(peer)" + (opnum.map { ", opnum \($0)" } ?? "") + place
    case .cancels(let age): return "\(host) cancels the call after \(age.exactText)"
    }
  }

  private func hexadecimal(_ group: UInt32) -> String {
    "0x\(String(group, radix: 16, uppercase: true))"
  }
}

private func plural(_ count: Int, _ noun: String) -> String {
  "\(count) \(noun)\(count == 1 ? "" : "s")"
}
