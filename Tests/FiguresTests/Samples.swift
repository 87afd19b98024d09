import Drawing
import Figures
import TraceModel

@testable import Analysis

/// Contents of figures, made up for tests.
enum Samples {
  static func at(_ seconds: Double) -> TraceInstant {
    TraceInstant(nanoseconds: Int64(seconds * 1e9))
  }

  static let provenance = Provenance(
    program: "mtatrace 1.0", file: "q181721.sqlite", scenario: "q181721", seed: 42,
    runs: [
      .init(id: 1, build: "nt4-sp3", fingerprint: "9f3a0123456789c1"),
      .init(id: 2, build: "nt4-sp4", fingerprint: "77d001234567894e"),
    ], command: "mtatrace record q181721 --seed 42")

  static let variants = [
    Variant(short: "SP3", long: "NT 4.0 SP3", standing: .faulty),
    Variant(short: "SP4", long: "NT 4.0 SP4", standing: .fixed),
  ]

  /// An hour in which one run stalls.
  static let chart = BacklogChart.Content(
    headline: "SP3 stalls once, for 10 min; SP4 never queues more than 1",
    subtitle: "Messages waiting at HUB1 for SLPS100", note: nil, provenance: provenance,
    from: at(0), to: at(3600), threshold: 50,
    runs: [
      .init(
        name: "NT 4.0 SP3", shortName: "SP3", accent: .faulty,
        facts: ["60 delivered, 2 waiting", "p99 10 m 5 s"],
        values: .changes(
          initial: 0,
          [
            .init(time: at(600), value: 1), .init(time: at(900), value: 50),
            .init(time: at(1200), value: 0), .init(time: at(3000), value: 2),
          ]),
        stalls: [.init(start: at(600), end: at(1200), length: "10 min", isOpen: false)],
        deliveries: [at(1200), at(1300)]),
      .init(
        name: "NT 4.0 SP4", shortName: "SP4", accent: .fixed, facts: ["62 delivered · p99 1.5 s"],
        values: .changes(initial: 0, []), stalls: [], deliveries: [at(601), at(902)]),
    ],
    strips: [
      .init(
        name: "bind_nak", mark: .triangleDown,
        runs: [.init(times: [at(600), at(660)], count: 2), .init(times: [], count: 0)]),
      .init(
        name: "cancel", mark: .cross,
        runs: [.init(times: [], count: 0), .init(times: [], count: 0)]),
    ])

  static let lifelines = [
    Lifeline(host: HostIndex(0), role: .mta, title: "HUB1", subtitle: "MTA"),
    Lifeline(host: HostIndex(0), role: .rpcRuntime, title: "HUB1", subtitle: "RPC runtime"),
    Lifeline(host: HostIndex(1), role: .address(0), title: "SLPS100 RPC", subtitle: "tcp[1911]"),
    Lifeline(host: HostIndex(1), role: .mta, title: "SLPS100", subtitle: "MTA"),
  ]

  static func arrow(
    _ from: Int, _ to: Int, _ sent: Double, _ received: Double?, _ label: String,
    _ mark: SequenceMark = .call
  ) -> SequenceRow {
    .arrow(
      SequenceArrow(
        from: from, to: to, sent: at(sent), received: received.map(at), label: label, mark: mark,
        event: EventSequence(rawValue: 1)))
  }

  static func note(
    _ lifeline: Int, _ time: Double, _ text: String, _ mark: SequenceMark
  ) -> SequenceRow {
    .note(
      SequenceNote(
        at: lifeline, time: at(time), text: text, mark: mark, event: EventSequence(rawValue: 2)))
  }

  static func fold(_ count: Int, from first: Double, to last: Double) -> SequenceRow {
    .fold(
      SequenceFold(
        count: count, title: "\(count) × bind → bind_nak, every 60 s", detail: "queue grows 3 → 44",
        first: at(first), last: at(last), mark: .bindNak, rows: []))
  }

  static func story(_ rows: [SequenceRow]) -> SequenceStory {
    SequenceStory(
      lifelines: lifelines, rows: rows,
      omitted: [SequenceStory.Omission(kind: .connect, count: 12)], start: at(0), end: at(600))
  }

  static func diagram(
    _ columns: [[SequenceRow]], shared: Int = 0, hasDifference: Bool = true
  ) -> SequenceDiagram.Content {
    let accents: [Accent] = [.faulty, .fixed]
    return SequenceDiagram.Content(
      headline: "SP3 refuses it, SP4 accepts it", subtitle: "HUB1 → SLPS100", note: nil,
      provenance: provenance,
      columns: columns.enumerated().map { index, rows in
        SequenceDiagram.Column(
          name: "NT 4.0 SP\(3 + index)", accent: index < 2 ? accents[index] : .neutral,
          story: story(rows))
      }, sharedRows: shared, hasDifference: hasDifference)
  }
}

extension DisplayList {
  /// The texts on the page.
  var texts: [String] { runs.map(\.text) }

  /// The run with this text, if there is one.
  func run(_ text: String) -> TextRun? { runs.first { $0.text == text } }

  /// The area of a run, as `metrics` measures it.
  func area(of run: TextRun, metrics: any TextMetrics) -> Rect {
    let natural = metrics.width(of: run.text, in: run.style)
    let width = min(natural, run.maximumWidth ?? natural)
    let left =
      switch run.anchor {
      case .start: run.origin.x
      case .middle: run.origin.x - width / 2
      case .end: run.origin.x - width
      }
    return Rect(
      left: left, top: run.origin.y - metrics.ascent(of: run.style), right: left + width,
      bottom: run.origin.y + metrics.descent(of: run.style))
  }

  /// The texts that reach beyond the page.
  func textsOutside(metrics: any TextMetrics) -> [String] {
    let page = Rect(x: 0, y: 0, width: size.width, height: size.height)
    return runs.filter { !page.contains(area(of: $0, metrics: metrics)) }.map(\.text)
  }
}
