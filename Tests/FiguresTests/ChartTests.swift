@testable import Analysis
import Drawing
import Figures
import Testing
import TraceModel

/// Charts other than that of the backlog, drawn of contents that dice decide.
struct ChartTests {
  static let sizes = [
    Size(width: 640, height: 360), Size(width: 800, height: 450), Size(width: 1_500, height: 360),
  ]

  @Test(arguments: 0..<200)
  func `no label touches another or leaves the page`(seed: Int) {
    var dice = Dice(seed: UInt64(seed))
    let charts: [any Chart] = [
      Self.rates(&dice), Self.times(&dice), Self.distribution(&dice), Self.associations(&dice),
      Self.panels(&dice),
    ]
    let metrics = FixedWidthMetrics()
    for chart in charts {
      for size in Self.sizes {
        let pages = chart.pages(size: size, metrics: metrics)
        #expect(!pages.isEmpty)
        for page in pages {
          let found = page.labelCollisions(metrics: metrics)
          #expect(found.isEmpty, "\(type(of: chart)) \(size.width): \(found.prefix(2))")
        }
      }
      #expect(!chart.sentence.isEmpty)
      let table = chart.data
      #expect(table.rows.allSatisfy { $0.count == table.columns.count })
    }
  }

  @Test func `every association has its bar, on however many pages`() {
    var dice = Dice(seed: 7)
    let chart = Self.associations(&dice, count: 90)
    let pages = chart.pages(size: Size(width: 800, height: 450), metrics: FixedWidthMetrics())
    #expect(pages.count > 1)
    let names = pages.flatMap(\.texts).filter { $0.hasPrefix("association ") }
    #expect(names.count == 2 * 90)
    #expect(Set(names).count == 90)
  }

  @Test func `every direction has its panel, on however many pages`() {
    var dice = Dice(seed: 3)
    let chart = Self.panels(&dice, count: 61)
    let pages = chart.pages(size: Size(width: 960, height: 540), metrics: FixedWidthMetrics())
    #expect(pages.flatMap(\.texts).count { $0.contains("→") } >= 61)
  }

  @Test func `ticks of a clock stand at its natural times, with its zone`() {
    let heading = Self.heading
    let chart = RateChart(
      heading: heading, from: Samples.at(0), to: Samples.at(3_600),
      clock: Int64(9 * 3_600 + 100) * 1_000_000_000, bin: .minutes(1), runs: [Self.runs[0]],
      panels: [.init(title: "binds per minute", counts: [[Int](repeating: 1, count: 60)])])
    let texts = chart.pages(
      size: Size(width: 960, height: 540), metrics: FixedWidthMetrics()
    ).flatMap(\.texts)
    #expect(texts.contains("9:10") && texts.contains("10:00"))
    #expect(texts.contains("h:mm UTC"))
  }

  @Test func `a histogram's quantiles are right within 4 percent`() throws {
    var histogram = LogHistogram()
    for value in 1...10_000 { histogram.add(TraceDuration(nanoseconds: Int64(value) * 1_000_003)) }
    for (part, exact) in [(1, 100.0), (50, 5_000), (99, 9_900)] {
      let found = try #require(histogram.quantile(part, of: 100)).nanoseconds
      #expect(abs(Double(found) / (exact * 1_000_003) - 1) < 0.04, "\(part)")
    }
    #expect(histogram.cumulated.last?.count == 10_000)
    #expect(LogHistogram().quantile(1, of: 2) == nil)
  }
}

extension ChartTests {
  static let heading = ChartHeading(
    headline: "SP3 delivers nothing for 27 min; SP4 delivers up to 16 messages a minute",
    subtitle: "Messages and binds from HUB1 to SLPS100 · scenario q181721 · seed 8", note: nil,
    provenance: Samples.provenance)
  static let runs = [
    ChartRun(name: "NT 4.0 SP3", shortName: "SP3", accent: .faulty),
    ChartRun(name: "NT 4.0 SP4", shortName: "SP4", accent: .fixed),
  ]

  static func rates(_ dice: inout Dice) -> RateChart {
    let bins = dice.next(from: 1, to: 240)
    return RateChart(
      heading: heading, from: Samples.at(0), to: Samples.at(Double(bins) * 60), clock: nil,
      bin: .minutes(1), runs: runs,
      panels: ["deliveries per minute", "bind_naks per minute"].map { title in
        RateChart.Panel(
          title: title,
          counts: runs.map { _ in (0..<bins).map { _ in dice.next(from: 0, to: 90_000) } })
      })
  }

