import DCERPC
import TraceModel

/// The texts of binds that failed, one way and back.
///
/// The error code is a Windows NT error or one of the MTA's own, such as 9260 (KB Q225206), which
/// equal event ids.
extension EventLogEntry {
  /// 9318: a bind to another MTA failed (KB Q248488 and Q170056 before 5.5; Q228901, Q303156 and
  /// Q323733 in 5.5).
  ///
  /// Q248488 is about 5.0. Q170056 names 5.5, yet has the same text, so some of 5.5 may log it too.
  /// The bracket of the newer text has lost its component and ends in the tenth insert's place, as
  /// if one insert were missing. In all samples the communications error is the error code.
  ///
  /// - Parameters:
  ///   - bindError: What 5.5 calls `Bind error`: 0, or the error code once more; what decides is
  ///     not published.
  ///   - server: The remote server, which is named in 5.5 only.
  static func bindFailed(
    localityTableIndex: Int, status: Win32Status,
    bindError: Win32Status = Win32Status(rawValue: 0), server: String, version: ExchangeVersion
  ) -> EventLogEntry {
    let text =
      switch version {
      case .v4_0, .v5_0:
        "The locality table (LTAB) index is \(localityTableIndex). "
          + "Windows NT error code: \(status.rawValue). [BASE IL MAIN BASE 1 500] (12)"
      case .v5_5:
        "Locality Table (LTAB) index: \(localityTableIndex), "
          + "NT/MTA error code: \(status.rawValue). Comms error \(status.rawValue), "
          + "Bind error \(bindError.rawValue), Remote Server Name \(server) "
          + "[MAIN BASE 1 500 %10] (14)"
      }
    return EventLogEntry(
      id: 9318, type: .warning, category: "Interface",
      text: "An RPC communications error occurred. Unable to bind over RPC. \(text)")
  }

  /// 9322: the way back of an association that another MTA opens failed (KB Q153758 before 5.5;
  /// Q323733 and Q191594 in 5.5).
  ///
  /// The category is inferred from event 9323, whose text begins alike (KB Q232389).
  ///
  /// - Parameters:
  ///   - bindError: What 5.5 calls `Bind error`: 0 in the one sample that has it.
  ///   - server: The remote server, which is named in 5.5 only.
  ///   - binding: The string binding with its endpoint, in 5.5 only.
  ///   - thread: The thread that served the other MTA's bind: 190 and 39 in the samples.
  static func bindBackFailed(
    localityTableIndex: Int, status: Win32Status,
    bindError: Win32Status = Win32Status(rawValue: 0), server: String, binding: String,
    version: ExchangeVersion, thread: Int = 190
  ) -> EventLogEntry {
    let details =
      switch version {
      case .v4_0, .v5_0: ""
      case .v5_5:
        "Comms error \(status.rawValue), Bind error \(bindError.rawValue), "
          + "Remote Server Name \(server), Protocol String \(binding) "
      }
    return EventLogEntry(
      id: 9322, type: .warning, category: "Interface",
      text: "An interface error has occurred. An MtaBindBack over RPC has failed. "
        + "Locality Table (LTAB) index: \(localityTableIndex), "
        + "NT/MTA error code: \(status.rawValue). \(details)"
        + "[BASE IL INCOMING RPC \(thread) 507] (14)")
  }

  /// 9323: taking down the way back of an association failed (KB Q232389).
  ///
  /// The type is inferred from the severity, 14, and from event 9322.
  static func unbindBackFailed(
    localityTableIndex: Int, status: Win32Status, thread: Int = 5
  ) -> EventLogEntry {
    EventLogEntry(
      id: 9323, type: .warning, category: "Interface",
      text: "An interface error has occurred. An MtaUnBindBack over RPC has failed. "
        + "Locality Table (LTAB) index: \(localityTableIndex), "
        + "NT/MTA error code: \(status.rawValue). [BASE IL MAIN BASE \(thread) 519] (14)")
  }
}
