/// Why a server refused a bind: `p_reject_reason_t` of C706, 12.6.3, and [MS-RPCE] 2.2.2.5.
package struct RejectReason: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt16
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// No other reason fits; what Samba, OSF DCE and Wine say to an unknown association group.
  package static let notSpecified = Self(rawValue: 0)
  package static let temporaryCongestion = Self(rawValue: 1)
  /// The server lacks resources.
  package static let localLimitExceeded = Self(rawValue: 2)
  package static let calledAddressUnknown = Self(rawValue: 3)
  /// The bind breaks the protocol, or its version is not the server's.
  package static let protocolVersionNotSupported = Self(rawValue: 4)
  package static let defaultContextNotSupported = Self(rawValue: 5)
  package static let userDataNotReadable = Self(rawValue: 6)
  package static let noAddressAvailable = Self(rawValue: 7)
  /// [MS-RPCE] 2.2.2.5.
  package static let authenticationTypeNotRecognized = Self(rawValue: 8)
  /// [MS-RPCE] 2.2.2.5.
  package static let invalidChecksum = Self(rawValue: 9)
}
