/// The architecture: what each module may know of.
enum Arrows {
  /// Each module's dependencies; products of other packages by their product names.
  static let table: [String: Set<String>] = [
    "DCERPC": [],
    "TraceModel": [],
    "Drawing": [],
    "Simulator": ["DCERPC", "TraceModel"],
    "CZlib": [],
    "Capture": ["DCERPC", "TraceModel", "CZlib"],
    "JSONLines": ["TraceModel"],
    "EventLogs": ["TraceModel"],
    "ScenarioFiles": ["Simulator", "Yams"],
    "CSQLite": [],
    "TraceStore": ["TraceModel", "CSQLite", "GRDB"],
    "Analysis": ["TraceStore", "TraceModel"],
    "Figures": ["Analysis", "Drawing", "TraceModel"],
    "Pages": ["Analysis", "Figures", "Drawing", "TraceModel"],
    "Tickets": ["Analysis", "TraceModel"],
    "TrackerClients": ["Tickets"],
    "Perfetto": ["Analysis", "TraceModel"],
    "CCairo": [],
    "Cairo": ["CCairo", "CZlib", "Drawing"],
    "mtatrace": [
      "Simulator", "ScenarioFiles", "Capture", "JSONLines", "EventLogs", "TraceModel", "TraceStore",
      "Analysis", "Figures", "Pages", "Perfetto", "Drawing", "Cairo", "Tickets", "TrackerClients",
      "ArgumentParser",
    ],
    "BenchmarkParts": ["Simulator", "ScenarioFiles", "TraceModel", "TraceStore"],
  ]

  /// Modules of the system that a module needs beyond the table.
  static let system: [String: Set<String>] = [
    "ScenarioFiles": ["Foundation"],
    "TraceStore": ["Dispatch", "Foundation", "Glibc", "GRDBSQLite", "Synchronization"],
    "Cairo": ["Dispatch", "Glibc", "Synchronization"],
    "TrackerClients": ["Foundation", "Glibc", "Synchronization"],
    "mtatrace": ["Foundation", "Glibc"],
  ]
}
