/// What an RPC call returns to its caller on Windows: a value of `winerror.h`.
package struct Win32Status: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// `ERROR_ACCESS_DENIED`.
  package static let accessDenied = Self(rawValue: 5)
  /// `RPC_S_UNKNOWN_IF`.
  package static let unknownInterface = Self(rawValue: 1717)
  /// `RPC_S_OUT_OF_RESOURCES`.
  package static let outOfResources = Self(rawValue: 1721)
  /// `RPC_S_SERVER_UNAVAILABLE`.
  package static let serverUnavailable = Self(rawValue: 1722)
  /// `RPC_S_SERVER_TOO_BUSY`.
  package static let serverTooBusy = Self(rawValue: 1723)
  /// `RPC_S_NO_CALL_ACTIVE`.
  package static let noCallActive = Self(rawValue: 1725)
  /// `RPC_S_CALL_FAILED`: the call may have executed.
  package static let callFailed = Self(rawValue: 1726)
  /// `RPC_S_CALL_FAILED_DNE`: the call did not execute and may safely be tried again.
  package static let callFailedDidNotExecute = Self(rawValue: 1727)
  /// `RPC_S_PROTOCOL_ERROR`.
  package static let protocolError = Self(rawValue: 1728)
  /// `RPC_S_UNSUPPORTED_TRANS_SYN`.
  package static let unsupportedTransferSyntax = Self(rawValue: 1730)
  /// `RPC_S_PROCNUM_OUT_OF_RANGE`.
  package static let operationOutOfRange = Self(rawValue: 1745)
  /// `RPC_S_UNKNOWN_AUTHN_SERVICE`.
  package static let unknownAuthenticationService = Self(rawValue: 1747)
  /// `EPT_S_NOT_REGISTERED`.
  package static let endpointNotRegistered = Self(rawValue: 1753)
  /// `RPC_X_SS_CONTEXT_MISMATCH`.
  package static let contextMismatch = Self(rawValue: 1775)
  /// `RPC_X_BAD_STUB_DATA`.
  package static let badStubData = Self(rawValue: 1783)
  /// `RPC_S_CALL_CANCELLED`.
  package static let callCancelled = Self(rawValue: 1818)
}

extension Win32Status {
  /// What a client returns for a call that a fault ended: [MS-RPCE] 3.1.1.5.5.
  ///
  /// A status that is not in that table is passed on as it is: servers send Win32 values in faults
  /// too.
  package init(_ status: FaultStatus) {
    self =
      switch status {
      case .cancelled: .callCancelled
      case .unspecifiedReject: .callFailed
      case .managerNotEntered, .badActivityID: .callFailedDidNotExecute
      case .protocolError: .protocolError
      case .serverTooBusy: .serverTooBusy
      case .operationOutOfRange: .operationOutOfRange
      case .unknownInterface: .unknownInterface
      case .contextMismatch: .contextMismatch
      default: Self(rawValue: status.rawValue)
      }
  }

  /// What Wine's client returns for a refused bind: `RpcAssoc_BindConnection` in
  /// `dlls/rpcrt4/rpc_assoc.c`.
  ///
  /// Windows NT 4's own map is not public; the 1727 of event 9316 in KB Q181721 agrees with this
  /// one for reason 0.
  package init(_ reason: RejectReason) {
    self =
      switch reason {
      case .temporaryCongestion, .localLimitExceeded: .serverTooBusy
      case .protocolVersionNotSupported: .protocolError
      case .authenticationTypeNotRecognized: .unknownAuthenticationService
      case .invalidChecksum: .accessDenied
      default: .callFailedDidNotExecute
      }
  }

  /// What Wine's client returns for a presentation context that was not accepted, or `nil` for one
  /// that was.
  package init?(_ result: ContextResult) {
    switch (result.outcome, result.reason) {
    case (.acceptance, _): return nil
    case (.providerRejection, .abstractSyntaxNotSupported): self = .unknownInterface
    case (.providerRejection, .transferSyntaxesNotSupported): self = .serverUnavailable
    default: self = .callFailedDidNotExecute
    }
  }
}
