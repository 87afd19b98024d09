import DCERPC
import TraceModel

/// The texts of the event-log entries that the MTA writes, as the articles show them.
///
/// The bracket holds component, thread type, thread and procedure; the number behind it is the
/// severity. Thread numbers differ from sample to sample: a default is that of the first article
/// named. What no article shows is left out, or said to be inferred.
extension EventLogEntry {
  /// 9316: an RPC was refused before anything was sent (KB Q181721, Q228901; type: Q253307).
  static func communicationsError(
    localityTableIndex: Int, status: Win32Status, thread: Int = 24
  ) -> EventLogEntry {
    EventLogEntry(
      id: 9316, type: .warning, category: "Interface",
      text: "An RPC communications error occurred. No data was sent over the RPC connection. "
        + "Locality table (LTAB) index: \(localityTableIndex). "
        + "Windows NT error: \(status.rawValue). "
        + "The MTA will attempt to recover the RPC connection. [BASE IL KERNEL \(thread) 512] (12)")
  }

  /// 9277: the MTA cancelled an RPC that had not been answered (KB Q181721, Q189494, Q225206).
  ///
  /// The type is inferred from the severity, 14, which is a warning in most articles.
  ///
  /// - Parameters:
  ///   - thread: The thread whose call is cancelled.
  ///   - milliseconds: What the text calls `Time (ms)`. The samples are 21 to 30 minutes; what is
  ///     measured is not published.
  ///   - result: What the cancel returned: 0 in all samples, `RPC_S_OK`.
  ///   - server: The remote server.
  ///   - operation: What the thread is in: `MtaBind`, or `RPC inactive`.
  ///   - binding: The string binding with its endpoint: `ncacn_ip_tcp:192.168.20.3[1966]`.
  static func callCancelled(
    thread: Int, localityTableIndex: Int, milliseconds: Int64,
    result: Win32Status = Win32Status(rawValue: 0), server: String, operation: String,
    binding: String
  ) -> EventLogEntry {
    EventLogEntry(
      id: 9277, type: .warning, category: "Interface",
      text: "The MTA has issued an RPC Cancel call for thread \(thread), "
        + "Locality Table Index: \(localityTableIndex), Time (ms): \(milliseconds), "
        + "Cancel result: \(result.rawValue) [\(server) \(operation) \(binding) BASE IL] (14)")
  }

  /// 9280: no index is free for another connection, at about 240 of them (KB Q243402).
  ///
  /// The article shows neither bracket nor severity, so there is none; the category is inferred
  /// from event 9156, whose text begins alike (KB Q230497).
  static func localityTableFull() -> EventLogEntry {
    EventLogEntry(
      id: 9280, type: .warning, category: "Resource",
      text: "A resource limit has been reached when attempting to open an association. "
        + "The locality table is full.")
  }
}
