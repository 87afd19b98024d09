import TraceModel
import TraceStore

extension SequenceContrast {
  /// What the pictures show, as one sentence.
  static func headline(of stories: [[SequenceRow]], names: [String], shared: Int) -> String {
    let refusing = zip(names, stories).filter { $0.1.contains(where: \.isRefusal) }.map(\.0)
    guard !refusing.isEmpty else { return "No bind is refused here" }
    // Only who answers the bind in question with a bind_ack accepts it.
    let accepting = zip(names, stories).filter { $0.1.count > shared && $0.1[shared].isAcceptance }
      .map(\.0)
    guard !accepting.isEmpty else {
      return "\(refusing.joined(separator: " and ")) refuses a bind that joins a group it formed"
    }
    // The rows before the difference end with the bind in question, if the stories share it.
    let labels = Set(
      stories.map { shared > 0 && shared <= $0.count ? $0[shared - 1].bindLabel : nil })
    let bind =
      labels.count == 1 && labels != [nil]
      ? "The same bind, joined to the same group" : "A bind that joins the group it was given"
    return "\(bind): \(refusing.joined(separator: " and ")) refuses it, "
      + "\(accepting.joined(separator: " and ")) accepts it"
  }

  /// - Parameter isChosen: Whether the reader of the picture chose the stretch of time.
  static func subtitle(scope: Scope, isChosen: Bool, run: Run?) -> String {
    guard let run else { return "" }
    var parts = ["\(run.name(of: scope.link.from)) → \(run.name(of: scope.link.to))"]
    if isChosen {
      parts.append("\(scope.start.clockText) to \(scope.end.clockText)")
    } else if let association = scope.association {
      parts.append("association \(association.rawValue) opened at \(scope.start.clockText)")
    }
    parts.append("scenario \(run.header.scenario)")
    parts.append("seed \(run.header.seed)")
    parts.append("time axis compressed where nothing is drawn")
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

  /// The label of a bind, with its group.
  fileprivate var bindLabel: String? {
    if case .arrow(let arrow) = self, arrow.mark == .bind { arrow.label } else { nil }
  }
}
