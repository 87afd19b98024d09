/// What happened.
///
/// Raw values are stored in trace files and never change their meaning. PDUs are 32 plus the PTYPE
/// of C706, chapter 12.
package enum EventKind: UInt8, CaseIterable, Sendable {
  // Mail. `code` is the priority of X.411: 0 normal, 1 non-urgent, 2 urgent.
  /// A message was enqueued at `host` for `peer`; `length` is its size, `queue` the backlog after
  /// it.
  case messageEnqueued = 1
  /// `host` accepted a whole message of `peer`; `queue` is the backlog from `peer` to `host` after
  /// it.
  case messageDelivered = 2
  /// `host` gave up a message for `peer`; `queue` is the backlog after it.
  case messageNonDelivered = 3
  /// `host` began to transfer a message to `peer` over `association`.
  case transferStarted = 4
  /// `host` went on with a transfer that a lost connection broke off; `code` is the number of
  /// checkpoints that need not be sent again.
  case transferResumed = 5
  /// `host` was sent a message that it had accepted before (RTAB, transferCompleted): it is not
  /// delivered again.
  case duplicateRecognised = 6

  // Transport connections. `code` is the index of the server's address.
  /// A client asked for a connection (sent), or its request reached the server (received).
  case connect = 10
  /// A server's runtime accepted a connection on an address; without `connection` it is cross
  /// traffic.
  case accept = 11
  /// A client learned that its connection stands.
  case connected = 12
  /// A client learned that its connection could not be made.
  case connectRefused = 13
  /// A side closed its connection (sent), or learned that the other did (received).
  case disconnect = 14
  /// A connection was lost.
  case reset = 15

  // PDUs, sent and received: 32 + PTYPE.
  // Captures alone have those of the connectionless protocol (1, 4 to 10) and of RPC over HTTP
  // (20).
  case request = 32
  case ping = 33
  case response = 34
  case fault = 35
  case working = 36
  case nocall = 37
  case reject = 38
  case ack = 39
  case connectionlessCancel = 40
  case fack = 41
  case cancelAck = 42
  case bind = 43
  case bindAck = 44
  case bindNak = 45
  case alterContext = 46
  case alterContextResponse = 47
  case auth3 = 48
  case shutdown = 49
  case coCancel = 50
  case orphaned = 51
  case rts = 52

  // Inside an RPC runtime: what the wire does not show.
  /// A server filed a new association group; `code` is the index of the address it was filed under.
  case groupFiled = 60
  /// A server let an association group go with its last connection.
  case groupEnded = 61
  /// A server looked an association group up and did not find it; `code` is the address it
  /// searched.
  case groupMissed = 62
  /// A call of the MTA failed; `code` is the Win32 status (1727, 1726, 1722, …).
  case callFailed = 63
  /// A server's runtime runs down the context handle of an association group that ended without
  /// the handle being closed; its MTA hears of it.
  case contextRundown = 64

  // Associations between MTAs.
  /// `host` began to open `association`; `code` is an ``OpeningReason``, `queue` the queued
  /// messages.
  case associationOpening = 70
  /// `association` is open at `host`.
  case associationOpen = 71
  /// RT-CLOSE of X.218, sent or received.
  case associationClosing = 72
  /// `association` has ended at `host`.
  case associationClosed = 73
  /// `association` was aborted (RT-P-ABORT, RT-U-ABORT), sent or received.
  case associationAborted = 74
  /// `host` refused to open `association`: a limit.
  case associationRefused = 75
  /// `association` lost its connections at `host`, which keeps its state for the time of recovery.
  case associationLost = 76
  /// `association` is open at `host` again, with the state it had when it was lost.
  case associationRecovered = 77
  /// RT-TURN-PLEASE of X.218, sent or received.
  case turnPlease = 80
  /// RT-TURN-GIVE of X.218, sent or received.
  case turnGive = 81
  /// A timer ran out; `code` is a ``TimerKind``.
  case timerExpired = 83

  // What an MTA wrote down: `code` is the id in the Windows event log (9316, 57, …).
  case logEntry = 90

  // The world outside.
  /// Other servers began to connect to `host` all at once.
  case stormBegan = 100
  /// The storm of connections ended.
  case stormEnded = 101
  /// Segments from `host` to `peer` are lost from here on: an outage.
  case linkDown = 102
  /// The outage from `host` to `peer` is over.
  case linkUp = 103
  /// The link from `host` to `peer` has another bandwidth; `code` is in bits per second, absent if
  /// there is no limit.
  case bandwidthChanged = 104
  /// `host` stopped without a word to its peers: what its memory held is gone.
  case hostStopped = 105
  /// `host` runs again; `code` is the place of its build among the simulator's builds, from 0.
  case hostStarted = 106
  /// The MTA of `host` stopped to answer calls, though its runtime takes them on.
  case hostHung = 107
  /// The MTA of `host` answers again.
  case hostResumed = 108
  /// The run reached one of its limits and stopped; `code` is a ``RunOutcome``.
  case limitReached = 110

  /// The kind as views and the command line spell it: lower case with underscores.
  package var name: String { Self.names[Int(rawValue)] }

  /// The kind that views and the command line spell as `name`, or `nil` if there is none.
  package init?(name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }

  /// Whether an event of this kind is a PDU of DCE/RPC.
  package var isPDU: Bool { (32..<60).contains(rawValue) }

  private static let names: [String] = {
    var names = [String](repeating: "", count: 256)
    for kind in allCases { names[Int(kind.rawValue)] = snakeCase("\(kind)") }
    return names
  }()

  private static func snakeCase(_ camelCase: String) -> String {
    var result = ""
    for character in camelCase {
      if character.isUppercase { result.append("_") }
      result.append(contentsOf: character.lowercased())
    }
    return result
  }
}

/// Why an MTA opened an association: the `code` of ``EventKind/associationOpening``.
package enum OpeningReason: UInt32, CaseIterable, Sendable {
  /// Mail waits and no association is there that may take it.
  case mail = 0
  /// The queue has reached the threshold.
  case threshold = 1
  /// Urgent mail waits and no urgent association is there.
  case urgent = 2
  /// The association was lost and is opened again with the state it had.
  case recovery = 3
}

/// Which timer ran out: the `code` of ``EventKind/timerExpired``.
package enum TimerKind: UInt32, CaseIterable, Sendable {
  /// The wait between attempts to recover an RPC connection.
  case recovery = 1
  /// The association's Lifetime: idle on both sides.
  case lifetime = 2
  /// Disconnect: how long a closed association keeps its connections.
  case disconnect = 3
  /// The wait before an association that could not be opened is tried again.
  case openRetry = 4
  /// The wait before a message is sent once more over an open association.
  case transferRetry = 5
  /// The time in which a lost association may be recovered with its checkpoints.
  case recoveryTimeout = 6
  /// Two minutes without a response: the call is cancelled.
  case call = 7
  /// The cancelled call was not ended by the server: it is orphaned.
  case cancel = 8
  /// A message has waited too long: it is not delivered.
  case expiry = 9
}

/// Whether an event is the sending or the receiving of what it names.
package enum EventDirection: UInt8, CaseIterable, Sendable {
  case sent = 1
  case received = 2

  /// The direction as views spell it.
  package var name: String { self == .sent ? "sent" : "received" }
}
