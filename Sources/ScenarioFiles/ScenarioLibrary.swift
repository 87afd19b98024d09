package import Simulator

/// The scenarios that come with the program, and those in a user's files.
package enum ScenarioLibrary {
  /// The names of the built-in scenarios.
  package static let names = ["q181721", "q166594", "q189494", "healthy", "hub50"]

  /// The text of a built-in scenario as a commented file, or `nil` if there is none of that name.
  package static func text(of name: String) -> String? {
    let octets: [UInt8]
    switch name {
    case "q181721": octets = PackageResources.q181721_yaml
    case "q166594": octets = PackageResources.q166594_yaml
    case "q189494": octets = PackageResources.q189494_yaml
    case "healthy": octets = PackageResources.healthy_yaml
    case "hub50": octets = PackageResources.hub50_yaml
    default: return nil
    }
    return String(decoding: octets, as: UTF8.self)
  }

  /// A built-in scenario, or `nil` if there is none of that name.
  ///
  /// - Parameter settings: Names and values as from `--set`, which replace the scenario's own.
  /// - Throws: ``ScenarioError``.
  package static func scenario(
    named name: String, settings: [(name: String, value: String)] = []
  ) throws -> Scenario? {
    guard let text = text(of: name) else { return nil }
    return try ScenarioFile(text: text, path: "\(name).yaml").scenario(overrides: settings)
  }

  /// The scenario in a file's text.
  ///
  /// - Parameters:
  ///   - text: At most ``ScenarioFile/largest`` octets.
  ///   - path: The file's path, for errors.
  ///   - settings: Names and values as from `--set`, which replace the file's.
  /// - Throws: ``ScenarioError`` with file and line.
  package static func scenario(
    text: String, path: String, settings: [(name: String, value: String)] = []
  ) throws -> Scenario {
    try ScenarioFile(text: text, path: path).scenario(overrides: settings)
  }
}
