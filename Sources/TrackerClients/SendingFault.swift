/// Why a pack did not get into a ticket, in a sentence that says what to do.
package struct SendingFault: Error, Equatable, Sendable {
  /// What kind of trouble it is.
  package enum Kind: Equatable, Sendable {
    /// The command or the account is not what the tracker needs.
    case usage
    /// There is no such ticket.
    case noTicket
    /// The tracker does not let this account write, or does not take what was sent.
    case refused
    /// The tracker could not be reached, or the connection broke.
    case unreachable
  }

  package var kind: Kind
  package var sentence: String

  package init(_ kind: Kind, _ sentence: String) {
    self.kind = kind
    self.sentence = sentence
  }
}
