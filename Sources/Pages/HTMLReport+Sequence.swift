import Analysis
import Figures
import TraceModel

/// The sequence diagram: a table for each run, which the script draws lifelines and arrows into.
extension HTMLReport {
  /// The most rows of one run, those within folds included.
  private static let mostRows = 2_500

  var sequence: HTML {
    let diagram = content.sequence
    guard diagram.columns.contains(where: { !$0.story.rows.isEmpty }) else {
      return "<p>Nothing happened in this direction in the time that was chosen.</p>"
    }
    return """
      <p class="lead">\(diagram.headline).</p>
      \(HTML.paragraph(diagram.subtitle, class: "muted"))
      \(filters)
      <div class="stories">
      \(diagram.columns.indices.map(story))
      </div>
      """
  }

  /// Where the script puts the filters.
  private var filters: HTML {
    """
    <form id="filters" hidden aria-label="Filters of the diagram and of the list of events">
    <details><summary>Filter the diagram and the list of events by kind and host</summary>
    <fieldset id="kinds"><legend>Kinds</legend></fieldset>
    <fieldset id="hosts"><legend>Hosts</legend></fieldset>
    <p><button type="reset">Show everything</button>
    <output id="matches" aria-live="polite"></output></p>
    </details></form>
    """
  }

  private func story(_ index: Int) -> HTML {
    let column = content.sequence.columns[index]
    let title = column.name
    var writer = SequenceRows(
      column: column, kinds: content.sequenceKinds[index], room: Self.mostRows)
    for (place, row) in column.story.rows.enumerated() {
      if content.sequence.hasDifference, place == content.sequence.sharedRows {
        writer.add(band: content.sequence.focus ?? "first difference that the wire shows")
      }
      writer.add(row)
    }
    let omitted = column.story.omitted.map { "\($0.count) × \($0.kind.name)" }
    let rest: HTML? =
      omitted.isEmpty
      ? nil : "<p class=\"muted\">Not drawn: \(omitted.joined(separator: ", ")).</p>"
    return """
      <div class="story">
      <h3 class="\(column.accent.name)">\(title)</h3>
      <div class="rows" role="region" tabindex="0" aria-label="Rows of \(title)">
      <table data-story="\(index)" class="\(column.accent.name)">
      <caption>What happened on the wire, \(title)</caption>
      <thead><tr><th scope="col">time</th><th scope="col">from</th><th scope="col">to</th>\
      <th scope="col">what</th></tr></thead>
      <tbody>
      \(writer.html)
      </tbody></table></div>
      \(writer.remark)
      \(rest)
      </div>
      """
  }

  var storyData: ScriptData {
    .array(
      content.sequence.columns.map { column in
        .object([
          ("name", .string(column.name)),
          (
            "lifelines",
            .array(column.story.lifelines.map { .strings([$0.title, $0.subtitle]) })
          ),
        ])
      })
  }
}

/// The rows of one run's table while they are written.
private struct SequenceRows {
  let column: SequenceDiagram.Column
  let kinds: [EventSequence: EventKind]
  /// How many more rows there is room for.
  var room: Int
  private(set) var html: [HTML] = []
  private var left = 0

  init(column: SequenceDiagram.Column, kinds: [EventSequence: EventKind], room: Int) {
    self.column = column
    self.kinds = kinds
    self.room = room
  }

  /// How many rows are left out.
  var remark: HTML? {
    guard left > 0 else { return nil }
    return """
      <p class="muted">\(left) more rows are left out here; “mtatrace diagram --unfold all” draws \
      them.</p>
      """
  }

  mutating func add(band text: String) {
    html.append("<tr class=\"band\"><td colspan=\"4\">\(text)</td></tr>")
  }

  mutating func add(_ row: SequenceRow, fold: Int? = nil) {
    guard room > 0 else {
      left += 1
      return
    }
    room -= 1
    let folded: HTML? = fold.map { " data-in=\"\($0)\"" }
    switch row {
    case .arrow(let arrow):
      let fate = arrow.received == nil ? " (\(arrow.fate.text))" : ""
      let lost: HTML? = arrow.received == nil ? " data-lost=\"1\"" : nil
      html.append(
        """
        <tr data-t="\(arrow.sent.microseconds)" data-m="\(arrow.mark.name)" \
        data-x="\(arrow.from) \(arrow.to)"\(lost)\(kind(of: arrow.event))\
        \(hosts([arrow.from, arrow.to]))\(folded)>\(heading(arrow.sent))\
        <td>\(name(arrow.from))</td><td>\(name(arrow.to))</td><td>\(arrow.label + fate)</td></tr>
        """)
    case .note(let note):
      html.append(
        """
        <tr data-t="\(note.time.microseconds)" data-m="\(note.mark.name)" \
        data-x="\(note.at)"\(kind(of: note.event))\(hosts([note.at]))\(folded)>\
        \(heading(note.time))<td>\(name(note.at))</td><td></td><td>\(note.text)</td></tr>
        """)
    case .pause(let pause):
      html.append(
        """
        <tr class="pause" data-t="\(pause.start.microseconds)"\(folded)>\(heading(pause.start))\
        <td></td><td></td><td>\(pause.label)</td></tr>
        """)
    case .fold(let fold):
      html.append(
        """
        <tr class="fold" data-t="\(fold.first.microseconds)" data-m="\(fold.mark.name)" \
        data-fold="\(fold.number)">\(heading(fold.first))<td></td><td></td>\
        <td><strong>\(fold.title)</strong><br>\(fold.detail)</td></tr>
        """)
      for row in fold.rows { add(row, fold: fold.number) }
    }
  }

  private func heading(_ time: TraceInstant) -> HTML {
    "<th scope=\"row\">\(time.preciseText)</th>"
  }

  private func name(_ index: Int) -> String {
    let lifelines = column.story.lifelines
    guard lifelines.indices.contains(index) else { return "" }
    return "\(lifelines[index].title) \(lifelines[index].subtitle)"
  }

  private func kind(of event: EventSequence) -> HTML? {
    kinds[event].map { " data-e=\"\(event.rawValue)\" data-k=\"\($0.name)\"" }
  }

  private func hosts(_ lifelines: [Int]) -> HTML {
    let known = column.story.lifelines
    let hosts = lifelines.filter { known.indices.contains($0) }.map {
      "\(known[$0].host.rawValue)"
    }
    return " data-h=\"\(hosts.joined(separator: " "))\""
  }
}

extension SequenceMark {
  /// Its class in the page's style.
  fileprivate var name: String {
    switch self {
    case .bind: "bind"
    case .bindAck: "ack"
    case .bindNak: "nak"
    case .call: "call"
    case .reply: "reply"
    case .cancel: "cancel"
    case .failure: "failure"
    case .filed: "filed"
    case .misfiled: "misfiled"
    case .delivery: "delivery"
    case .decision: "decision"
    case .outside: "outside"
    }
  }
}
