import Drawing
import Figures
import Testing
import TraceModel

struct BacklogChartTests {
  let metrics = FixedWidthMetrics()

  @Test func `finding, measure, labels and provenance are on the page`() {
    let texts = BacklogChart(Samples.chart).page(metrics: metrics).texts
    for text in [
      "SP3 stalls once, for 10 min; SP4 never queues more than 1", "messages queued",
      "threshold 50", "stalled 10 min", "NT 4.0 SP3", "60 delivered, 2 waiting", "p99 10 m 5 s",
      "NT 4.0 SP4", "bind_nak", " SP3 2", " SP4 0", "delivery SP3", "0:00", "1:00", "h:mm",
    ] {
      #expect(texts.contains(text), "\(text)")
    }
    #expect(texts.contains { $0.contains("run 1 9f3a…c1") && $0.contains("--seed 42") })
  }

  @Test(arguments: [
    BacklogChart.pictureSize, .a4Landscape, Size(width: 640, height: 480),
    Size(width: 3000, height: 700),
  ])
  func `no text leaves the page`(size: Size) {
    let page = BacklogChart(Samples.chart).page(size: size, metrics: metrics)
    #expect(page.textsOutside(metrics: metrics) == [])
  }

  @Test func `the first run's line is drawn last, over the others`() throws {
    let page = BacklogChart(Samples.chart).page(metrics: metrics)
    let paths = page.flattened.compactMap { operation -> Color? in
      if case .path(_, let stroke) = operation { stroke.color } else { nil }
    }
    #expect(paths == [Palette.fixed, Palette.faulty])
  }

  @Test func `a line ends where its run ended`() throws {
    func right(of content: BacklogChart.Content) -> Double {
      let page = BacklogChart(content).page(metrics: metrics)
      return page.flattened.compactMap { operation -> Double? in
        if case .path(let points, let stroke) = operation, stroke.color == Palette.faulty {
          points.map(\.x).max()
        } else {
          nil
        }
      }.max() ?? 0
    }
    var cut = Samples.chart
    cut.runs[0].end = Samples.at(1_800)
    #expect(right(of: cut) < right(of: Samples.chart) - 100)
  }

  @Test func `what disturbed the hosts is a band with a label above those of stalls`() throws {
    var content = Samples.chart
    content.bands = [
      .init(start: Samples.at(600), end: Samples.at(900), label: "outage 5 min"),
      .init(start: Samples.at(650), end: Samples.at(960), label: "SLPS100 hung 5 min"),
    ]
    let page = BacklogChart(content).page(metrics: metrics)
    let outage = try #require(page.run("outage 5 min"))
    let hung = try #require(page.run("SLPS100 hung 5 min"))
    let stall = try #require(page.run("stalled 10 min"))
    #expect(outage.style.color == Palette.muted)
    #expect(outage.origin.y < hung.origin.y && hung.origin.y < stall.origin.y)
    let bars = page.flattened.compactMap { operation -> Rect? in
      if case .rectangle(let area, let fill, _) = operation, fill == Palette.muted {
        area
      } else {
        nil
      }
    }
    #expect(bars.count == 2)
    #expect(bars[0].left < bars[1].left && bars[0].bottom < outage.origin.y)
    #expect(page.textsOutside(metrics: metrics) == [])
  }

  @Test(arguments: [0, 1, 40, 4_000])
  func `however many bands there are, every label is on the page`(count: Int) {
    var content = Samples.chart
    content.bands = (0..<count).map {
      let start = Double($0) * 3_600 / Double(count)
      return .init(
        start: Samples.at(start), end: Samples.at(start + 1), label: "outage \($0 + 1) s")
    }
    let page = BacklogChart(content).page(metrics: metrics)
    #expect(page.textsOutside(metrics: metrics) == [])
    let labels = page.texts.filter { $0.hasPrefix("outage") || $0.contains("disturbances") }
    #expect(labels.isEmpty == (count == 0))
  }

  @Test func `cancels have their colour wherever they are drawn`() throws {
    var content = Samples.chart
    content.strips[1].runs = [
      .init(times: [Samples.at(700)], count: 1), .init(times: [Samples.at(800)], count: 1),
    ]
    let page = BacklogChart(content).page(metrics: metrics)
    let crosses = page.flattened.filter { operation in
      if case .path(_, let stroke) = operation { stroke.color == Palette.cancelled } else { false }
    }
    #expect(crosses.count == 2)
    #expect(page.run("cancel")?.style.color == Palette.cancelledText)
    #expect(
      BacklogChart(Samples.chart).page(metrics: metrics).run("cancel")?.style.color
        == Palette.muted)
  }

  @Test func `a long headline goes on in a second line, and nothing is lost`() {
    var content = Samples.chart
    content.headline = (1...30).map { "word\($0)" }.joined(separator: " ")
    let page = BacklogChart(content).page(metrics: metrics)
    let words = page.texts.filter { $0.hasPrefix("word") }.joined(separator: " ")
    #expect(words == content.headline)
    #expect(page.textsOutside(metrics: metrics) == [])
  }

  @Test func `a note stands above the footer`() throws {
    var content = Samples.chart
    content.note = "ticket 4711"
    let page = BacklogChart(content).page(metrics: metrics)
    let note = try #require(page.run("ticket 4711"))
    let footer = try #require(page.runs.last { $0.text.contains("reproduce") })
    #expect(note.origin.y < footer.origin.y)
  }

  @Test func `a run without any event has a chart`() {
    var content = Samples.chart
    content.runs = []
    content.strips = []
    content.to = content.from
    content.threshold = nil
    let page = BacklogChart(content).page(metrics: metrics)
    #expect(page.texts.contains("messages queued"))
  }
}

extension DisplayList {
  /// Every operation, without groups.
  var flattened: [DrawingOperation] { Self.flatten(operations) }

  private static func flatten(_ operations: [DrawingOperation]) -> [DrawingOperation] {
    operations.flatMap { operation -> [DrawingOperation] in
      switch operation {
      case .group(_, alternative: _, let inner), .link(_, area: _, let inner): flatten(inner)
      default: [operation]
      }
    }
  }
}
