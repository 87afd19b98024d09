package import Analysis
import TraceModel

extension Provenance {
  /// The provenance of figures of these runs of one trace file: at least one.
  ///
  /// - Parameters:
  ///   - program: The program with its version.
  ///   - file: The trace file, as the command named it.
  ///   - command: The command that makes the trace again.
  package init(program: String, file: String, runs: [RunSummary], command: String) {
    self.init(
      program: program, file: file, scenario: runs.first?.header.scenario ?? "",
      seed: runs.first?.header.seed ?? 0,
      runs: runs.map {
        RunReference(
          id: $0.number, build: $0.header.build, fingerprint: $0.fingerprint.text)
      },
      command: command)
  }
}

extension Accent {
  /// The accents of runs: by build where the builds differ, otherwise in the order of the runs.
  package static func accents(of runs: [RunSummary]) -> [Accent] {
    let builds = runs.map(\.header.build)
    if Set(builds).count == builds.count {
      let known = builds.map { build -> Accent in
        switch build {
        case "nt4-sp3": .faulty
        case "nt4-sp4": .fixed
        default: .neutral
        }
      }
      if known.count(where: { $0 == .neutral }) <= 1 { return known }
    }
    let order: [Accent] = [.faulty, .fixed]
    return runs.indices.map { order.indices.contains($0) ? order[$0] : .neutral }
  }
}
