/// A host's place in its run's list of hosts, from 0.
///
/// Hosts are told apart by index, never by name, so that renaming one changes no draw and no event.
package struct HostIndex: RawRepresentable, Hashable, Comparable, Sendable {
  package var rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }
  package init(_ index: Int) { rawValue = UInt16(clamping: index) }
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// What carries mail between two MTAs and has a turn, numbered from 1 within its run.
///
/// This is X.218's association. Microsoft's "association" is an association group of C706 and a
/// number on the wire; C706's is an ``RPCConnectionID``.
package struct MTAAssociationID: RawRepresentable, Hashable, Comparable, Sendable {
  package var rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// One transport connection with its presentation contexts, numbered from 1 within its run.
package struct RPCConnectionID: RawRepresentable, Hashable, Comparable, Sendable {
  package var rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// A message, numbered from 1 within its run in the order of arrival.
package struct MessageID: RawRepresentable, Hashable, Comparable, Sendable {
  package var rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// An event's place in its run, from 1: the order in which events happened, and what a cause refers
/// to.
package struct EventSequence: RawRepresentable, Hashable, Comparable, Sendable {
  package var rawValue: Int64
  package init(rawValue: Int64) { self.rawValue = rawValue }
  package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}
