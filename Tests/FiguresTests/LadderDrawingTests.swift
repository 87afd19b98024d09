import Figures
import Testing

@testable import Analysis

/// Small diagrams as text, line by line.
struct LadderDrawingTests {
  private static func lines(
    _ rows: [SequenceRow], width: Int = 72, charset: TerminalCharset = .unicode,
    lifelines: [Lifeline] = Samples.lifelines, spans: [LifelineSpan] = []
  ) throws -> [String] {
    var content = Samples.diagram([rows])
    content.columns[0].story.lifelines = lifelines
    content.columns[0].story.spans = spans
    return try Ladder(content, width: width, charset: charset).lines.map(\.text)
  }

  @Test func `a refused bind is drawn like this`() throws {
    let rows = [
      Samples.arrow(1, 2, 1, 1.03, "bind · group 42", .bind),
      Samples.arrow(2, 1, 1.03, 1.06, "bind_nak · reason 0", .bindNak),
      Samples.note(0, 1.06, "event 9316", .failure),
      Samples.arrow(0, 3, 2, nil, "transfer", .call),
    ]
    let drawn = try Self.lines(rows).dropFirst(4).prefix(7).joined(separator: "\n")
    #expect(
      drawn == """
                  HUB1            HUB1                  SLPS100 RPC      SLPS100
                   MTA         RPC runtime               tcp[1911]         MTA
        0:01.000    │               │─── bind · group 42 ───►│              │
        0:01.030    │               │✗─ bind_nak · reason 0 ─│              │
        0:01.060    ✗ event 9316    │                        │              │
                    │               │                        │              │
        0:02.000    │───────────── transfer (has not arrived) ───────────┄┄┄│
        """)
  }

  @Test func `an arrow that arrives behind other rows says when it was sent`() throws {
    let rows = [
      Samples.arrow(0, 3, 1, 5, "transfer", .call),
      Samples.note(3, 2, "delivered 7", .delivery),
    ]
    let lines = try Self.lines(rows)
    let sent = try #require(lines.firstIndex { $0.contains("transfer ") && $0.hasSuffix("┄│") })
    let note = try #require(lines.firstIndex { $0.hasSuffix("delivered 7 ✓") })
    let arrival = try #require(lines.firstIndex { $0.contains("arrives, sent 0:01.000") })
    #expect(sent < note && note < arrival)
    #expect(lines[arrival].hasPrefix("0:05.000") && lines[arrival].hasSuffix("┄┄►│"))
  }

  @Test func `states of lifelines are told apart without colour`() throws {
    func span(_ lifeline: Int, _ state: LifelineSpan.State) -> LifelineSpan {
      LifelineSpan(
        lifeline: lifeline, state: state, start: Samples.at(1), end: Samples.at(9))
    }
    let spans = [span(0, .stalled), span(0, .open), span(2, .turn), span(3, .opening)]
    let rows = [Samples.note(1, 2, "here", .decision)]
    let lines = try Self.lines(rows, spans: spans)
    #expect(lines.contains { $0.contains("░║") && $0.contains("● here") && $0.hasSuffix("╎") })
    #expect(lines.contains { $0.contains("░ mail stalls") })
    let ascii = try Self.lines(rows, charset: .ascii, spans: spans)
    #expect(ascii.contains { $0.contains("~H") && $0.contains("o here") && $0.hasSuffix(":") })
  }

  @Test func `names of wide characters count two columns each`() throws {
    var lifelines = Samples.lifelines
    lifelines[0].title = "東京本社郵便"
    lifelines[3].title = "大阪"
    let rows = [
      Samples.arrow(0, 3, 1, 1.1, "日本語の見出し", .call),
      Samples.note(3, 1.2, "配達された", .delivery),
    ]
    for width in 50...120 {
      let lines = try Self.lines(rows, width: width, lifelines: lifelines)
      #expect(lines.allSatisfy { TextColumns.width(of: $0) <= width })
      #expect(lines.contains { $0.contains("東京本社郵便") })
      // The last lifeline stands in one column, whatever stands before it.
      let ends = lines.filter { $0.hasSuffix("►│") || $0.hasSuffix("✓") }
      #expect(Set(ends.map(TextColumns.width(of:))).count == 1, "\(width)")
    }
    let ascii = try Self.lines(rows, width: 120, charset: .ascii, lifelines: lifelines)
    #expect(ascii.joined().contains("\\u{6771}\\u{4EAC}"))
  }

  @Test func `a name cannot steer the terminal`() throws {
    var lifelines = Samples.lifelines
    lifelines[0].title = "HUB\u{1B}[2J\u{202E}\n1"
    for charset in [TerminalCharset.unicode, .ascii] {
      let text = try Self.lines(
        [Samples.note(0, 1, "a\u{9B}b", .decision)], charset: charset, lifelines: lifelines
      ).joined()
      #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
      #expect(text.contains("HUB\\u{1B}[2J\\u{202E} 1") && text.contains("a\\u{9B}b"))
    }
  }

  @Test func `a long diagram names its lifelines again`() throws {
    let rows = (0..<200).map { Samples.note(1, Double($0), "note \($0)", .decision) }
    let lines = try Self.lines(rows)
    let headings = lines.indices.filter { lines[$0].contains("SLPS100 RPC") }
    #expect(zip(headings, headings.dropFirst()).allSatisfy { $1 - $0 <= 44 })
    #expect(headings.count > 8)
  }
}
