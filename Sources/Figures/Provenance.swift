package import Drawing

/// Where a figure comes from, and how to make it again.
package struct Provenance: Equatable, Sendable {
  /// The program with its version: `mtatrace 1.0`.
  package var program: String
  /// The trace file, as the command named it.
  package var file: String
  package var scenario: String
  package var seed: UInt64
  package var runs: [RunReference]
  /// The command that makes the trace again: `mtatrace record q181721 --seed 42`.
  package var command: String
  /// The ticket that the figure belongs to, if it belongs to one.
  package var ticket: String?

  package init(
    program: String, file: String, scenario: String, seed: UInt64, runs: [RunReference],
    command: String
  ) {
    self.program = program
    self.file = file
    self.scenario = scenario
    self.seed = seed
    self.runs = runs
    self.command = command
  }

  /// A run, and the proof that it is this one.
  package struct RunReference: Equatable, Sendable {
    /// Its number in the trace file, from 1.
    package var id: Int
    package var build: String
    /// Sixteen hexadecimal digits.
    package var fingerprint: String

    package init(id: Int, build: String, fingerprint: String) {
      self.id = id
      self.build = build
      self.fingerprint = fingerprint
    }

    /// The first four and the last two digits: `9f3a…c1`.
    var abbreviation: String {
      fingerprint.count > 6 ? "\(fingerprint.prefix(4))…\(fingerprint.suffix(2))" : fingerprint
    }
  }

  /// The parts of a figure's footer; `page` stands before the command, as `page 3 of 6`.
  package func footer(page: String? = nil) -> String {
    ((ticket.map { ["ticket \($0)"] } ?? []) + [program, file]
      + runs.map { "run \($0.id) \($0.abbreviation)" } + (page.map { [$0] } ?? [])
      + ["reproduce: \(command)"]).joined(separator: " · ")
  }

  /// What a file's metadata says.
  package var fields: [ProvenanceField] {
    (ticket.map { [ProvenanceField("Ticket", $0)] } ?? [])
      + [ProvenanceField("Scenario", scenario), ProvenanceField("Seed", "\(seed)")]
      + runs.map { ProvenanceField("Run \($0.id)", "\($0.build) \($0.fingerprint)") }
      + [ProvenanceField("Trace", file), ProvenanceField("Reproduce", command)]
  }

  /// The metadata of a document that holds figures of these runs.
  package func metadata(title: String, subject: String) -> Document.Metadata {
    Document.Metadata(title: title, subject: subject, creator: program, provenance: fields)
  }
}
