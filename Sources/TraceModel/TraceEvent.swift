/// Something that happened at one host during a run, as it is recorded.
///
/// A plain value without references, so that recording one allocates nothing. A field that a kind
/// does not use is `nil`; ``EventKind`` says what each kind uses.
package struct TraceEvent: Equatable, Sendable {
  /// Its place in the run, from 1 without gaps.
  package var sequence: EventSequence
  /// When it happened.
  package var time: TraceInstant
  package var kind: EventKind
  /// Whether a PDU, an APDU or a connection's segment was sent or received; `nil` for what happens
  /// inside one host.
  package var direction: EventDirection?
  /// Where it happened.
  package var host: HostIndex
  /// The other host concerned.
  package var peer: HostIndex?
  package var association: MTAAssociationID?
  package var connection: RPCConnectionID?
  /// The association group's id, as on the wire; 0 in a `bind` asks for a new one.
  package var group: UInt32?
  /// The call's id, as on the wire.
  package var call: UInt32?
  /// The operation's number, as on the wire.
  package var opnum: UInt16?
  /// The presentation context's id, as on the wire.
  package var context: UInt16?
  package var message: MessageID?
  /// Octets: a PDU's `frag_length`, or a message's size.
  package var length: UInt32?
  /// A number whose meaning depends on the kind: reject reason, status, event id, priority,
  /// address.
  package var code: UInt32?
  /// The messages that wait in the direction concerned, after the event.
  package var queue: UInt32?
  /// The earlier event that led to this one; `nil` for an arrival or a fault from outside.
  package var cause: EventSequence?

  package init(
    sequence: EventSequence, time: TraceInstant, kind: EventKind, direction: EventDirection? = nil,
    host: HostIndex, peer: HostIndex? = nil, association: MTAAssociationID? = nil,
    connection: RPCConnectionID? = nil, group: UInt32? = nil, call: UInt32? = nil,
    opnum: UInt16? = nil, context: UInt16? = nil, message: MessageID? = nil,
    length: UInt32? = nil, code: UInt32? = nil, queue: UInt32? = nil, cause: EventSequence? = nil
  ) {
    self.sequence = sequence
    self.time = time
    self.kind = kind
    self.direction = direction
    self.host = host
    self.peer = peer
    self.association = association
    self.connection = connection
    self.group = group
    self.call = call
    self.opnum = opnum
    self.context = context
    self.message = message
    self.length = length
    self.code = code
    self.queue = queue
    self.cause = cause
  }
}
