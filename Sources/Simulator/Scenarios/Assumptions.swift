package import TraceModel

/// What public sources leave open, and how this run answers it.
///
/// An id never changes its meaning.
package struct Assumptions: Equatable, Sendable {
  /// A1: the reject reason in a `bind_nak` for an unknown group.
  package var nakReason = 0
  /// A2: which bind names a group, and so is the article's "next bind".
  package var nextBind = NextBind.joining
  /// A3: what makes the faulty runtime misfile an association.
  package var misfiling = Misfiling.race
  /// A3 = probability: how probable.
  package var misfilingProbability = Ratio.percent(45)
  /// A4: how long a misfiled entry stands under the wrong address; `nil` for as long as its
  /// association.
  package var misfiledFor: TraceDuration?
  /// A5: how a connection is recovered after 9316.
  package var recovery = RecoveryRule.sameGroup(wait: .seconds(60))
  /// A6: where mail waits whose association is dead.
  package var waitingMail = WaitingMail.queue
  /// A7: what the queue is compared with.
  package var thresholdTest = ThresholdTest.reached
  /// A8: what the time in event 9277 is.
  package var cancelTime = CancelTime.operation
  /// A9: what becomes of a call without a response.
  package var unanswered = Unanswered.orphaned
  /// A10: what one request of a transfer carries.
  package var transferUnit = TransferUnit.checkpoint
  /// A11: who starts with the turn.
  package var firstTurn = FirstTurn.initiator
  /// A12: what the control connection is used for after MtaBind.
  package var controlConnection = ControlConnection.reserved

  package enum NextBind: String, CaseIterable, Sendable {
    /// That of a side's first transfer.
    case joining
    /// That of the connection that carries MtaBindBack: MtaBind then hangs until it is cancelled.
    case bindback
    /// That of a connection which replaces a lost one.
    case rebind
  }

  package enum Misfiling: String, CaseIterable, Sendable {
    /// An association goes to the address that accepted a connection last.
    case race
    /// Every association goes to the next address.
    case always
    /// An association goes to the next address with a probability.
    case probability
  }

  package enum RecoveryRule: Equatable, Sendable {
    /// A joining bind into the same group after each wait, without limit.
    case sameGroup(wait: TraceDuration)
    /// The transfer and open retries of KB Q157630.
    case retries
    /// A bind that asks for a new group, after 60 s.
    case newGroup
  }

  package enum WaitingMail: String, CaseIterable, Sendable {
    /// In the queue of its peer: any association of its class may take it.
    case queue
    /// With the association it was assigned to on arrival.
    case bound
  }

  package enum ThresholdTest: String, CaseIterable, Sendable {
    /// The queue has reached the threshold times the associations.
    case reached
    /// The queue exceeds the threshold times the associations.
    case exceeded
    /// The queue has reached the threshold, however many associations there are; with A6 = bound,
    /// the mail of one association has.
    case perAssociation
    /// Like ``reached``, but associations that wait for recovery do not count, down to one.
    case deadNotCounted
  }

  package enum CancelTime: String, CaseIterable, Sendable {
    /// The age of the operation.
    case operation
    /// The time since the entry of the locality table was last used.
    case lastUse
    /// The time since the host started.
    case tickCount
  }

  package enum Unanswered: String, CaseIterable, Sendable {
    /// Cancelled once, and orphaned after the cancel timeout.
    case orphaned
    /// Cancelled once and waited for without end.
    case infinite
    /// Cancelled again and again, and orphaned after half an hour.
    case retried
  }

  package enum TransferUnit: String, CaseIterable, Sendable {
    /// A checkpoint-sized segment; several may be outstanding.
    case checkpoint
    /// A whole message.
    case message
  }

  package enum FirstTurn: String, CaseIterable, Sendable {
    case initiator
    case responder
    /// The initiator keeps it: each side opens its own associations.
    case monologue
  }

  package enum ControlConnection: String, CaseIterable, Sendable {
    /// Control only; a side's transfers join with a connection of their own.
    case reserved
    /// Transfers too, in a presentation context of their own: nothing joins.
    case reusable
  }
}
