import TraceModel
import TraceStore

extension SequenceContrast {
  /// What the pictures show, as one sentence.
  static func headline(
    of stories: [[SequenceRow]], names: [BuildName], refused: Bool
  ) -> String {
    let refusing = zip(names, stories).filter { $0.1.contains(where: \.isRefusal) }.map(\.0.short)
    let accepting = zip(names, stories).filter { !$0.1.contains(where: \.isRefusal) }.map(\.0.short)
    guard refused, !refusing.isEmpty else { return "No bind is refused" }
    guard !accepting.isEmpty else {
      return "\(refusing.joined(separator: " and ")) refuses a bind that joins a group it formed"
    }
    return "The same bind, joined to the same group: \(refusing.joined(separator: " and ")) "
      + "refuses it, \(accepting.joined(separator: " and ")) accepts it"
  }

  static func subtitle(scope: Scope, run: Run?) -> String {
    guard let run else { return "" }
    var parts = ["\(run.name(of: scope.link.from)) → \(run.name(of: scope.link.to))"]
    if let association = scope.association {
      parts.append("association \(association.rawValue) opened at \(scope.start.clockText)")
    }
    parts.append("scenario \(run.header.scenario)")
    parts.append("seed \(run.header.seed)")
    parts.append("time axis compressed where nothing happens")
    return parts.joined(separator: " · ")
  }
}

extension SequenceRow {
  fileprivate var isRefusal: Bool {
    if case .arrow(let arrow) = self { arrow.mark == .bindNak } else { false }
  }
}
