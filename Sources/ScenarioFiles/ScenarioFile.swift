package import Simulator
import Yams

/// A scenario file: YAML, flattened into named values that know their lines.
package struct ScenarioFile {
  /// The largest file that is read, in octets of UTF-8.
  package static let largest = 1 << 20
  /// More values than any scenario has.
  private static let mostSettings = 20_000
  /// Sections, hosts and their fields.
  private static let deepest = 3

  private let path: String
  private var settings: [Scenario.Setting] = []

  /// Reads the YAML.
  /// - Throws: ``ScenarioError`` of reason `notation`.
  package init(text: String, path: String) throws(ScenarioError) {
    self.path = path
    guard text.utf8.count <= Self.largest else {
      throw notation("it has \(text.utf8.count) octets, and at most \(Self.largest) are read")
    }
    if let line = Self.lineOfReference(in: text) {
      throw notation("it has an anchor or alias (& or *), which scenarios do not use", line: line)
    }
    let root: Node?
    do {
      root = try compose(yaml: text)
    } catch let error as YamlError {
      throw notation(error)
    } catch {
      throw notation("it is not YAML (\(error))")
    }
    guard let mapping = root?.mapping else {
      throw notation("it is not a mapping of names to values; begin with “scenario: NAME”")
    }
    try flatten(mapping, prefix: "", depth: 1)
  }

  /// The scenario that the values make.
  /// - Throws: ``ScenarioError``.
  package func scenario(overrides: [(name: String, value: String)]) throws -> Scenario {
    try Scenario(
      settings,
      overrides: overrides.map { Scenario.Setting(name: $0.name, value: $0.value) }, file: path)
  }

  /// The line of the first anchor or alias outside quotes and comments, or `nil` if there is none.
  ///
  /// They are refused before the parser sees them: a few lines of aliases stand for more values
  /// than fit a machine.
  private static func lineOfReference(in text: String) -> Int? {
    var line = 1
    var quote: UInt8?
    var isComment = false
    var previous = UInt8(ascii: " ")
    for (octet, next) in zip(text.utf8, Array(text.utf8.dropFirst()) + [10]) {
      if octet == UInt8(ascii: "\n") {
        line += 1
        isComment = false
      } else if isComment {
        continue
      } else if let open = quote {
        if octet == open { quote = nil }
      } else if octet == UInt8(ascii: "#"), " \t\n".utf8.contains(previous) {
        isComment = true
      } else if " \t\n[]{},:?-".utf8.contains(previous) {
        if octet == UInt8(ascii: "\"") || octet == UInt8(ascii: "'") { quote = octet }
        if "&*".utf8.contains(octet), !" \t\r\n".utf8.contains(next) { return line }
      }
      previous = octet
    }
    return nil
  }

  private mutating func flatten(
    _ mapping: Node.Mapping, prefix: String, depth: Int
  ) throws(ScenarioError) {
    for (key, value) in mapping {
      let line = key.mark?.line
      guard let name = key.scalar?.string, !name.isEmpty else {
        throw notation("a name is not plain text", line: line)
      }
      let fullName = prefix.isEmpty ? name : "\(prefix).\(name)"
      switch value {
      case .scalar(let scalar):
        try append(fullName, scalar.string, line: line)
      case .sequence(let items):
        try append(fullName, list(items, line: line), line: line)
      case .mapping(let inner):
        guard depth < Self.deepest else {
          throw notation("“\(fullName)” holds a mapping, and nothing nests that deep", line: line)
        }
        try flatten(inner, prefix: fullName, depth: depth + 1)
      case .alias:
        throw notation("“\(fullName)” is an alias, which scenarios do not use", line: line)
      }
    }
  }

  private mutating func append(_ name: String, _ value: String, line: Int?) throws(ScenarioError) {
    guard settings.count < Self.mostSettings else {
      throw notation("it has more than \(Self.mostSettings) values", line: line)
    }
    settings.append(Scenario.Setting(name: name, value: value, line: line))
  }

  private func list(_ items: Node.Sequence, line: Int?) throws(ScenarioError) -> String {
    var texts: [String] = []
    for item in items.prefix(Self.mostSettings) {
      guard let text = item.scalar?.string else {
        throw notation(
          "a list holds something that is not plain text", line: item.mark?.line ?? line)
      }
      texts.append(text)
    }
    return texts.joined(separator: ", ")
  }

  private func notation(_ problem: String, line: Int? = nil) -> ScenarioError {
    ScenarioError(.notation(problem), name: "", file: path, line: line)
  }

  private func notation(_ error: YamlError) -> ScenarioError {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      notation(problem, line: mark.line)
    case .duplicatedKeysInMapping(let duplicates, let context):
      notation(
        "\(duplicates.map { "“\($0)”" }.joined(separator: ", ")) is given twice",
        line: context.mark.line)
    default:
      notation("it is not YAML (\(error))")
    }
  }
}
