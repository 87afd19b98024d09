package import Analysis
package import Figures
package import TraceModel

/// A report as one page that opens anywhere: it brings its style, its script and its data along,
/// and asks no network for anything.
package struct HTMLReport {
  /// What a report shows.
  package struct Content {
    /// What lies over time.
    package enum Plot {
      case backlog(BacklogChart.Content)
      /// A bar for each association, where nothing tells of mail.
      case associations(AssociationChart)
    }

    /// The runs, on the direction of mail that the report is about.
    package var contrast: Contrast
    package var plot: Plot
    /// The first pages of the same as PNG, for readers without scripts, and how many there are.
    package var pictures: [[UInt8]]
    package var pictureCount: Int
    package var sequence: SequenceDiagram.Content
    /// What each column's rows stand for, by event.
    package var sequenceKinds: [[EventSequence: EventKind]]
    /// The incidents of each run, in the order of the contrast's runs.
    package var incidents: [[Incident]]
    /// The events that are listed, run by run.
    package var events: [EventSelection]
    /// What a capture shows; `nil` for simulations.
    package var capture: Capture?
    package var provenance: Provenance
    /// The commands that make the trace again, and the page of it.
    package var commands: [String]
    /// A headline of the user's own; the finding if absent.
    package var title: String?
    /// A line of the user's own.
    package var note: String?

    package init(
      contrast: Contrast, plot: Plot, pictures: [[UInt8]], pictureCount: Int,
      sequence: SequenceDiagram.Content,
      sequenceKinds: [[EventSequence: EventKind]], incidents: [[Incident]],
      events: [EventSelection], capture: Capture?, provenance: Provenance, commands: [String],
      title: String?, note: String?
    ) {
      self.contrast = contrast
      self.plot = plot
      self.pictures = pictures
      self.pictureCount = pictureCount
      self.sequence = sequence
      self.sequenceKinds = sequenceKinds
      self.incidents = incidents
      self.events = events
      self.capture = capture
      self.provenance = provenance
      self.commands = commands
      self.title = title
      self.note = note
    }
  }

  /// What is known of a run that was read from a capture.
  package struct Capture {
    package var diagnosis: Diagnosis
    /// The connections that the table lists, and how many there are.
    package var connections: [CapturedConnection]
    package var connectionCount: Int

    package init(
      diagnosis: Diagnosis, connections: [CapturedConnection], connectionCount: Int
    ) {
      self.diagnosis = diagnosis
      self.connections = connections
      self.connectionCount = connectionCount
    }
  }

  let content: Content

  package init(_ content: Content) { self.content = content }

  /// The finding, or the headline of the user's own.
  package var title: String {
    if let title = content.title { return title }
    guard let verdict = content.capture?.diagnosis.verdict else { return content.contrast.headline }
    return verdict.prefix(1).uppercased() + verdict.dropFirst()
  }

  /// What was measured.
  package var subtitle: String {
    content.capture == nil ? content.contrast.subtitle : content.sequence.subtitle
  }

  /// What the page shows, in a sentence.
  package var sentence: String {
    switch content.plot {
    case .backlog(let chart): chart.sentence
    case .associations(let chart): chart.sentence
    }
  }

  /// The page in UTF-8.
  ///
  /// - Parameter digest: SHA-256 in hexadecimal digits, by which a browser knows the page's script
  ///   from any other.
  package func octets(digest: ([UInt8]) -> String) -> [UInt8] {
    Array(document(digest: digest).source.utf8)
  }
}
