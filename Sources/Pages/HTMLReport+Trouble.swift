import Analysis
import TraceModel

/// The incidents, the event log, and the connections of a capture.
extension HTMLReport {
  var incidents: HTML {
    let tables = content.incidents.enumerated().map { index, incidents -> HTML in
      guard !incidents.isEmpty else {
        return "<h3>\(runTitle(index))</h3>\n<p>No incident.</p>"
      }
      return """
        <h3>\(runTitle(index))</h3>
        \(table(of: incidents, run: index))
        \(entries(of: incidents, run: index))
        """
    }
    return """
      <p>An incident is a stall, more than 60 s in which mail waited and none was delivered, with \
      what led to it. It ends in a rescue if the queue reached the threshold and the association \
      opened then delivered; in a strand if the run or an association ended it; in “other” if \
      anything else did. Choosing its time shows it in the chart.</p>
      \(tables)
      \(disturbances)
      \(logs)
      """
  }

  /// `NT 4.0 SP3, run 1`.
  func runTitle(_ index: Int) -> String {
    let (name, number) = (content.contrast.longNames[index], content.contrast.runs[index].number)
    return name.hasSuffix("(run \(number))") ? name : "\(name), run \(number)"
  }

  private func table(of incidents: [Incident], run: Int) -> HTML {
    let counts: [(title: String, value: (Incident) -> Int)] = [
      ("naks", { $0.stall.naks }), ("cancels", { $0.cancels }),
      ("turn asked", { $0.turnRequests }),
    ]
    // Columns that are empty throughout say nothing, but that no bind was refused does.
    let used = counts.filter { count in
      count.title == "naks" || incidents.contains { count.value($0) > 0 }
    }
    let columns: [PageTable.Column] =
      [
        .init(title: "#", isNumber: true, isHeading: true), .init(title: "time"),
        .init(title: "length", isNumber: true), .init(title: "end"),
        .init(title: "peak", isNumber: true), .init(title: "left", isNumber: true),
      ] + used.map { .init(title: $0.title, isNumber: true) } + [.init(title: "what led to it")]
    return PageTable(
      "Incidents of \(runTitle(run))", columns: columns,
      cells: incidents.enumerated().map { index, incident in
        let stall = incident.stall
        let numbers: [HTML] = used.map { "\($0.value(incident))" }
        return [
          "\(index + 1)", link(to: stall), "\(stall.duration.exactText)",
          "\(stall.endingName)", "\(stall.peak)", "\(stall.isOpen ? stall.waiting : 0)",
        ] + numbers + ["\(content.contrast.causeText(of: incident))"]
      }
    ).html
  }

  /// The time of a stall, which zooms the chart to it when it is chosen.
  private func link(to stall: Stall) -> HTML {
    """
    <a href="#chart" data-from="\(stall.start.microseconds)" data-to="\(stall.end.microseconds)">\
    \(stall.start.clockText) – \(stall.end.clockText)</a>
    """
  }

  private func entries(of incidents: [Incident], run: Int) -> HTML? {
    let rows = incidents.enumerated().flatMap { index, incident in
      LoggedEntry.folded(incident.entries).map { folded -> [HTML] in
        let time = folded.first.event.time
        let last: HTML? = folded.count == 1 ? nil : " – \(folded.last.clockText)"
        return [
          "\(index + 1)", "\(folded.count)", "\(moment(time, text: time.clockText))\(last)",
          "\(folded.first.entry.id)", "\(folded.first.entry.text)",
        ]
      }
    }
    guard !rows.isEmpty else { return nil }
    return PageTable(
      "What the MTAs wrote into the event log, \(runTitle(run))",
      columns: [
        .init(title: "incident", isNumber: true, isHeading: true),
        .init(title: "times", isNumber: true), .init(title: "logged"),
        .init(title: "event", isNumber: true), .init(title: "text"),
      ], cells: rows
    ).html
  }

  /// What disturbed the direction from outside, for each run or once if it was the same for all.
  private var disturbances: HTML? {
    let contrast = content.contrast
    let all = contrast.runs.map { run in run.disturbances.filter { $0.concerns(contrast.link) } }
    guard all.contains(where: { !$0.isEmpty }), let first = all.first else { return nil }
    let isSame = all.allSatisfy { $0 == first }
    let tables = (isSame ? [first] : all).enumerated().filter { !$1.isEmpty }.map { index, list in
      PageTable(
        "What disturbed this direction from outside\(isSame ? "" : ", \(runTitle(index))")",
        columns: [
          .init(title: "from", isNumber: true, isHeading: true),
          .init(title: "to", isNumber: true), .init(title: "length", isNumber: true),
          .init(title: "what"),
        ],
        cells: list.map {
          [
            moment($0.start, text: $0.start.clockText), moment($0.end, text: $0.end.clockText),
            "\($0.duration.exactText)", "\($0.text(of: contrast.runs[index]))",
          ]
        }
      ).html
    }
    return HTML(tables)
  }

  var connections: HTML {
    guard let capture = content.capture else { return "" }
    let (listed, count) = (capture.connections.count, capture.connectionCount)
    let sentence =
      listed < count
      ? "The first \(listed) of \(count) connections, those with trouble before the others."
      : "\(count == 1 ? "One connection" : "\(count) connections"), those with trouble first."
    let columns: [PageTable.Column] =
      [.init(title: "#", isNumber: true, isHeading: true)]
      + ["over", "client", "server"].map { .init(title: $0) }
      + ["from", "to"].map { .init(title: $0, isNumber: true) } + [.init(title: "group")]
      + ["calls", "naks", "faults"].map { .init(title: $0, isNumber: true) }
      + [.init(title: "end")]
    let table = PageTable("\(sentence)", columns: columns, cells: capture.connections.map(row))
    return """
      \(table.html)
      \(logs)
      """
  }

  private func row(_ connection: CapturedConnection) -> [HTML] {
    let wire = connection.wire
    func endpoint(_ address: String, _ port: UInt16) -> HTML {
      "\(address.contains(":") ? "[\(address)]" : address):\(port)"
    }
    let group = connection.group.map { "0x" + String($0, radix: 16, uppercase: true) }
    let ending =
      switch connection.ending {
      case .open: "open"
      case .closed: "closed"
      case .reset: "reset"
      case .refused: "refused"
      }
    return [
      "\(wire.id.rawValue)", "\(wire.transport)", endpoint(wire.clientAddress, wire.clientPort),
      endpoint(wire.serverAddress, wire.serverPort),
      moment(connection.first, text: connection.first.clockText),
      moment(connection.last, text: connection.last.clockText), "\(group ?? "–")",
      "\(connection.calls)", "\(connection.naks)", "\(connection.faults)", "\(ending)",
    ]
  }
}
