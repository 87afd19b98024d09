import Analysis
import TraceModel

extension TicketContent {
  /// The body with at most so many rows a table.
  func body(rows: Int) -> TicketBody {
    var blocks: [BodyBlock] = [.heading(headline)]
    if let note { blocks.append(.paragraph([.text(note)])) }
    blocks += findings
    blocks += figures.map { .figure(name: $0.name, alternative: $0.alternative) }
    if diagnosis == nil {
      let way = contrast.chosen.first.map { ", from \($0.fromName) to \($0.toName)" } ?? ""
      blocks += [.heading((contrast.runs.count > 1 ? "Compared" : "In numbers") + way), comparison]
    }
    blocks += remedies
    if diagnosis == nil { blocks += trouble(rows: rows) }
    blocks += logs(rows: rows)
    blocks += provenance
    blocks += attachments
    return TicketBody(title: headline, blocks: blocks)
  }

  private var findings: [BodyBlock] {
    guard let diagnosis else {
      return [
        .paragraph([.text(contrast.finding.joined(separator: " "))]),
        .paragraph([.text(contrast.subtitle + ".")]),
      ]
    }
    let sentences =
      diagnosis.faults.map { "\($0.sentence(in: diagnosis.run)) \($0.surenessText)" }
      + diagnosis.refusals.map { $0.sentence(in: diagnosis.run) }
    return (sentences + [diagnosis.doubt].compactMap { $0 }).map { .paragraph([.text($0)]) }
  }

  private var comparison: BodyBlock {
    let names = contrast.longNames
    return .table(
      titles: [""] + names, numbers: Set(1...max(names.count, 1)), rows: contrast.comparison)
  }

  private var remedies: [BodyBlock] {
    var items: [[Phrase]] = contrast.remedies.map { remedy in
      [.strong(remedy.action + "."), .text(" \(remedy.reason) (\(remedy.sources))")]
    }
    if let diagnosis {
      items += diagnosis.faults.map { finding in
        [.strong("To be settled:"), .text(" " + finding.settlement(in: diagnosis.run))]
      }
    }
    return items.isEmpty ? [] : [.heading("What to do now"), .list(items)]
  }

  private var provenance: [BodyBlock] {
    var items: [[Phrase]] = [
      [
        .text("Pack "), .code(identity), .text(", made by "), .code(program), .text(" from "),
        .code(trace),
      ]
    ]
    items += contrast.runs.map { summary in
      let run = summary.run
      var phrases: [Phrase] = [
        .text("Run \(run.id): "), .code(run.header.build),
        .text(", scenario "), .code(run.header.scenario),
        .text(", seed \(run.header.seed), engine "),
        .code(run.header.engineVersion), .text(", fingerprint "), .code(run.fingerprint.text),
      ]
      if run.header.source == .capture {
        phrases = [
          .text("Run \(run.id): capture "), .code(run.header.scenario), .text(", fingerprint "),
          .code(run.fingerprint.text),
        ]
      }
      return phrases
    }
    return [.heading("Where this comes from"), .list(items), .code(command)]
  }

  private var attachments: [BodyBlock] {
    func items(_ files: [File], _ text: (File) -> String) -> [[Phrase]] {
      files.map { [.code($0.name), .text(": \(text($0))")] }
    }
    let shown = Set(figures.map(\.name))
    let sent = files.filter { $0.objection == nil && !shown.contains($0.name) }
    let left = files.filter { $0.objection != nil }
    var blocks: [BodyBlock] = []
    if !sent.isEmpty {
      blocks += [.heading("Attached"), .list(items(sent, \.purpose))]
    }
    if !left.isEmpty || !missing.isEmpty {
      blocks += [
        .heading("Not attached"),
        .list(
          items(left) { "\($0.purpose) (\($0.objection ?? ""))" }
            + missing.map { [.code("slice.sqlite"), .text(": \($0)")] }),
      ]
    }
    return blocks
  }
}
