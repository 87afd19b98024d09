import Analysis
import Testing

@testable import Figures

/// Sequence diagrams as text.
struct DiagramTextTests {
  private static let content = Samples.diagram(
    [
      [
        Samples.arrow(1, 2, 4.25, 4.28125, "bind · group 0x5", .bind),
        Samples.arrow(2, 1, 4.28125, 4.3125, "bind_nak · reason 0", .bindNak),
        Samples.fold(7, from: 64, to: 424),
        Samples.note(0, 430, "event 9316: no data was sent", .failure),
      ],
      [
        Samples.arrow(1, 2, 4.25, 4.28125, "bind · group 0x5", .bind),
        Samples.arrow(2, 1, 4.28125, 4.3125, "bind_ack · group 0x5", .bindAck),
        Samples.arrow(0, 3, 4.5, nil, "transfer", .call),
      ],
    ], shared: 1)

  private func lines(_ language: DiagramText.Language) -> [Substring] {
    DiagramText(Self.content, in: language).text.split(separator: "\n")
  }

  @Test func `Mermaid is told what is shared once and what differs in branches`() {
    #expect(
      lines(.mermaid).drop { $0 != "sequenceDiagram" }.joined(separator: "\n") == """
        sequenceDiagram
          title SP3 refuses it, SP4 accepts it
          participant P1 as HUB1<br/>MTA
          participant P2 as HUB1<br/>RPC runtime
          participant P3 as SLPS100 RPC<br/>tcp[1911]
          participant P4 as SLPS100<br/>MTA
          Note over P1,P4: HUB1 → SLPS100
          P2->>P3: 0:04.250 +31 ms bind · group 0x5
          Note over P1,P4: — first difference that the wire shows —
          alt NT 4.0 SP3
            P3-xP2: 0:04.281 +31 ms bind_nak · reason 0
            Note over P1: 7 × bind → bind_nak, every 60 s<br/>queue grows 3 → 44<br/>fold 0
            Note over P1: 7:10.000 event 9316: no data was sent
            Note over P1,P4: Not drawn: 12 × connect
          else NT 4.0 SP4
            P3-->>P2: 0:04.281 +31 ms bind_ack · group 0x5
            P1-->P4: 0:04.500 transfer (has not arrived)
            Note over P1,P4: Not drawn: 12 × connect
          end
        """)
  }

  @Test func `PlantUML is told the same in its own words and in the colours of the picture`() {
    #expect(
      lines(.plantUML).drop { !$0.hasPrefix("participant \"SLPS100\\nMTA\"") }
        .joined(separator: "\n") == """
          participant "SLPS100\\nMTA" as P4
          P2 -[#212429]> P3 : 0:04.250 +31 ms bind · group 0x5
          == first difference that the wire shows ==
          alt NT 4.0 SP3
          P3 -[#D55E00]>x P2 : 0:04.281 +31 ms bind_nak · reason 0
          note over P1 : 7 × bind → bind_nak, every 60 s\\nqueue grows 3 → 44\\nfold 0
          note over P1 : 7:10.000 event 9316: no data was sent
          note over P1, P4 : Not drawn: 12 × connect
          else NT 4.0 SP4
          P3 -[#007A59]-> P2 : 0:04.281 +31 ms bind_ack · group 0x5
          P1 -[#212429]->x P4 : 0:04.500 transfer (has not arrived)
          note over P1, P4 : Not drawn: 12 × connect
          end
          @enduml
          """)
  }

  @Test(arguments: [
    ("tcp[1911] bind_nak, 1:09:41.250", "tcp[1911] bind_nak, 1:09:41.250"),
    ("a; b # c", "a#59; b #35; c"), ("<br/>", "#60;br/#62;"), ("style:x", "#115;tyle#58;x"),
    ("wrap:x", "wrap#58;x"), ("a\nb", "a b"), ("%%{x", "#37;#37;#123;x"),
  ])
  func `Mermaid gets numbers for what it would not show`(text: String, written: String) {
    #expect(MermaidScript.text(text) == written)
  }

  @Test(arguments: [
    ("tcp[1911] bind_nak, 1:09:41.250", "tcp[1911] bind_nak, 1:09:41.250"),
    ("__a__", "<U+005F><U+005F>a<U+005F><U+005F>"), ("a…", "a<U+2026>"),
    ("[[a]]", "<U+005B><U+005B>a<U+005D><U+005D>"), ("a\\n\"", "a<U+005C>n<U+0022>"),
    ("%date()", "<U+0025>date()"), ("a\nb", "a b"), ("😀", "😀"),
  ])
  func `PlantUML gets numbers for what it would not show`(text: String, written: String) {
    #expect(PlantUMLScript.text(text) == written)
  }

  @Test func `what is folded, left out and not drawn is counted for each run`() {
    let parts = DiagramText(Self.content, in: .mermaid).parts
    #expect(parts.map(\.rows) == [3, 3])
    #expect(parts.map(\.folds) == [1, 0])
    #expect(parts.map(\.folded) == [7, 0])
    #expect(parts.map { $0.omitted.map(\.count) } == [[12], [12]])
  }
}
