package import TraceModel

/// A stretch of time in which a lifeline is in a state.
package struct LifelineSpan: Equatable, Sendable {
  package enum State: CaseIterable, Sendable {
    /// An MTA opens its only association between the two hosts.
    case opening
    /// An MTA has an association, and the turn on none.
    case open
    /// An MTA has the turn on an association.
    case turn
    /// An MTA closes or has lost its last association.
    case closing
    /// Mail waits at the sender, and none is delivered.
    case stalled
    /// A party works on a call that it was asked for.
    case call
  }

  /// The index of the lifeline.
  package var lifeline: Int
  package var state: State
  package var start: TraceInstant
  /// Not before ``start``.
  package var end: TraceInstant

  package init(lifeline: Int, state: State, start: TraceInstant, end: TraceInstant) {
    self.lifeline = lifeline
    self.state = state
    self.start = start
    self.end = end
  }
}
