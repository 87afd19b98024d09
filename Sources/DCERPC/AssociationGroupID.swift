/// The number of an association group, which its server chose: C706, 12.6.4.3.
///
/// Microsoft's "association" is C706's association group: the connections between one client
/// process and one server endpoint ([MS-RPCE] 3.3.1.1.1).
package struct AssociationGroupID: RawRepresentable, Hashable, Sendable {
  /// The number on the wire; never 0.
  package let rawValue: UInt32

  /// The group with this number; `nil` for 0, which means no group.
  package init?(rawValue: UInt32) {
    guard rawValue != 0 else { return nil }
    self.rawValue = rawValue
  }
}
