import Analysis
import Figures
import TraceModel

/// What was found, in words and numbers, and what to do about it.
extension HTMLReport {
  var finding: HTML {
    if let capture = content.capture { return verdict(of: capture) }
    let contrast = content.contrast
    let sentences = contrast.finding + [contrast.otherTrouble].compactMap { $0 }
    let columns =
      [PageTable.Column(title: "", isHeading: true)]
      + contrast.longNames.enumerated().map { index, name in
        PageTable.Column(title: name, isNumber: true, accent: accent(index))
      }
    let caption = contrast.runs.count > 1 ? "Compared" : "In numbers"
    return """
      <div class="lead">\(sentences.map { HTML.paragraph($0) })</div>
      <div class="sides">
      \(PageTable("\(caption)", columns: columns, rows: contrast.comparison).html)
      \(remedies)
      </div>
      """
  }

  private var remedies: HTML? {
    let remedies = content.contrast.remedies
    guard !remedies.isEmpty else { return nil }
    let items = remedies.map { remedy -> HTML in
      """
      <li><strong>\(remedy.action).</strong> \(remedy.reason) \
      <span class="muted">(\(remedy.sources))</span></li>
      """
    }
    return "<div><h3>What to do about it</h3><ul>\(items)</ul></div>"
  }

  /// The class of a run's accent, which colours it.
  func accent(_ run: Int) -> String {
    let accents = Accent.accents(of: content.contrast.variants)
    return accents.indices.contains(run) ? accents[run].name : Accent.neutral.name
  }

  private func verdict(of capture: Capture) -> HTML {
    let diagnosis = capture.diagnosis
    var parts = diagnosis.faults.map { finding -> HTML in
      """
      <h3>\(finding.sentence(in: diagnosis.run))</h3>
      <p>\(finding.surenessText)</p>
      <p>To settle it: \(finding.settlement(in: diagnosis.run))</p>
      \(evidence(finding.evidence, in: diagnosis.run))
      """
    }
    parts += diagnosis.refusals.map { refusals -> HTML in
      """
      <h3>\(refusals.sentence(in: diagnosis.run))</h3>
      \(evidence(refusals.evidence, in: diagnosis.run))
      """
    }
    if parts.isEmpty {
      parts.append(
        .paragraph(
          diagnosis.isBlind
            ? "The capture shows no PDU of DCE/RPC that could be read."
            : "No bind is refused, and no call is cancelled after two minutes. Whose turn it is "
              + "lies inside of calls, where a capture does not show it."))
    }
    return "\(parts)\(diagnosis.doubt.map { HTML.paragraph($0) })"
  }

  private func evidence(_ evidence: [Evidence], in run: Run) -> HTML {
    PageTable(
      "What shows it",
      columns: [
        .init(title: "event", isNumber: true, isHeading: true),
        .init(title: "frame", isNumber: true), .init(title: "time", isNumber: true),
        .init(title: "what it shows"),
      ],
      cells: evidence.map {
        [
          "\($0.event.rawValue)", "\($0.frame.map { "\($0)" } ?? "–")",
          moment($0.time, text: $0.time.preciseText), "\($0.text(in: run))",
        ]
      }
    ).html
  }

  /// A moment that moves the cursor when it is chosen.
  func moment(_ time: TraceInstant, text: String) -> HTML {
    "<a href=\"#chart\" data-at=\"\(time.microseconds)\">\(text)</a>"
  }
}

extension Accent {
  /// Its class in the page's style.
  var name: String {
    switch self {
    case .faulty: "faulty"
    case .fixed: "fixed"
    case .neutral: "neutral"
    }
  }
}

extension TraceInstant {
  /// The moment as the page's script counts time: finer than any screen shows, and exact in its
  /// numbers for 285 years.
  var microseconds: Int64 { nanoseconds / 1_000 }
}
