import TraceModel
import TraceStore

extension SequenceContrast {
  /// What the pictures show, as one sentence.
  static func headline(
    of stories: [[SequenceRow]], names: [String], shared: Int, runs: [Run], scope: SequenceScope,
    reader: TraceReader
  ) throws -> String {
    if let refusal = refusal(in: stories, names: names, shared: shared) { return refusal }
    let ignoring = try runs.map { run in
      try ScopeFinder(reader: reader, run: run, link: scope.link).unansweredRequests()
        .contains { $0.time >= scope.start && $0.time <= scope.end }
    }
    if let run = runs.first, ignoring.contains(true) {
      return lostTurn(in: stories, names: names, ignoring: ignoring, asking: run, scope.link)
    }
    if let cancels = cancels(in: stories, names: names) { return cancels }
    guard scope.focus == .stall, let run = runs.first else { return "No bind is refused here" }
    let troubles = try TraceAnalysis(reader: reader).disturbances(of: run).filter {
      $0.concerns(scope.link) && $0.start < scope.end && $0.end > scope.start
    }
    guard let trouble = troubles.first else { return "Mail waits, and no bind is refused" }
    let others = troubles.count > 1 ? " and \(troubles.count - 1) more" : ""
    return "Mail waits, and no bind is refused: \(trouble.text(in: run))\(others)"
  }

  private static func lostTurn(
    in stories: [[SequenceRow]], names: [String], ignoring: [Bool], asking run: Run, _ link: Link
  ) -> String {
    let (from, to) = (run.name(of: link.from), run.name(of: link.to))
    let faulty = zip(names, ignoring).filter(\.1).map(\.0)
    let granting = names.indices.filter { !ignoring[$0] && stories[$0].contains(where: \.isGrant) }
    guard !granting.isEmpty else { return "\(from) asks for the turn and \(to) never gives it" }
    return "The same request for the turn: \(faulty.joined(separator: " and ")) never grants it, "
      + "\(granting.map { names[$0] }.joined(separator: " and ")) does"
  }

  private static func cancels(in stories: [[SequenceRow]], names: [String]) -> String? {
    let cancelling = zip(names, stories).filter { $0.1.contains(where: \.isCancel) }.map(\.0)
    guard !cancelling.isEmpty else { return nil }
    guard cancelling.count == names.count else {
      return "\(cancelling.joined(separator: " and ")) cancels a call that has no response for two "
        + "minutes"
    }
    return "A call without a response is cancelled after two minutes"
      + (names.count > 1 ? ", with \(names.joined(separator: " and with ")) alike" : "")
  }

  /// - Returns: `nil` if no bind is refused.
  private static func refusal(
    in stories: [[SequenceRow]], names: [String], shared: Int
  ) -> String? {
    let refusing = zip(names, stories).filter { $0.1.contains(where: \.isRefusal) }.map(\.0)
    guard !refusing.isEmpty else { return nil }
    // Only who answers the bind in question with a bind_ack accepts it.
    let accepting = zip(names, stories).filter { $0.1.count > shared && $0.1[shared].isAcceptance }
      .map(\.0)
    guard !accepting.isEmpty else {
      return "\(refusing.joined(separator: " and ")) "
        + (refusing.count > 1
          ? "refuse a bind that joins a group they" : "refuses a bind that joins a group it")
        + " formed"
    }
    // The rows before the difference end with the bind in question, if the stories share it.
    let labels = Set(
      stories.map { shared > 0 && shared <= $0.count ? $0[shared - 1].bindLabel : nil })
    let bind =
      labels.count == 1 && labels != [nil]
      ? "The same bind, joined to the same group" : "A bind that joins the group it was given"
    return "\(bind): \(refusing.joined(separator: " and ")) "
      + "\(refusing.count > 1 ? "refuse" : "refuses") it, "
      + "\(accepting.joined(separator: " and ")) \(accepting.count > 1 ? "accept" : "accepts") it"
  }

  /// - Parameter isChosen: Whether the reader of the picture chose the stretch of time.
  static func subtitle(
    scope: SequenceScope, isChosen: Bool, hosts: [HostIndex], run: Run?
  ) -> String {
    guard let run else { return "" }
    var parts = [
      hosts.count > 1
        ? "between \(hosts.map { run.name(of: $0) }.joined(separator: ", "))"
        : "\(run.name(of: scope.link.from)) → \(run.name(of: scope.link.to))"
    ]
    if isChosen {
      parts.append("\(scope.start.clockText) to \(scope.end.clockText)")
    } else if let association = scope.association {
      parts.append("association \(association.rawValue) opened at \(scope.start.clockText)")
    }
    parts.append("scenario \(run.header.scenario)")
    parts.append("seed \(run.header.seed)")
    if run.slice != nil { parts.append("from a slice") }
    return parts.joined(separator: " · ")
  }
}

extension SequenceRow {
  fileprivate var isRefusal: Bool {
    if case .arrow(let arrow) = self { arrow.mark == .bindNak } else { false }
  }

  fileprivate var isAcceptance: Bool {
    if case .arrow(let arrow) = self { arrow.mark == .bindAck } else { false }
  }

  /// Whether the turn is given.
  fileprivate var isGrant: Bool {
    if case .arrow(let arrow) = self {
      arrow.mark == .reply && arrow.label == StoryTeller.grant
    } else {
      false
    }
  }

  fileprivate var isCancel: Bool {
    if case .arrow(let arrow) = self { arrow.mark == .cancel } else { false }
  }

  /// The label of a bind, with its group.
  fileprivate var bindLabel: String? {
    if case .arrow(let arrow) = self, arrow.mark == .bind { arrow.label } else { nil }
  }
}
