import Analysis
import Drawing
import Figures
import Foundation
import ScenarioFiles
import Testing
import TraceModel
import TraceStore

/// No label of a sequence diagram touches another, an arrow, a dot or the edge of its page.
struct DiagramGeometryTests {
  static let samples = ["q181721", "q166594", "q189494", "healthy", "hub50"]

  @Test(arguments: samples, SequenceAxis.allCases)
  func `no label of a sample's diagram touches anything`(
    name: String, axis: SequenceAxis
  ) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let reader = try TraceReader(folder.appendingPathComponent("traces/\(name).sqlite").path)
    for choices in [SequenceChoices(), SequenceChoices(unfolding: .all)] {
      let content = try Self.content(of: reader, choices: choices, axis: axis)
      try Self.expectNoCollisions(in: content, "\(name) \(axis)")
    }
  }

  @Test func `no label of a diagram of many hosts touches anything`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let reader = try TraceReader(folder.appendingPathComponent("traces/hub50.sqlite").path)
    for hosts in [[0, 10], [0, 8, 10], [10, 0, 1, 2]] {
      let content = try Self.content(
        of: reader, choices: SequenceChoices(hosts: hosts.map { HostIndex($0) }),
        axis: .compressed)
      let parties = content.columns.flatMap { $0.story.lifelines.map(\.host) }
      #expect(Set(parties).count == hosts.count)
      try Self.expectNoCollisions(in: content, "hosts \(hosts)")
    }
  }

  /// The dice decide the scenario, its length, its assumptions and the stretch of time.
  @Test(arguments: 0..<200)
  func `no label of a random trace's diagram touches anything`(seed: Int) throws {
    let name = ["q181721", "q166594", "q189494"][seed % 3]
    let trace = try Self.trace(of: name, seed: seed)
    let window: ClosedRange<TraceInstant>? =
      seed % 4 == 0 ? nil : .start...(.start + .minutes(Int64(5 + seed % 11)))
    let content = try Self.content(
      of: trace.reader, window: window,
      choices: SequenceChoices(unfolding: seed % 5 == 0 ? .all : .none),
      axis: SequenceAxis.allCases[seed % SequenceAxis.allCases.count])
    let papers = Self.papers
    try Self.expectNoCollisions(
      in: content, "\(name) \(seed)", on: [papers[seed % papers.count]])
  }

  /// A trace in which there is mail: with some seeds nothing happens for as long as it is.
  private static func trace(of name: String, seed: Int) throws -> RecordedScenario {
    for attempt in 0..<10 {
      let trace = try RecordedScenario(
        name, seed: UInt64(seed + 1_000 * attempt), settings: settings(seed))
      if try trace.reader.linkCounts(of: 1).isEmpty == false { return trace }
    }
    throw TestFailure("seed \(seed) gives no mail")
  }

  private struct TestFailure: Error {
    var reason: String
    init(_ reason: String) { self.reason = reason }
  }

  private static let papers = Paper.allCases.flatMap { paper in
    Paper.Orientation.allCases.map { paper.size($0) }
  }

  private static func settings(_ seed: Int) -> [(name: String, value: String)] {
    [
      ("duration", "\(15 + seed % 31)min"),
      ("assumptions.A2", ["joining", "bindback", "rebind"][seed / 3 % 3]),
      ("assumptions.A3", ["race", "always"][seed / 9 % 2]),
    ]
  }

  private static func content(
    of reader: TraceReader, window: ClosedRange<TraceInstant>? = nil, choices: SequenceChoices,
    axis: SequenceAxis
  ) throws -> SequenceDiagram.Content {
    let contrast = try TraceAnalysis(reader: reader).contrast(of: try reader.runs())
    let sequence = try SequenceContrast(
      reading: reader, runs: contrast.runs.map(\.run), link: contrast.link, window: window,
      choices: choices)
    return SequenceDiagram.Content(
      sequence, of: contrast.variants,
      provenance: Provenance(
        program: "mtatrace", file: "trace.sqlite", runs: contrast.runs.map(\.run),
        command: "mtatrace record"),
      axis: axis)
  }

  static func expectNoCollisions(
    in content: SequenceDiagram.Content, _ name: String, on papers: [Size] = papers
  ) throws {
    let diagram = SequenceDiagram(content)
    let metrics = FixedWidthMetrics()
    var pages: [DisplayList] = []
    do {
      pages += try diagram.pictures(maximumHeight: 16_000, stripHeight: 5_600, metrics: metrics)
      for paper in papers {
        pages += try diagram.pages(size: paper, metrics: metrics) {
          "page \($0 + 1) of \($1)"
        }.pages
      }
    } catch SequenceTooLarge.pages(let needed, let most) {
      #expect(needed > most)
    } catch SequenceTooLarge.width(let needed, let available) {
      #expect(needed > available)
    }
    #expect(pages.allSatisfy { !$0.operations.isEmpty })
    for (number, page) in pages.enumerated() {
      let collisions = PageGeometry(page).collisions
      #expect(collisions.isEmpty, "\(name), drawing \(number): \(collisions.prefix(3))")
    }
  }
}
