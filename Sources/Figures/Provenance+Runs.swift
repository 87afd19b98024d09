import Analysis
package import TraceModel

extension Provenance {
  /// The provenance of figures of these runs of one trace file: at least one.
  ///
  /// - Parameters:
  ///   - program: The program with its version.
  ///   - file: The trace file, as the command named it.
  ///   - command: The command that makes the trace again.
  package init(program: String, file: String, runs: [Run], command: String) {
    self.init(
      program: program, file: file, scenario: runs.first?.header.scenario ?? "",
      seed: runs.first?.header.seed ?? 0,
      runs: runs.map {
        RunReference(
          id: $0.id, build: $0.version, fingerprint: $0.fingerprint.text)
      },
      command: command)
  }
}
