import TraceModel

/// Which end of a queue alarm is logged, in the words of its registry values: `Work queue alarm
/// on`, and `… off`, which is half of it by default (KB Q163085).
enum QueueAlarm {
  /// The queue has grown to the limit.
  case on
  /// It has shrunk to the lower limit.
  case off
}

/// The texts of queue alarms, which 5.0 Service Pack 2 and later log (KB Q163085).
///
/// The article shows one sample of each, so threads are as there.
extension EventLogEntry {
  /// 666 and 667: the work queue is long, and no longer is (KB Q163085).
  static func workQueueAlarm(_ alarm: QueueAlarm, messages: Int) -> EventLogEntry {
    switch alarm {
    case .on:
      EventLogEntry(
        id: 666, type: .warning, category: "Resource",
        text: "The MTA work queue is backlogged with \(messages) messages in the queue. "
          + "[MTA SUBMIT 18 231] (14)")
    case .off:
      EventLogEntry(
        id: 667, type: .warning, category: "Resource",
        text: "The MTA work queue backlog has subsided leaving \(messages) messages in the queue. "
          + "[MTA DISP:RESULT 23 234] (14)")
    }
  }

  /// 659 and 660: the queue for an entity is long, and no longer is (KB Q163085).
  static func outboundQueueAlarm(
    _ alarm: QueueAlarm, entity: String, messages: Int
  ) -> EventLogEntry {
    switch alarm {
    case .on:
      EventLogEntry(
        id: 659, type: .warning, category: "Resource",
        text: "The queue for \(entity) is backlogged with \(messages) messages in the queue. "
          + "[MTA GATEWAY 45 512] (14)")
    case .off:
      EventLogEntry(
        id: 660, type: .warning, category: "Resource",
        text: "The queue backlog for \(entity) has subsided leaving \(messages) messages "
          + "in the queue. [MTA GATEWAY 45 512] (14)")
    }
  }
}
