/// Why a call failed at the server: the status of a fault, C706, appendix E, or a Win32 status as
/// it is.
package struct FaultStatus: RawRepresentable, Hashable, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// `nca_s_fault_cancel`: the call was cancelled.
  package static let cancelled = Self(rawValue: 0x1C00_000D)
  /// `nca_unspec_reject`.
  package static let unspecifiedReject = Self(rawValue: 0x1C00_0009)
  /// `nca_s_bad_actid`.
  package static let badActivityID = Self(rawValue: 0x1C00_000A)
  /// `nca_s_manager_not_entered`.
  package static let managerNotEntered = Self(rawValue: 0x1C00_000C)
  /// `nca_s_fault_context_mismatch`.
  package static let contextMismatch = Self(rawValue: 0x1C00_001A)
  /// `nca_op_rng_error`: the interface has no such operation.
  package static let operationOutOfRange = Self(rawValue: 0x1C01_0002)
  /// `nca_unk_if`: the server has no such interface.
  package static let unknownInterface = Self(rawValue: 0x1C01_0003)
  /// `nca_proto_error`.
  package static let protocolError = Self(rawValue: 0x1C01_000B)
  /// `nca_server_too_busy`.
  package static let serverTooBusy = Self(rawValue: 0x1C01_0014)
  /// `RPC_X_BAD_STUB_DATA`, a Win32 status.
  package static let badStubData = Self(rawValue: 1783)
}
