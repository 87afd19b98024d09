package import TraceModel
import TraceStore

/// One direction of mail: from a host to another.
package struct Link: Hashable, Comparable, Sendable {
  /// The host where messages are enqueued.
  package var from: HostIndex
  /// The host that they are for.
  package var to: HostIndex

  package init(from: HostIndex, to: HostIndex) {
    self.from = from
    self.to = to
  }

  /// The direction between two hosts of a run by their names, or `nil` if it has none of these
  /// names.
  package init?(from: String, to: String, in run: Run) {
    let hosts = run.header.hosts
    guard let from = hosts.firstIndex(where: { $0.name == from }),
      let to = hosts.firstIndex(where: { $0.name == to })
    else { return nil }
    self.init(from: HostIndex(from), to: HostIndex(to))
  }

  /// Whether it is between two of several hosts, or one alone takes part in it; true for none.
  package func isAmong(_ hosts: [HostIndex]) -> Bool {
    switch hosts.count {
    case 0: true
    case 1: hosts.contains(from) || hosts.contains(to)
    default: hosts.contains(from) && hosts.contains(to)
    }
  }

  /// The other direction.
  package var reversed: Link { Link(from: to, to: from) }

  /// The order of hosts.
  package static func < (a: Self, b: Self) -> Bool { (a.from, a.to) < (b.from, b.to) }

  /// Whether an event happened at one of the two hosts and concerns the other.
  func joins(_ event: TraceEvent) -> Bool {
    event.host == from && event.peer == to || event.host == to && event.peer == from
  }
}
