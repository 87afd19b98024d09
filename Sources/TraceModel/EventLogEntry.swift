/// An entry that an MTA writes into the Windows event log.
package struct EventLogEntry: Equatable, Sendable {
  /// How serious the event log says it is.
  package enum EntryType: UInt8, CaseIterable, Sendable {
    case information = 1
    case warning = 2
    case error = 3
    /// The type as Event Viewer shows it.
    package var name: String { ["Information", "Warning", "Error"][Int(rawValue) - 1] }
  }

  /// The event id: 9316, 57, ….
  package var id: UInt32
  package var type: EntryType
  /// The category as Event Viewer shows it: `Interface`, `X.400 Service`, ….
  package var category: String
  /// The description with its bracket and severity: `… [BASE IL KERNEL 24 512] (12)`.
  package var text: String

  package init(id: UInt32, type: EntryType, category: String, text: String) {
    self.id = id
    self.type = type
    self.category = category
    self.text = text
  }
}
