/// The `pfc_flags` of a PDU: C706, 12.6.
package struct PDUFlags: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8
  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The PDU is the first fragment of its call's request or response.
  package static let firstFragment = Self(rawValue: 0x01)
  /// The PDU is the last fragment of its call's request or response.
  package static let lastFragment = Self(rawValue: 0x02)
  /// A cancel was pending at the sender.
  package static let pendingCancel = Self(rawValue: 0x04)
  /// The sender can sign headers: the bit of ``pendingCancel`` on binds and their answers,
  /// [MS-RPCE] 2.2.2.3.
  package static let supportHeaderSign = Self(rawValue: 0x04)
  /// The sender can have several calls outstanding on one connection.
  package static let concurrentMultiplexing = Self(rawValue: 0x10)
  /// The call surely did not execute: only on a fault.
  package static let didNotExecute = Self(rawValue: 0x20)
  /// The client wants no answer.
  package static let maybe = Self(rawValue: 0x40)
  /// A request carries the UUID of an object.
  package static let objectUUID = Self(rawValue: 0x80)

  /// First and last fragment at once: a PDU that was not fragmented.
  package static let whole: Self = [.firstFragment, .lastFragment]
}
