import Analysis
import Drawing
import TraceModel

/// The pages behind the pictures: incidents, parameters, assumptions, and the way back.
extension Report {
  func drawIncidents(in flow: inout ReportFlow) {
    startPart(.incidents, in: &flow)
    flow.text(
      "An incident is a stall, more than 60 s in which mail waited and none was delivered, with "
        + "what led to it. It ends in a rescue if the queue reached the threshold and the "
        + "association opened then delivered; in a strand if the run or an association ended it; "
        + "in “other” if anything else did.",
      style: .body)
    flow.top += 8
    for (index, incidents) in content.incidents.enumerated() {
      flow.reserve(60)
      flow.text(runTitle(index), style: .section, tag: .heading)
      flow.top += 4
      guard !incidents.isEmpty else {
        flow.text("No incident.", style: .body)
        flow.top += 10
        continue
      }
      incidentTable(incidents).draw(in: &flow)
      flow.top += 10
      drawEntries(of: incidents, in: &flow)
    }
    drawDisturbances(in: &flow)
    for (index, run) in content.contrast.runs.enumerated() {
      LogTables.draw(run.logs, of: runTitle(index), in: &flow)
    }
  }

  /// `NT 4.0 SP3, run 1`.
  func runTitle(_ index: Int) -> String {
    let name = content.contrast.longNames[index]
    let number = content.contrast.runs[index].number
    return name.hasSuffix("(run \(number))") ? name : "\(name), run \(number)"
  }

  /// The event-log entries of the incidents: equal texts once, with their count and times.
  private func drawEntries(of incidents: [Incident], in flow: inout ReportFlow) {
    var rows: [[String]] = []
    for (index, incident) in incidents.enumerated() {
      for folded in LoggedEntry.folded(incident.entries) {
        let first = folded.first.event.time.clockText
        rows.append([
          "\(index + 1)", "\(folded.count) ×",
          folded.count == 1 ? first : "\(first) – \(folded.last.clockText)",
          "\(folded.first.entry.id)", folded.first.entry.text,
        ])
      }
    }
    guard !rows.isEmpty else { return }
    ReportTable(
      columns: [
        .init(title: "#", width: 16, isNumber: true), .init(title: "", width: 30, isNumber: true),
        .init(title: "logged", width: 104), .init(title: "event", width: 36),
        .init(title: "text", width: 528),
      ], rows: rows
    ).draw(in: &flow)
    flow.top += 14
  }

  func drawParameters(in flow: inout ReportFlow) {
    startPart(.parameters, in: &flow)
    guard let header = content.contrast.runs.first?.header else { return }
    if isExternal {
      flow.text(
        "Another simulator made the events, by rules of its own; the trace holds what it states.",
        style: .body)
    } else {
      drawAssumptions(of: header, in: &flow)
    }
    let parameters = header.parameters.filter { $0.name != "title" }
    if !parameters.isEmpty {
      flow.top += 14
      flow.reserve(80)
      flow.text("Parameters of the scenario", style: .section, tag: .heading)
      flow.top += 4
      drawParameterColumns(parameters, in: &flow)
    }
    drawHosts(in: &flow)
  }

  /// Whether another simulator made the runs.
  private var isExternal: Bool { content.contrast.runs.first?.header.source == .external }

  private func drawAssumptions(of header: RunHeader, in flow: inout ReportFlow) {
    flow.text(
      "Public sources leave these questions open. The result rests on the answers, each of which "
        + "is a rule of the simulation or a parameter of the scenario.",
      style: .body)
    flow.top += 8
    ReportTable(
      columns: [
        .init(title: "", width: 26, style: .strong), .init(title: "question", width: 300),
        .init(title: "answer in these runs", width: 412),
      ],
      rows: Assumption.register(of: header).map { assumption in
        let mark = assumption.isDefault ? "" : ". This is not the default."
        return [assumption.id, assumption.question, assumption.answer + mark]
      }
    ).draw(in: &flow)
  }

  /// Every host by its full name, which diagrams may shorten, with its build in each run.
  private func drawHosts(in flow: inout ReportFlow) {
    let runs = content.contrast.runs.map(\.header)
    guard let hosts = runs.first?.hosts, !hosts.isEmpty else { return }
    flow.top += 14
    flow.reserve(80)
    flow.text("Hosts", style: .section, tag: .heading)
    flow.top += 4
    ReportTable(
      columns: [
        .init(title: "name", width: 200, style: .strong), .init(title: "build", width: 150),
        .init(title: "addresses", width: 388),
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
    ).draw(in: &flow)
  }

  /// Two short parameters a row, so that a usual scenario takes a page; long ones alone.
  private func drawParameterColumns(_ parameters: [Parameter], in flow: inout ReportFlow) {
    let name = TextStyle.body.color(Palette.muted)
    let short = parameters.filter { $0.value.count <= 40 }
    let half = (short.count + 1) / 2
    ReportTable(
      columns: [
        .init(title: "name", width: 150, style: name), .init(title: "value", width: 213),
        .init(title: "name", width: 150, style: name), .init(title: "value", width: 213),
      ],
      rows: (0..<half).map { index in
        let right = index + half < short.count ? short[index + half] : nil
        return [short[index].name, short[index].value, right?.name ?? "", right?.value ?? ""]
      }
    ).draw(in: &flow)
    let long = parameters.filter { $0.value.count > 40 }
    guard !long.isEmpty else { return }
    flow.top += 10
    ReportTable(
      columns: [
        .init(title: "name", width: 150, style: name), .init(title: "value", width: 588),
      ], rows: long.map { [$0.name, $0.value] }
    ).draw(in: &flow)
  }

  func drawReproduction(in flow: inout ReportFlow) {
    startPart(.reproduction, in: &flow)
    let provenance = content.provenance
    flow.text(
      isExternal
        ? "The events come from another simulator. Once 'mtatrace export --format jsonl' has "
          + "written them, these commands import them again and draw this report:"
        : "Equal scenario, seed and engine version give equal events on every machine. These "
          + "commands record the trace, simulate it again event by event, and draw this report:",
      style: .body)
    flow.top += 6
    let replay = isExternal ? [] : ["mtatrace replay \(provenance.file)"]
    for command in [provenance.command] + replay
      + ["mtatrace report \(provenance.file) -o report.pdf"]
    {
      flow.text(command, style: .strong, x: ReportFlow.margin + 16)
      flow.top += 2
    }
    flow.top += 12
    ReportTable(
      columns: [
        .init(title: "run", width: 26, isNumber: true), .init(title: "build", width: 130),
        .init(title: "events", width: 60, isNumber: true),
        .init(title: "fingerprint", width: 130), .init(title: "status", width: 80),
        .init(title: "ended", width: 80), .init(title: "engine", width: 50),
      ],
      rows: content.contrast.runs.map { run in
        [
          "\(run.number)", run.version, "\(run.eventCount)", run.fingerprint.text,
          run.statusName, run.end.clockText, run.header.engineVersion,
        ]
      }
    ).draw(in: &flow)
    flow.top += 12
    flow.text(
      "Made by \(provenance.program). Scenario \(provenance.scenario), seed \(provenance.seed). "
        + "Microsoft Knowledge Base article Q181721, “XCON: Messages Not Delivered Over an "
        + "Association”, describes the fault that mtatrace was made for.",
      style: .body)
  }
}
