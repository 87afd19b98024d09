package import TraceModel
import TraceStore

/// A time in which the world outside gave MTAs trouble: what precedes stalls that no build and no
/// version of Exchange causes.
package struct Disturbance: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// Segments were lost.
    case outage
    /// The line had less than its usual bandwidth, in bits per second.
    case slowLine(UInt32)
    /// A host did not run; with the build that it then started as, if that is another.
    case stopped(startedAs: String?)
    /// A host's MTA answered no call.
    case hung
  }

  package var kind: Kind
  /// The host, or the sending end of the line.
  package var host: HostIndex
  /// The receiving end of the line; `nil` if a host had the trouble.
  package var peer: HostIndex?
  /// Whether the other direction of the line had the same trouble at the same time.
  package var isBothWays: Bool
  package var start: TraceInstant
  /// The end of the run if it lasted as long.
  package var end: TraceInstant

  package init(
    kind: Kind, host: HostIndex, peer: HostIndex? = nil, isBothWays: Bool = false,
    start: TraceInstant, end: TraceInstant
  ) {
    self.kind = kind
    self.host = host
    self.peer = peer
    self.isBothWays = isBothWays
    self.start = start
    self.end = end
  }

  package var duration: TraceDuration { end - start }

  /// Whether mail of this direction may have suffered from it.
  package func concerns(_ link: Link) -> Bool {
    guard let peer else { return host == link.from || host == link.to }
    return host == link.from && peer == link.to || host == link.to && peer == link.from
  }
}

extension Disturbance {
  /// What happened where: `outage between HUB1 and SLPS100`, `SLPS100 stopped`.
  package func text(in run: Run) -> String {
    let name = run.name(of: host)
    let line =
      peer.map {
        isBothWays
          ? "between \(name) and \(run.name(of: $0))" : "from \(name) to \(run.name(of: $0))"
      } ?? ""
    return switch kind {
    case .outage: "outage \(line)"
    case .slowLine(let bandwidth): "line \(line) down to \(Self.text(of: bandwidth))"
    case .stopped(let build?): "\(name) stopped and started again as \(BuildName(build).short)"
    case .stopped(nil): "\(name) stopped"
    case .hung: "MTA of \(name) hung"
    }
  }

  /// What happened, in as few words as a label needs: `outage 5 min`, `SLPS100 hung 12 min`.
  package func label(in run: Run) -> String {
    let name = run.name(of: host)
    let what =
      switch kind {
      case .outage: "outage"
      case .slowLine(let bandwidth): Self.text(of: bandwidth)
      case .stopped(let build?): "\(name) restarted as \(BuildName(build).short),"
      case .stopped(nil): "\(name) stopped"
      case .hung: "\(name) hung"
      }
    return "\(what) \(duration.roughText)"
  }

  /// A bandwidth as scenarios spell it: `9.6 kbit/s`.
  static func text(of bitsPerSecond: UInt32) -> String {
    for (unit, name) in [(1_000_000, "Mbit/s"), (1_000, "kbit/s")] as [(UInt32, String)]
    where bitsPerSecond >= unit {
      let tenths = (bitsPerSecond.quotientAndRemainder(dividingBy: unit / 10)).quotient
      return tenths % 10 == 0 ? "\(tenths / 10) \(name)" : "\(tenths / 10).\(tenths % 10) \(name)"
    }
    return "\(bitsPerSecond) bit/s"
  }
}
