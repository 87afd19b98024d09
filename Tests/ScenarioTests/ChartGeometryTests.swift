import Analysis
import Drawing
import Figures
import Foundation
import Testing
import TraceModel
import TraceStore

/// No label of a sample's chart touches another or the edge of its page.
struct ChartGeometryTests {
  static let sizes = [
    Size(width: 640, height: 360), Size(width: 800, height: 450), Size(width: 1_500, height: 360),
  ]

  @Test(arguments: DiagramGeometryTests.samples)
  func `no label of a chart touches another`(name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let reader = try TraceReader(folder.appendingPathComponent("traces/\(name).sqlite").path)
    let analysis = TraceAnalysis(reader: reader)
    let contrast = try analysis.contrast(of: try reader.runs())
    let end = contrast.runs.map(\.end).max() ?? .start
    let half = TraceInstant(nanoseconds: end.nanoseconds / 2)
    for window in [nil, half...end, half...(half + .seconds(20))] as [ClosedRange<TraceInstant>?] {
      let subject = ChartSubject(
        contrast, in: analysis,
        provenance: Provenance(
          program: "mtatrace", file: "trace.sqlite", runs: contrast.runs.map(\.run),
          command: "mtatrace record"), window: window, headline: nil, note: nil)
      let charts: [any Chart] = [
        try subject.rates(), try subject.deliveryTimes(), try subject.distribution(),
        try subject.associations(), try subject.panels(of: nil),
      ]
      for size in Self.sizes {
        for chart in charts {
          for page in chart.pages(size: size, metrics: FixedWidthMetrics()) {
            let collisions = PageGeometry(page).labelCollisions
            #expect(
              collisions.isEmpty, "\(name) \(type(of: chart)) \(size): \(collisions.prefix(3))")
          }
        }
      }
    }
  }
}
