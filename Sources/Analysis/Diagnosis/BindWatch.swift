import TraceModel

/// Follows the association groups of each server address, and tells refused binds into a group that
/// the server holds from those into one that it let go or never had.
///
/// A group lives as long as one of its connections is open at the server (C706, 12.6.4.3; [MS-RPCE]
/// 3.3.1.1.1). KB Q181721 has a server refuse a bind into a group that lives.
struct BindWatch {
  /// What a group belongs to: binds to another address of the host cannot join it ([MS-RPCE]
  /// 3.3.1.1.1: a client process and a server endpoint).
  private struct Place: Hashable {
    var server: HostIndex
    var address: UInt8
    var group: UInt32
  }

  private struct Group {
    var acknowledgement: Evidence
    var misfiling: Evidence?
    /// Connections that are open at the server.
    var connections: Set<RPCConnectionID> = []
    /// Where it stands in ``refused``; `nil` if no bind into it was refused.
    var refusal: Int?
  }

  /// A bind that has not been answered.
  private struct Bind {
    var evidence: Evidence
    var group: UInt32
    /// The group it names, if that lived when the bind reached the server.
    var living: Bool
    var wasKnown: Bool

    /// Whether its group lives is settled when it reaches the server.
    mutating func judge(_ lives: Bool) {
      wasKnown = wasKnown || lives
      living = lives
    }
  }

  /// A living group into which binds were refused.
  struct RefusedGroup {
    /// From client to server.
    var link: Link
    var acknowledgement: Evidence
    var misfiling: Evidence?
    var bind: Evidence
    var refusal: Evidence
    var count = 1
    /// The server's first answer over another connection of the group after the refusal.
    var answer: Evidence?
  }

  static let kinds: [EventKind] = [
    .bind, .bindAck, .bindNak, .groupFiled, .disconnect, .reset, .response, .hostStopped,
  ]

  private(set) var refused: [RefusedGroup] = []
  private(set) var others: [Refusals] = []
  private let connections: [RPCConnectionID: RPCConnection]
  private var groups: [Place: Group] = [:]
  /// Groups that had lived and ended.
  private var ended: Set<Place> = []
  private var binds: [RPCConnectionID: Bind] = [:]
  /// The group that each connection is in.
  private var memberships: [RPCConnectionID: Place] = [:]
  private var misfilings: [RPCConnectionID: Evidence] = [:]
  /// Where the refusals of a kind stand in ``others``.
  private var otherPlaces: [OtherKey: Int] = [:]

  private struct OtherKey: Hashable {
    var cause: Refusals.Cause
    var link: Link
  }

  init(connections: [RPCConnection]) {
    self.connections = Dictionary(
      connections.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Takes the next event of the run, of the kinds above.
  mutating func take(_ event: TraceEvent) {
    if event.kind == .hostStopped { return stopped(event.host) }
    guard let id = event.connection, let connection = connections[id] else { return }
    let isAtServer = event.host == connection.server
    switch (event.kind, event.direction) {
    case (.bind, .sent): binds[id] = bind(event, connection)
    case (.bind, .received):
      let lives = groups[place(connection, event.group ?? 0)] != nil
      binds[id]?.judge(lives)
    case (.groupFiled, _) where event.code != UInt32(connection.serverAddress):
      misfilings[id] = Evidence(event, .misfiled(group: event.group ?? 0))
    case (.bindAck, .sent): acknowledged(event, connection)
    case (.bindNak, .sent): refuse(event, connection)
    case (.response, .sent): answered(event, id)
    case (.disconnect, _) where isAtServer, (.reset, _) where isAtServer: leave(id)
    default: break
    }
  }

  private func place(_ connection: RPCConnection, _ group: UInt32) -> Place {
    Place(server: connection.server, address: connection.serverAddress, group: group)
  }

  private func bind(_ event: TraceEvent, _ connection: RPCConnection) -> Bind {
    let group = event.group ?? 0
    let place = place(connection, group)
    return Bind(
      evidence: Evidence(event, group == 0 ? .binds : .joins(group: group)), group: group,
      living: groups[place] != nil, wasKnown: groups[place] != nil || ended.contains(place))
  }

  private mutating func acknowledged(_ event: TraceEvent, _ connection: RPCConnection) {
    guard let group = event.group, group != 0 else { return }
    let place = place(connection, group)
    let acknowledgement = Evidence(event, .acknowledged(group: group))
    groups[place, default: Group(acknowledgement: acknowledgement)].connections
      .insert(connection.id)
    if let misfiling = misfilings.removeValue(forKey: connection.id) {
      groups[place]?.misfiling = misfiling
    }
    memberships[connection.id] = place
    binds[connection.id] = nil
    ended.remove(place)
  }

  private mutating func refuse(_ event: TraceEvent, _ connection: RPCConnection) {
    let link = Link(from: connection.client, to: connection.server)
    let reason = event.code ?? 0
    let refusal = Evidence(event, .refuses(reason: reason))
    guard let bind = binds.removeValue(forKey: connection.id) else {
      return note(.reason(reason), link, [refusal])
    }
    let place = place(connection, bind.group)
    let isMisfiled = groups[place]?.misfiling != nil
    guard bind.group != 0, reason == 0 || isMisfiled else {
      return note(.reason(reason), link, [bind.evidence, refusal])
    }
    guard bind.living, let group = groups[place] else {
      return note(
        bind.wasKnown ? .endedGroup : .unknownGroup, link, [bind.evidence, refusal])
    }
    if let known = group.refusal {
      refused[known].count += 1
    } else {
      groups[place]?.refusal = refused.count
      refused.append(
        RefusedGroup(
          link: link, acknowledgement: group.acknowledgement, misfiling: group.misfiling,
          bind: bind.evidence, refusal: refusal))
    }
  }

  private mutating func note(_ cause: Refusals.Cause, _ link: Link, _ evidence: [Evidence]) {
    let key = OtherKey(cause: cause, link: link)
    if let place = otherPlaces[key] {
      others[place].count += 1
    } else {
      otherPlaces[key] = others.count
      others.append(Refusals(cause: cause, link: link, count: 1, evidence: evidence))
    }
  }

  private mutating func answered(_ event: TraceEvent, _ id: RPCConnectionID) {
    guard let place = memberships[id], let refusal = groups[place]?.refusal,
      refused[refusal].answer == nil
    else { return }
    refused[refusal].answer = Evidence(event, .stillAnswers(group: place.group))
  }

  private mutating func leave(_ id: RPCConnectionID) {
    misfilings[id] = nil
    guard let place = memberships.removeValue(forKey: id) else { return }
    groups[place]?.connections.remove(id)
    if groups[place]?.connections.isEmpty == true {
      groups[place] = nil
      ended.insert(place)
    }
  }

  private mutating func stopped(_ host: HostIndex) {
    let lost = memberships.filter { $0.value.server == host }.map(\.key)
    for id in lost { leave(id) }
  }
}
