/// Why a question about metrics cannot be answered: how it is written.
package enum MetricError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no metric of this name; those with the most similar names.
  case unknownMetric(String, nearest: [String])
  /// An assertion cannot be read: what is wrong with it.
  case badAssertion(String, why: String)

  package var description: String {
    switch self {
    case .unknownMetric(let name, let nearest):
      "There is no metric '\(name)' in this trace"
        + (nearest.isEmpty ? "; " : "; \(Self.list(nearest)), and ")
        + "'mtatrace stats --list' explains all."
    case .badAssertion(let text, let why):
      "The assertion '\(text)' cannot be read: \(why). Write one such as "
        + "'sp4.backlog.max < 50', 'sp4.delivery.p99 <= 2 min' or "
        + "'sp4.stalls.total < sp3.stalls.total'."
    }
  }

  private static func list(_ names: [String]) -> String {
    (names.count == 1 ? "the nearest is " : "the nearest are ")
      + names.map { "'\($0)'" }.joined(separator: ", ")
  }
}
