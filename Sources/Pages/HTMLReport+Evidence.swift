import Analysis
import Figures
import TraceModel

/// What the runs rest on, and the way back to them.
extension HTMLReport {
  var parameters: HTML {
    guard let header = content.contrast.runs.first?.header else { return "" }
    let values = header.parameters.filter { $0.name != "title" }
    let assumptions: HTML =
      isExternal
      ? """
      <p>Another simulator made the events, by rules of its own; the trace holds what it states.</p>
      """
      : self.assumptions(of: header)
    let table: HTML? =
      values.isEmpty
      ? nil
      : PageTable(
        "Parameters of the scenario",
        columns: [.init(title: "name", isHeading: true), .init(title: "value")],
        rows: values.map { [$0.name, $0.value] }
      ).html
    return "\(assumptions)\n\(table)\n\(hosts)"
  }

  /// Whether another simulator made the runs.
  private var isExternal: Bool { content.contrast.runs.first?.header.source == .external }

  private func assumptions(of header: RunHeader) -> HTML {
    let table = PageTable(
      "Assumptions",
      columns: [
        .init(title: "id", isHeading: true), .init(title: "question"),
        .init(title: "answer in these runs"),
      ],
      rows: Assumption.register(of: header).map { assumption in
        let mark = assumption.isDefault ? "" : ". This is not the default."
        return [assumption.id, assumption.question, assumption.answer + mark]
      })
    return """
      <p>Public sources leave these questions open. The result rests on the answers, each of which \
      is a rule of the simulation or a parameter of the scenario.</p>
      \(table.html)
      """
  }

  /// Every host by its full name, with its build in each run.
  private var hosts: HTML? {
    let runs = content.contrast.runs.map(\.header)
    guard let hosts = runs.first?.hosts, !hosts.isEmpty else { return nil }
    return PageTable(
      "Hosts",
      columns: [
        .init(title: "name", isHeading: true), .init(title: "build"), .init(title: "addresses"),
      ],
      rows: hosts.enumerated().map { index, host in
        let builds = runs.compactMap { run in
          run.hosts.indices.contains(index) ? run.hosts[index].build : nil
        }
        let distinct = builds.indices.filter { !builds[..<$0].contains(builds[$0]) }
        return [
          host.name, distinct.map { builds[$0] }.joined(separator: ", "),
          host.addresses.map(\.stringBinding).joined(separator: ", "),
        ]
      }
    ).html
  }

  var reproduction: HTML {
    let provenance = content.provenance
    let isCapture = content.capture != nil
    let words =
      isCapture
      ? "Equal captures and versions of mtatrace give equal events. These commands read the "
        + "capture and make this page:"
      : isExternal
        ? "The events come from another simulator. Once 'mtatrace export --format jsonl' has "
          + "written them, these commands import them again and make this page:"
        : "Equal scenario, seed and engine version give equal events on every machine. These "
          + "commands record the trace, simulate it again event by event, and make this page:"
    var commands = content.commands
    if !isCapture, !isExternal {
      commands.insert("mtatrace replay \(provenance.file)", at: min(1, commands.count))
    }
    let runs = PageTable(
      "Runs, each with the fingerprint of its events",
      columns: [
        .init(title: "run", isNumber: true, isHeading: true), .init(title: "build"),
        .init(title: "events", isNumber: true), .init(title: "fingerprint"),
        .init(title: "status"), .init(title: "ended", isNumber: true), .init(title: "engine"),
      ],
      rows: content.contrast.runs.map { run in
        [
          "\(run.number)", run.version, "\(run.eventCount)", run.fingerprint.text, run.statusName,
          run.end.clockText, run.header.engineVersion,
        ]
      })
    return """
      \(HTML.paragraph(words))
      \(HTML.commands(commands))
      \(runs.html)
      \(unread)
      <p>Made by \(provenance.program). Scenario \(provenance.scenario), seed \(provenance.seed). \
      Microsoft Knowledge Base article Q181721, “XCON: Messages Not Delivered Over an \
      Association”, describes the fault that mtatrace was made for.</p>
      """
  }

  /// What of a capture could not be read.
  private var unread: HTML? {
    guard content.capture != nil, let run = content.contrast.runs.first else { return nil }
    guard !run.unread.isEmpty else { return "<p>Everything in the capture was read.</p>" }
    return PageTable(
      "What could not be read",
      columns: [
        .init(title: "layer", isHeading: true), .init(title: "reason"),
        .init(title: "count", isNumber: true), .init(title: "octets", isNumber: true),
        .init(title: "first frame", isNumber: true),
      ],
      rows: run.unread.map {
        [
          $0.layer, $0.reason, "\($0.count)", $0.octets > 0 ? "\($0.octets)" : "–",
          $0.firstFrame.map { "\($0)" } ?? "–",
        ]
      }
    ).html
  }
}
