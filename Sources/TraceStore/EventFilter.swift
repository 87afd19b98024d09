package import TraceModel

/// Which events of a run are meant.
package struct EventFilter: Equatable, Sendable {
  /// The kinds meant; `nil` means every kind.
  package var kinds: [EventKind]?
  /// The hosts where they happened; `nil` means any host.
  package var hosts: [HostIndex]?
  /// The other hosts concerned, where there is one; `nil` means any host.
  package var peers: [HostIndex]?
  /// The first moment meant; `nil` means the start of the run.
  package var from: TraceInstant?
  /// The last moment meant; `nil` means the end of the run.
  package var to: TraceInstant?
  /// The first event meant.
  package var first: EventSequence
  /// The last event meant; `nil` means the last of the run.
  package var last: EventSequence?

  package init(
    kinds: [EventKind]? = nil, hosts: [HostIndex]? = nil, peers: [HostIndex]? = nil,
    from: TraceInstant? = nil, to: TraceInstant? = nil,
    first: EventSequence = EventSequence(rawValue: 1), last: EventSequence? = nil
  ) {
    self.kinds = kinds
    self.hosts = hosts
    self.peers = peers
    self.from = from
    self.to = to
    self.first = first
    self.last = last
  }

  /// Every event.
  package static let all = EventFilter()

  /// What follows `FROM event` in SQL to read so many of the rows that are meant, `?3`, between two
  /// keys, `?1` and `?2`, in their order, by reading on in the table.
  var rows: String {
    "NOT INDEXED WHERE id > ?1 AND id <= ?2\(kindCondition)\(placeCondition) ORDER BY id LIMIT ?3"
  }

  /// The condition on kinds, as SQL with numbers only.
  ///
  /// Nearly all events are requests and responses. A range rules them out faster than a list.
  private var kindCondition: String {
    guard let numbers = kinds?.map({ Int($0.rawValue) }) else { return "" }
    let request = Int(EventKind.request.rawValue)
    var condition = ""
    if !numbers.contains(request) {
      let below = numbers.filter { $0 < request }.max() ?? -1
      let above = numbers.filter { $0 > request }.min() ?? Int(UInt8.max) + 1
      condition = " AND kind NOT BETWEEN \(below + 1) AND \(above - 1)"
    }
    return condition + " AND kind IN (\(Self.list(numbers)))"
  }

  /// The same by way of the index of rare events; `nil` if that does not cover what is meant.
  ///
  /// What it finds is sorted as keys alone. The index of mail serves no such question: an event of
  /// mail is never far from the next one.
  var rareRows: String? {
    rareKinds.map {
      """
      WHERE id IN (SELECT id FROM event WHERE \($0) AND id > ?1 AND id <= ?2)\(placeCondition)
      ORDER BY id LIMIT ?3
      """
    }
  }

  /// How many keys the index has of these kinds anywhere, but no more than a limit.
  func rareCount(limit: Int64) -> String? {
    rareKinds.map { "SELECT count(*) FROM (SELECT 1 FROM event WHERE \($0) LIMIT \(limit))" }
  }

  /// The least of the kinds that the index of rare events covers.
  static let leastRare: UInt8 = 43

  private var rareKinds: String? {
    guard let numbers = kinds?.map(\.rawValue), numbers.allSatisfy({ $0 >= Self.leastRare })
    else { return nil }
    // An index serves a question only if that repeats the index's condition.
    return "kind >= \(Self.leastRare) AND kind IN (\(Self.list(numbers.map { Int($0) })))"
  }

  /// The condition on hosts, as SQL with numbers only.
  var placeCondition: String {
    var condition = ""
    if let hosts { condition += " AND host IN (\(Self.list(hosts.map { Int($0.rawValue) })))" }
    if let peers {
      condition +=
        " AND (peer IS NULL OR peer IN (\(Self.list(peers.map { Int($0.rawValue) }))))"
    }
    return condition
  }

  private static func list(_ numbers: [Int]) -> String {
    numbers.map { String($0) }.joined(separator: ", ")
  }
}
