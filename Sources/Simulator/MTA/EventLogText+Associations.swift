import TraceModel

/// The texts of associations that the MTA cannot have, cannot open, or loses.
extension EventLogEntry {
  /// 57: no more associations with an entity are allowed (KB Q194589; type: Q197398).
  ///
  /// The article shows the bracket `[MTA XFER-IN 16 34]` too, and does not say when it is which.
  static func associationLimit(entity: String, limit: Int) -> EventLogEntry {
    EventLogEntry(
      id: 57, type: .warning, category: "X.400 Service",
      text: "The limit on the number of associations allowed to and from entity \(entity) "
        + "has been reached. The limit is \(limit). [MTA MAIN BASE 1 43] (14)")
  }

  /// 289: an association could not be opened (KB Q196381, Q158279).
  static func connectionNotOpened(to entity: String, thread: Int = 17) -> EventLogEntry {
    EventLogEntry(
      id: 289, type: .warning, category: "X.400 Service",
      text: "A connection to \(entity) could not be opened. [MTA XFER-IN \(thread) 26] (12)")
  }

  /// 301: the MTA waits before it opens an association again (KB Q157630).
  ///
  /// The article shows neither bracket nor severity, so there is none.
  ///
  /// - Parameter seconds: The wait: 600 s by default.
  static func openRetryDelay(
    entity: String, controlBlock: Int, seconds: Int
  ) -> EventLogEntry {
    EventLogEntry(
      id: 301, type: .information, category: "X.400 Service",
      text: "An open retry delay timer started on the association to \(entity) "
        + "on control block \(controlBlock). "
        + "Another attempt to reopen the association will be made in \(seconds) seconds.")
  }

  /// 1294: an association was lost (KB Q181513, Q158279, Q196381; type and category: Q196381).
  ///
  /// - Parameter numbers: The four numbers before the component: `4 1 0 0`, `1 1 0 0` and
  ///   `198 1 0 1` in the samples. What they mean is not published.
  static func associationEndedAbnormally(
    entity: String, numbers: String = "4 1 0 0", thread: Int = 16
  ) -> EventLogEntry {
    EventLogEntry(
      id: 1294, type: .warning, category: "X.400 Service",
      text: "An association with entity \(entity) ended abnormally. "
        + "[\(numbers) PLATFORM KERNEL \(thread) 130] (10)")
  }
}
