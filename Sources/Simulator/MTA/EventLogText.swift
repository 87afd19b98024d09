import DCERPC
import TraceModel

/// The texts of the event-log entries that the MTA writes, as the articles show them.
///
/// The bracket holds component, thread type, thread and procedure; the number behind it is the
/// severity.
extension EventLogEntry {
  /// 9316: an RPC was refused before anything was sent (KB Q181721).
  static func communicationsError(localityTableIndex: Int, status: Win32Status) -> EventLogEntry {
    EventLogEntry(
      id: 9316, type: .warning, category: "Interface",
      text: "An RPC communications error occurred. No data was sent over the RPC connection. "
        + "Locality table (LTAB) index: \(localityTableIndex). "
        + "Windows NT error: \(status.rawValue). "
        + "The MTA will attempt to recover the RPC connection. [BASE IL KERNEL 24 512] (12)")
  }

  /// 57: no more associations with an entity are allowed (KB Q194589).
  static func associationLimit(entity: String, limit: Int) -> EventLogEntry {
    EventLogEntry(
      id: 57, type: .warning, category: "X.400 Service",
      text: "The limit on the number of associations allowed to and from entity \(entity) "
        + "has been reached. The limit is \(limit). [MTA MAIN BASE 1 43] (14)")
  }
}
