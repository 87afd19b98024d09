import ArgumentParser

/// What runs are written as.
enum ExportFormat: String, CaseIterable, ExpressibleByArgument {
  case pcapng
  case jsonl
  case csv
  case mermaid
  case plantuml
  case perfetto

  /// The endings of files by which the format is recognised; the first is that of the usual name.
  var endings: [String] {
    switch self {
    case .pcapng: ["pcapng"]
    case .jsonl: ["jsonl"]
    case .csv: ["csv"]
    case .mermaid: ["mmd", "mermaid"]
    case .plantuml: ["puml", "plantuml"]
    case .perfetto: ["json"]
    }
  }

  /// The format of a file of this name, unless it is said.
  init?(ofFile path: String) {
    let path = path.lowercased()
    let found = Self.allCases.first { format in
      format.endings.contains { path.hasSuffix(".\($0)") }
    }
    guard let found else { return nil }
    self = found
  }

  static let allEndings = allCases.flatMap(\.endings)

  /// Whether it is a sequence diagram, which is told like a picture.
  var isDiagram: Bool { self == .mermaid || self == .plantuml }

  /// What is written, as sentences call it.
  var noun: String {
    switch self {
    case .pcapng: "capture"
    case .jsonl, .csv, .perfetto: "export"
    case .mermaid, .plantuml: "diagram"
    }
  }
}
