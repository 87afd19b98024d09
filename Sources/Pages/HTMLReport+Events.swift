import Analysis
import Figures
import TraceModel

/// The list of events, and how many there are of each kind.
extension HTMLReport {
  var events: HTML {
    let sentences = zip(content.contrast.longNames, content.events).map { name, selection in
      "\(name): \(selection.rows.count) of \(selection.total) events"
    }
    return """
      <p>This page lists \(sentences.joined(separator: "; ")). Rare kinds are listed whole; of the \
      others, what happened between the two hosts in the stretch that the diagram shows, as far \
      as there was room. The trace has all of them: “mtatrace show \(content.provenance.file)”.</p>
      <div id="event-list" hidden></div>
      <noscript><p>The list needs a script, which this browser does not run.</p></noscript>
      <p class="on-paper">The list is left out on paper.</p>
      <details><summary>How many there are of each kind</summary>\(countTable)</details>
      """
  }

  private var countTable: HTML {
    let kinds = EventKind.allCases.filter { kind in
      content.events.contains { $0.counts.contains { $0.kind == kind } }
    }
    let columns =
      [PageTable.Column(title: "kind", isHeading: true)]
      + content.contrast.names.enumerated().flatMap { index, name in
        ["in the trace", "listed"].map {
          PageTable.Column(title: "\(name) \($0)", isNumber: true, accent: accent(index))
        }
      }
    let tallies = content.events.map { selection in
      var (all, listed) = (Tally(), Tally())
      for count in selection.counts { all[count.kind] += count.count }
      for row in selection.rows { listed[row.event.kind] += 1 }
      return (all: all, listed: listed)
    }
    return PageTable(
      "Events of each kind", columns: columns,
      rows: kinds.map { kind in
        [kind.name] + tallies.flatMap { ["\($0.all[kind])", "\($0.listed[kind])"] }
      }
    ).html
  }

  /// A count for each kind of event.
  private struct Tally {
    private var counts = [Int](repeating: 0, count: 256)

    subscript(kind: EventKind) -> Int {
      get { counts[Int(kind.rawValue)] }
      set { counts[Int(kind.rawValue)] = newValue }
    }
  }

  var eventData: ScriptData {
    .array(
      content.events.enumerated().map { index, selection in
        var texts = TextPool()
        let rows = selection.rows.map { row -> [Int64] in
          let event = row.event
          let association = event.association.map { ["assoc \($0.rawValue)"] } ?? []
          let text = (association + row.facts).joined(separator: " · ")
          return [
            event.time.microseconds, Int64(event.sequence.rawValue), Int64(event.kind.rawValue),
            event.direction.map { $0 == .sent ? 1 : 2 } ?? 0, Int64(event.host.rawValue),
            event.peer.map { Int64($0.rawValue) } ?? -1, texts.index(of: text),
          ]
        }
        let names = content.contrast.names
        return .object([
          ("run", .integer(Int64(content.contrast.runs[index].number))),
          ("name", .string(names[index])), ("accent", .string(accent(index))),
          ("texts", .strings(texts.texts)), ("rows", .array(rows.map { .numbers($0) })),
          (
            "counts",
            .array(
              selection.counts.map {
                .numbers([Int64($0.kind.rawValue), Int64($0.host.rawValue), Int64($0.count)])
              })
          ),
        ])
      })
  }

  /// Texts, each once: many events say the same.
  private struct TextPool {
    private(set) var texts: [String] = []
    private var places: [String: Int64] = [:]

    mutating func index(of text: String) -> Int64 {
      if let place = places[text] { return place }
      let place = Int64(texts.count)
      texts.append(text)
      places[text] = place
      return place
    }
  }

  /// All that the script reads.
  var data: ScriptData {
    let hosts = content.contrast.runs.first?.header.hosts.map(\.name) ?? []
    let kinds = EventKind.allCases.filter { kind in
      content.events.contains { $0.counts.contains { $0.kind == kind } }
    }
    return .object([
      ("hosts", .strings(hosts)),
      (
        "kinds",
        .array(kinds.map { .array([.integer(Int64($0.rawValue)), .string($0.name)]) })
      ),
      ("plot", plotData), ("stories", storyData), ("events", eventData),
    ])
  }
}
