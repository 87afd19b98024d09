import TraceModel
import TraceStore

/// The lifelines of a story about one direction: the sender's MTA and runtime, the receiver's
/// addresses and MTA.
struct StoryLifelines {
  let all: [Lifeline]
  /// The indexes of the receiver's addresses that have a lifeline, by lifeline from the third on.
  private let addresses: [Int]
  /// The index of the receiver's endpoint mapper among its addresses, if it has one.
  ///
  /// It has no lifeline: a question to it is one row at who asks.
  let mapper: Int?

  /// With the two MTAs and the sender's runtime, as many lifelines as a page has room for.
  private static let mostAddresses = 13

  /// The sending MTA's lifeline.
  var sender: Int { 0 }
  /// The sending host's RPC runtime.
  var runtime: Int { 1 }
  /// The receiving MTA's lifeline.
  var receiver: Int { all.count - 1 }

  /// The lifeline of the receiver's address of this index, or `nil` if it has none.
  func address(_ index: Int) -> Int? { addresses.firstIndex(of: index).map { $0 + 2 } }

  /// - Parameter used: The receiver's addresses to draw, by index.
  init(run: Run, link: Link, addresses: [Int]) {
    let host = Int(link.to.rawValue)
    let known = run.header.hosts.indices.contains(host) ? run.header.hosts[host].addresses : []
    mapper = known.lastIndex { $0.isEndpointMapper }
    let used = addresses.filter { [mapper] in $0 != mapper }.prefix(Self.mostAddresses)
    self.addresses = Array(used)
    let (from, to) = (run.name(of: link.from), run.name(of: link.to))
    all =
      [
        Lifeline(host: link.from, role: .mta, title: from, subtitle: "MTA"),
        Lifeline(host: link.from, role: .rpcRuntime, title: from, subtitle: "RPC runtime"),
      ]
      + used.map { index in
        Lifeline(
          host: link.to, role: .address(index), title: "\(to) RPC",
          subtitle: known.indices.contains(index) ? known[index].shortName : "address \(index)")
      } + [Lifeline(host: link.to, role: .mta, title: to, subtitle: "MTA")]
  }
}

extension Host.Address {
  /// Whether an endpoint mapper listens here: TCP port 135 (KB Q159298).
  var isEndpointMapper: Bool { protocolSequence == "ncacn_ip_tcp" && endpoint == "135" }
}
