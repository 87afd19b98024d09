/// What else went wrong between the hosts of a direction, besides refused binds and stalls.
package struct LinkTrouble: Hashable, Sendable {
  /// How often a number came up.
  package struct Count: Hashable, Sendable {
    /// A Win32 status, or an id of the event log.
    package var code: UInt32
    package var count: Int

    package init(code: UInt32, count: Int) {
      self.code = code
      self.count = count
    }
  }

  /// The `bind_nak` PDUs that the recipient received of the sender: binds on the way back.
  package var naksBack = 0
  /// The groups of the recipient that the sender filed under another address than their bind came
  /// in on.
  package var misfiledBack = 0
  /// The `orphaned` PDUs that the sender sent.
  package var orphaned = 0
  /// The sender's calls to the recipient that failed, by Win32 status, the lowest first.
  package var failedCalls: [Count] = []
  /// What the sender wrote into its event log about the recipient, by id, the lowest first.
  package var logEntries: [Count] = []
  /// The connections between the two that were reset.
  package var resets = 0
  /// How often the sender lost an association with the recipient.
  package var lost = 0
  /// How often it recovered one.
  package var recovered = 0
  /// The sender's requests for the turn that the recipient received and never granted, while the
  /// association stood for more than a minute and none of its calls was cancelled.
  package var unansweredTurnRequests = 0
  /// The messages that the recipient was sent again after it had accepted them.
  package var duplicates = 0

  package init() {}

  /// How often the sender logged the event of this id.
  package func logged(_ id: UInt32) -> Int { logEntries.first { $0.code == id }?.count ?? 0 }
}

extension [LinkTrouble.Count] {
  mutating func add(_ code: UInt32) {
    if let index = firstIndex(where: { $0.code >= code }) {
      if self[index].code == code {
        self[index].count += 1
      } else {
        insert(LinkTrouble.Count(code: code, count: 1), at: index)
      }
    } else {
      append(LinkTrouble.Count(code: code, count: 1))
    }
  }
}
