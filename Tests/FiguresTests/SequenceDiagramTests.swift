import Analysis
import Drawing
import Figures
import Testing

struct SequenceDiagramTests {
  let metrics = FixedWidthMetrics()

  static let shared = [
    Samples.arrow(1, 2, 1, 1.03, "bind · group 0", .bind),
    Samples.arrow(2, 1, 1.04, 1.07, "bind_ack · group 0x2A", .bindAck),
  ]
  static let refused = [
    Samples.arrow(2, 1, 2, 2.03, "bind_nak · reason 0", .bindNak),
    Samples.note(0, 2.03, "event 9316: no data was sent", .failure),
    Samples.fold(7, from: 62, to: 422),
  ]
  static let accepted = [
    Samples.arrow(0, 3, 2, 2.1, "transfer · message 7"),
    Samples.note(3, 2.1, "delivered 7", .delivery),
  ]
  let content = Samples.diagram(
    [Self.shared + Self.refused, Self.shared + Self.accepted], shared: 2)

  func picture(_ content: SequenceDiagram.Content) throws -> DisplayList {
    try #require(
      try SequenceDiagram(content).pictures(
        maximumHeight: 16_000, stripHeight: 8_000, metrics: metrics
      ).first)
  }

  @Test func `every row, heading and count of what is not drawn is in the picture`() throws {
    let texts = try picture(content).texts
    for text in [
      "bind · group 0", "bind_nak · reason 0", "event 9316: no data was sent",
      "7 × bind → bind_nak, every 60 s", "queue grows 3 → 44 · fold\u{A0}0", "transfer · message 7",
      "delivered 7", "first difference that the wire shows", "tcp[1911]", "RPC runtime", "0:01.000",
      "NT 4.0 SP3", "NT 4.0 SP4", "Not drawn: 12\u{A0}×\u{A0}connect",
    ] {
      #expect(texts.contains(text), "\(text)")
    }
  }

  @Test func `shared rows stand at one height, the others below the band`() throws {
    let page = try picture(content)
    let heights = page.runs.filter { $0.text == "bind · group 0" }.map(\.origin.y)
    #expect(heights.count == 2 && heights.first == heights.last)
    let band = try #require(page.run("first difference that the wire shows")).origin.y
    #expect(try #require(page.run("bind_ack · group 0x2A")).origin.y < band)
    #expect(try #require(page.run("bind_nak · reason 0")).origin.y > band)
    #expect(try #require(page.run("transfer · message 7")).origin.y > band)
  }

  @Test func `runs that agree to the end are said to`() throws {
    let page = try picture(
      Samples.diagram([Self.shared, Self.shared], shared: 2, hasDifference: false))
    #expect(page.run("no difference that the wire shows") != nil)
    let alone = try picture(Samples.diagram([Self.shared], hasDifference: false))
    #expect(alone.texts.allSatisfy { !$0.contains("difference") })
  }

  @Test func `what a diagram is about stands below a band that says so`() throws {
    var content = Samples.diagram([Self.shared + Self.refused], shared: 2, hasDifference: false)
    content.focus = "bind_nak #9341"
    let page = try picture(content)
    let band = try #require(page.run("bind_nak #9341")).origin.y
    #expect(try #require(page.run("bind_ack · group 0x2A")).origin.y < band)
    #expect(try #require(page.run("bind_nak · reason 0")).origin.y > band)
  }

  @Test func `on a true axis what happens at the very end is drawn, and goes on nowhere`() throws {
    for last in Self.accepted {
      var content = Samples.diagram([Self.shared + [last]], hasDifference: false)
      content.axis = .proportional
      let texts = try picture(content).texts
      #expect(texts.contains { $0.contains("transfer · message 7") || $0.contains("delivered 7") })
      #expect(!texts.contains { $0.contains("continued") })
    }
  }

  @Test func `what takes longer falls further, and what takes no time not at all`() throws {
    let rows = [
      Samples.arrow(0, 3, 1, 1.01, "fast"), Samples.arrow(0, 3, 2, 2.05, "slow"),
      Samples.arrow(1, 0, 3, 3, "at once", .failure),
    ]
    let falls = try picture(Samples.diagram([rows])).arrowFalls
    #expect(falls.count == 3)
    #expect(falls[0] > 0 && falls[1] > falls[0] && falls[2] == 0)
  }

  @Test func `an arrow ends below the rows that began before it arrived`() throws {
    let rows = [
      Samples.arrow(0, 3, 1, 5, "MtaBind"), Samples.arrow(3, 0, 2, 2.1, "MtaBindBack"),
      Samples.arrow(3, 0, 6, 6.1, "later"),
    ]
    let page = try picture(Samples.diagram([rows]))
    let end = try #require(page.arrowTips.first).y
    #expect(end > (try #require(page.run("MtaBindBack")).origin.y))
    #expect(end < (try #require(page.run("later")).origin.y + 6))
  }

  @Test func `what has not arrived is said not to have`() throws {
    let page = try picture(Samples.diagram([[Samples.arrow(0, 3, 1, nil, "transfer")]]))
    #expect(page.run("transfer · has not arrived") != nil)
  }

  @Test(arguments: [(SequenceArrow.Fate.lost, "lost"), (.brokenOff, "broken off")])
  func `what never arrives ends in a cross on its way`(
    fate: SequenceArrow.Fate, text: String
  ) throws {
    var row = Samples.arrow(0, 3, 1, nil, "transfer")
    if case .arrow(var arrow) = row {
      arrow.fate = fate
      row = .arrow(arrow)
    }
    let page = try picture(Samples.diagram([[row]]))
    #expect(page.run("transfer · \(text)") != nil)
    // The arrow and the two strokes of its cross.
    #expect(page.arrowFalls.count == 3)
    let arrived = try picture(Samples.diagram([[Samples.arrow(0, 3, 1, 2, "transfer")]]))
    #expect(arrived.arrowFalls.count == 1)
  }

  @Test func `no text leaves the page, however long the names are`() throws {
    var content = content
    let name = String(repeating: "LONGNAME", count: 8)
    for column in content.columns.indices {
      for line in content.columns[column].story.lifelines.indices {
        content.columns[column].story.lifelines[line].title = name
      }
      content.columns[column].story.rows.append(Samples.note(3, 9, "event 1 \(name)", .failure))
    }
    #expect(try picture(content).textsOutside(metrics: metrics) == [])
  }
}

extension DisplayList {
  /// Where the filled heads of arrows point, in drawing order.
  var arrowTips: [Point] {
    flattened.compactMap { operation in
      guard case .polygon(let points, _, _) = operation else { return nil }
      return points.first
    }
  }

  /// How far each slanted or level line that is no lifeline falls, in drawing order.
  var arrowFalls: [Double] {
    flattened.compactMap { operation in
      guard case .line(let from, let to, let stroke) = operation, from.x != to.x,
        stroke.color != Palette.muted
      else { return nil }
      return to.y - from.y
    }
  }
}