  static func profile(_ dice: inout Dice) -> DeliveryProfile {
    var all = LogHistogram()
    let columns = (0..<dice.next(from: 1, to: 120)).map { _ -> DeliveryProfile.Column? in
      guard dice.next(from: 0, to: 3) > 0 else { return nil }
      let base = Int64(dice.next(from: 1, to: 1_000_000)) * Int64(dice.next(from: 1, to: 4_000_000))
      all.add(TraceDuration(nanoseconds: base))
      return DeliveryProfile.Column(
        count: 1, p10: TraceDuration(nanoseconds: base), median: TraceDuration(nanoseconds: base),
        p90: TraceDuration(nanoseconds: base * 2), worst: TraceDuration(nanoseconds: base * 3))
    }
    return DeliveryProfile(columns: columns, all: all)
  }

  static func times(_ dice: inout Dice) -> DeliveryTimeChart {
    DeliveryTimeChart(
      heading: heading, from: Samples.at(0), to: Samples.at(Double(dice.next(from: 1, to: 90_000))),
      series: runs.map { DeliveryTimeChart.Series(run: $0, profile: profile(&dice)) })
  }

  static func distribution(_ dice: inout Dice) -> DistributionChart {
    DistributionChart(
      heading: heading,
      series: runs.map { DistributionChart.Series(run: $0, times: profile(&dice).all) })
  }

  static func associations(_ dice: inout Dice, count: Int? = nil) -> AssociationChart {
    let count = count ?? dice.next(from: 0, to: 40)
    return AssociationChart(
      heading: heading, from: Samples.at(0), to: Samples.at(3_600), clock: nil,
      groups: runs.map { run in
        AssociationChart.Group(
          run: run,
          timelines: (0..<count).map { index in
            let start = Double(dice.next(from: 0, to: 3_000))
            return AssociationTimeline(
              name: "association \(index + 1)",
              spans: [
                .init(state: .opening, start: Samples.at(start), end: Samples.at(start + 1)),
                .init(state: .ownTurn, start: Samples.at(start + 1), end: Samples.at(start + 500)),
              ], marks: [.init(mark: .bindNak, time: Samples.at(start + 9))],
              counts: [0, 0, dice.next(from: 0, to: 9_999), 0], ending: "closed")
          })
      }, hosts: ["HUB1", "SLPS100"])
  }

  static func panels(_ dice: inout Dice, count: Int? = nil) -> BacklogPanels {
    BacklogPanels(
      heading: heading, from: Samples.at(0),
      to: Samples.at(Double(dice.next(from: 60, to: 90_000))),
      runs: runs,
      panels: (0..<(count ?? dice.next(from: 1, to: 70))).map { index in
        BacklogPanels.Panel(
          title: "HUB → SPOKE\(index)", fact: "stalled up to 18 min, up to 42 waiting",
          values: runs.map { _ in
            .changes(
              initial: 0,
              [.init(time: Samples.at(30), value: UInt32(dice.next(from: 0, to: 2_000)))])
          })
      })
  }
}

/// Numbers that are the same for the same seed.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next(from least: Int, to most: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return least + Int(state % UInt64(most - least + 1))
  }
}

extension DisplayList {
  /// Every text that touches another or leaves the page.
  func labelCollisions(metrics: any TextMetrics) -> [String] {
    let page = Rect(x: 0, y: 0, width: size.width, height: size.height)
    // Letters rise to three quarters of their size and reach a fifth of it below the line.
    let labels = runs.map { run in
      let area = area(of: run, metrics: metrics)
      return (
        run.text,
        Rect(
          left: area.left, top: run.origin.y - run.style.size * 0.75, right: area.right,
          bottom: run.origin.y + run.style.size * 0.2)
      )
    }
    var found: [String] = []
    for (index, (text, area)) in labels.enumerated() {
      if !page.contains(area) { found.append("“\(text)” leaves the page") }
      for (other, its) in labels[(index + 1)...] where area.overlaps(its) {
        found.append("“\(text)” touches “\(other)”")
      }
    }
    return found
  }
}
