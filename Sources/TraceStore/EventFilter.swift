package import TraceModel

/// Which events of a run are meant.
package struct EventFilter: Equatable, Sendable {
  /// The kinds meant; `nil` means every kind.
  package var kinds: [EventKind]?
  /// The hosts where they happened; `nil` means any host.
  package var hosts: [HostIndex]?
  /// The first moment meant; `nil` means the start of the run.
  package var from: TraceInstant?
  /// The last moment meant; `nil` means the end of the run.
  package var to: TraceInstant?
  /// The first event meant.
  package var first: EventSequence
  /// The last event meant; `nil` means the last of the run.
  package var last: EventSequence?

  package init(
    kinds: [EventKind]? = nil, hosts: [HostIndex]? = nil, from: TraceInstant? = nil,
    to: TraceInstant? = nil, first: EventSequence = EventSequence(rawValue: 1),
    last: EventSequence? = nil
  ) {
    self.kinds = kinds
    self.hosts = hosts
    self.from = from
    self.to = to
    self.first = first
    self.last = last
  }

  /// Every event.
  package static let all = EventFilter()

  /// The condition on kind and host, as SQL with numbers only.
  var condition: String {
    var terms: [String] = []
    if let kinds {
      let numbers = kinds.map { Int($0.rawValue) }
      // An index serves a question only if that repeats the index's condition.
      if numbers.allSatisfy({ $0 <= 3 }) { terms.append("kind <= 3") }
      if numbers.allSatisfy({ $0 >= 43 }) { terms.append("kind >= 43") }
      terms.append("kind IN (\(Self.list(numbers)))")
    }
    if let hosts { terms.append("host IN (\(Self.list(hosts.map { Int($0.rawValue) })))") }
    return terms.map { " AND \($0)" }.joined()
  }

  private static func list(_ numbers: [Int]) -> String {
    numbers.map { String($0) }.joined(separator: ", ")
  }
}
