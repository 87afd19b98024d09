package import Analysis
import TraceModel

/// What a ticket says, before it is put into words.
package struct TicketContent: Equatable, Sendable {
  /// A picture of the pack.
  package struct Figure: Equatable, Sendable {
    /// The file's name: `backlog.png`.
    package var name: String
    /// What it shows, in a sentence.
    package var alternative: String

    package init(name: String, alternative: String) {
      self.name = name
      self.alternative = alternative
    }
  }

  /// A file of the pack that goes to the tracker, or that does not.
  package struct File: Equatable, Sendable {
    package var name: String
    /// What is in it, in a few words.
    package var purpose: String
    /// Why it stays behind; `nil` if it goes.
    package var objection: String?

    package init(name: String, purpose: String, objection: String?) {
      self.name = name
      self.purpose = purpose
      self.objection = objection
    }
  }

  /// The runs on the direction of mail that the ticket is about.
  package var contrast: Contrast
  /// What a capture shows; `nil` for simulations.
  package var diagnosis: Diagnosis?
  /// The incidents of each run, in the order of the contrast's runs.
  package var incidents: [[Incident]]
  package var figures: [Figure]
  package var files: [File]
  /// What the pack lacks, and why, in sentences.
  package var missing: [String]
  /// By which the pack is known: equal files, equal identity.
  package var identity: String
  /// A title of the user's own instead of the finding.
  package var title: String?
  /// A line of the user's own.
  package var note: String?
  /// The program with its version: `mtatrace 1.0`.
  package var program: String
  /// The trace file's name.
  package var trace: String
  /// The one line that makes the pack again.
  package var command: String

  package init(
    contrast: Contrast, diagnosis: Diagnosis?, incidents: [[Incident]], figures: [Figure],
    files: [File], missing: [String], identity: String, title: String?, note: String?,
    program: String, trace: String, command: String
  ) {
    self.missing = missing
    self.identity = identity
    self.contrast = contrast
    self.diagnosis = diagnosis
    self.incidents = incidents
    self.figures = figures
    self.files = files
    self.title = title
    self.note = note
    self.program = program
    self.trace = trace
    self.command = command
  }
}

extension TicketContent {
  /// The body in a markup, shortened until a tracker takes it.
  ///
  /// Tables lose rows from their ends, and say how many.
  ///
  /// - Parameter length: The characters that it may have.
  /// - Returns: `nil` if even the shortest has more.
  package func text(in markup: Markup, length: Int) -> String? {
    for rows in [Int.max, 50, 20, 10, 5, 1, 0] {
      let text = markup.text(of: body(rows: rows))
      // Trackers count characters or octets; octets are more.
      if text.utf8.count <= length { return text }
    }
    return nil
  }

  /// The ticket's title, without a full stop.
  package var headline: String {
    if let title { return title }
    guard let verdict = diagnosis?.verdict else { return contrast.headline }
    return verdict.prefix(1).uppercased() + verdict.dropFirst()
  }
}
