import Foundation
import ScenarioFiles
import Simulator

/// What the command line names as a scenario: a built-in one, or the path of a YAML file.
struct ScenarioChoice {
  private let name: String

  init(_ name: String) { self.name = name }

  /// - Throws: ``ScenarioError``, or ``Failure`` with code 64 or 66 if there is no such scenario.
  func scenario(settings: [SettingArgument]) throws -> Scenario {
    let overrides = settings.map { (name: $0.name, value: $0.value) }
    if let builtIn = try ScenarioLibrary.scenario(named: name, settings: overrides) {
      return builtIn
    }
    return try ScenarioLibrary.scenario(text: text(), path: name, settings: overrides)
  }

  /// The scenario as a file says it, with its comments.
  /// - Throws: ``Failure`` with code 64, 65 or 66.
  func text() throws -> String {
    if let builtIn = ScenarioLibrary.text(of: name) { return builtIn }
    let isPath = name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    switch FileSystem.kind(of: name) {
    case .nothing where !isPath:
      let names = ScenarioLibrary.names.joined(separator: ", ")
      throw Failure(
        .usage,
        "There is no scenario \(name); the built-in ones are \(names), or name a YAML file.")
    case .nothing:
      throw Failure(.noInput, "There is no file \(name); name a scenario file that exists.")
    case .folder:
      throw Failure(.badData, "\(name) is a folder; name a scenario file.")
    case .file, .other:
      break
    }
    let octets: Data
    do {
      let file = try FileHandle(forReadingFrom: URL(filePath: name))
      octets = try file.read(upToCount: ScenarioFile.largest + 1) ?? Data()
    } catch {
      throw Failure(.noInput, "\(name) cannot be read; check its permissions.")
    }
    guard let text = String(data: octets, encoding: .utf8) else {
      throw Failure(.badData, "\(name) is not UTF-8 text; scenarios are YAML files in UTF-8.")
    }
    return text
  }
}
