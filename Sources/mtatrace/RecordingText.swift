import ScenarioFiles
import Simulator
import TraceModel
import TraceStore

/// The command that records a trace's runs again, as pictures print it.
enum RecordingText {
  /// `mtatrace record q181721 --seed 8 --set mta.threshold=20 -o a.sqlite`.
  ///
  /// For runs that no single recording of a built-in scenario makes, the command that simulates
  /// them from the trace.
  ///
  /// - Parameter runs: All runs of the trace, so that they get the same numbers again.
  static func command(for runs: [Run], of path: String) -> String {
    guard let header = runs.first?.header, header.source == .simulation,
      isOneRecording(runs), let changes = changes(from: header)
    else { return words(["mtatrace", "replay", path]) }
    var arguments = ["mtatrace", "record", header.scenario, "--seed", "\(header.seed)"]
    if runs.count == 1 { arguments += ["--build", header.build] }
    for change in changes { arguments += ["--set", "\(change.name)=\(change.value)"] }
    return words(arguments + ["-o", path])
  }

  /// Whether one command records all of these runs: one of any build, or both builds.
  private static func isOneRecording(_ runs: [Run]) -> Bool {
    let builds = runs.map(\.header.build)
    guard builds.count == 1 || builds == Build.allCases.map(\.rawValue) else { return false }
    return zip(1..., runs).allSatisfy { number, run in
      var header = run.header
      header.build = runs[0].header.build
      header.hosts = runs[0].header.hosts
      header.engineVersion = runs[0].header.engineVersion
      return run.id == number && run.branch == nil && header == runs[0].header
    }
  }

  /// What a run's parameters change in the built-in scenario of its name; `nil` if there is none.
  private static func changes(from header: RunHeader) -> [Parameter]? {
    guard let builtIn = try? ScenarioLibrary.scenario(named: header.scenario) else { return nil }
    let settings = builtIn.settings
    guard settings.map(\.name) == header.parameters.map(\.name) else { return nil }
    return zip(settings, header.parameters).filter { $0 != $1 }.map { $1 }
  }

  /// Words as a shell takes them.
  static func words(_ words: [String]) -> String {
    words.map { word in
      let isPlain = word.allSatisfy { character in
        character.isASCII && (character.isLetter || character.isNumber)
          || "-_./:=+,@".contains(character)
      }
      return isPlain && !word.isEmpty ? word : "'\(word.replacing("'", with: "'\\''"))'"
    }
    .joined(separator: " ")
  }
}
