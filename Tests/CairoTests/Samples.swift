import Drawing

/// A document with every kind of operation.
enum Samples {
  static let document = Document(
    pages: [Document.Page(first), Document.Page(second, label: "A-2")],
    bookmarks: [
      .init("Backlog", destination: "chart"),
      .init("Detail", destination: "detail", level: 1),
      .init("End", destination: "detail"),
    ],
    metadata: .init(
      title: "SP3 stalls & SP4 <never> does", subject: "Messages waiting at HUB1 → SLPS100",
      creator: "mtatrace 1.0",
      provenance: [
        ProvenanceField("Scenario", "q181721"), ProvenanceField("Seed", "42"),
        ProvenanceField("Run 1", "9f3a…c1"),
      ]))

  static let alternative = "A box (red) and a line → 3 marks."

  static let small = TextStyle(size: 10, color: Palette.muted)

  static let first: DisplayList = {
    var page = DisplayList(size: Size(width: 300, height: 200))
    page.append(.destination(name: "chart", at: Point(x: 0, y: 0)))
    page.group(.title) {
      $0.text("SP3 stalls", at: Point(x: 20, y: 30), style: TextStyle(size: 18, weight: .semibold))
    }
    page.group(.figure, alternative: alternative) {
      $0.append(
        .rectangle(
          Rect(x: 20, y: 50, width: 60, height: 40), fill: Palette.faulty.tint(0.1),
          stroke: Stroke(Palette.faulty, width: 1)))
      $0.append(
        .path(
          [Point(x: 20, y: 120), Point(x: 40, y: 100), Point(x: 60, y: 120)],
          stroke: Stroke(Palette.fixed, width: 2)))
      $0.append(
        .polygon(
          [Point(x: 100, y: 50), Point(x: 110, y: 50), Point(x: 105, y: 60)], fill: Palette.faulty))
      $0.append(.circle(center: Point(x: 150, y: 60), radius: 8, fill: Palette.acknowledged))
      $0.line(20, 140, 280, 140, stroke: Stroke(Palette.ink, width: 1, dash: [4, 3]))
      $0.text("0x3150EAC1 · 0:54:31", at: Point(x: 280, y: 160), anchor: .end, style: small)
      $0.text(
        "a text that is far too wide", at: Point(x: 150, y: 180), anchor: .middle, style: small,
        maximumWidth: 60)
    }
    let run = TextRun("details", at: Point(x: 20, y: 190), style: small)
    page.append(
      .link(
        .destination("detail"), area: Rect(x: 20, y: 180, width: 40, height: 12), [.text(run)]))
    page.group(.table) {
      $0.append(.group(.tableRow, [.group(.tableHeading, []), .group(.tableHeading, [])]))
      $0.append(.group(.tableRow, [.group(.tableCell, [.text(run)]), .group(.tableCell, [])]))
    }
    return page
  }()

  static let second: DisplayList = {
    var page = DisplayList(size: .a4Landscape)
    page.append(.destination(name: "detail", at: Point(x: 10, y: 10)))
    page.group(.figure) { $0.line(20, 50, 60, 50, stroke: Stroke(Palette.ink, width: 1)) }
    page.group(.paragraph) {
      $0.text("Grüße → 7 ≥ 5 × 1", at: Point(x: 20, y: 40), style: small)
    }
    return page
  }()
}
