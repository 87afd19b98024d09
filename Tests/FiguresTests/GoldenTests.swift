import Analysis
import Drawing
import Figures
import Testing

/// A whole small picture as text: what changes in a layout shows here, line by line.
struct GoldenTests {
  @Test func `a refused bind is drawn like this`() throws {
    var content = Samples.diagram([
      [
        Samples.arrow(1, 2, 1, 1.03, "bind · group 42", .bind),
        Samples.arrow(2, 1, 1.03, 1.06, "bind_nak · reason 0", .bindNak),
        Samples.note(0, 1.06, "event 9316", .failure),
      ]
    ])
    content.columns[0].story.omitted = []
    let picture = try #require(
      try SequenceDiagram(content).pictures(
        maximumHeight: 500, stripHeight: 500, metrics: FixedWidthMetrics()
      ).first)
    #expect(picture.description == Self.refusedBind)
  }

  static let refusedBind = """
    page 1120.0 × 239.9
      H1
        text 26.0,35.5 start 18.0/semibold #212429 "SP3 refuses it, SP4 accepts it"
      P
        text 26.0,53.8 start 11.5/regular #6B7079 "HUB1 → SLPS100"
      Figure “SP3 refuses it, SP4 accepts it. HUB1 → SLPS100. NT 4.0 SP3 shows 1 × bind, 1 × bind_nak, 1 × failure.”
        text 26.0,80.0 start 12.0/semibold #B75100 "NT 4.0 SP3"
        text 103.3,97.4 middle 9.2/semibold #212429 "HUB1"
        text 103.3,107.0 middle 8.6/regular #6B7079 "MTA"
        text 423.9,97.4 middle 9.2/semibold #212429 "HUB1"
        text 423.9,107.0 middle 8.6/regular #6B7079 "RPC runtime"
        text 744.4,97.4 middle 9.2/semibold #212429 "SLPS100 RPC"
        text 744.4,107.0 middle 8.6/regular #6B7079 "tcp[1911]"
        text 1065.0,97.4 middle 9.2/semibold #212429 "SLPS100"
        text 1065.0,107.0 middle 8.6/regular #6B7079 "MTA"
        line 103.3,114.4 to 103.3,209.4 stroke #D2D5D9 0.90
        line 423.9,114.4 to 423.9,209.4 stroke #D2D5D9 0.90
        line 744.4,114.4 to 744.4,209.4 stroke #D2D5D9 0.90
        line 1065.0,114.4 to 1065.0,209.4 stroke #D2D5D9 0.90
        line 423.9,134.4 to 738.7,141.3 stroke #212429 1.10
        polygon 743.8,141.4 737.2,144.0 737.3,138.6 fill #212429
        line 744.4,163.4 to 424.9,170.4 stroke #D55E00 1.60
        line 425.7,166.7 to 432.9,173.9 stroke #D55E00 1.60
        line 425.7,173.9 to 432.9,166.7 stroke #D55E00 1.60
        rectangle 539.7,122.0 88.8×10.5 fill #FFFFFF
        text 542.7,129.9 start 9.2/regular #212429 "bind · group 42"
        text 67.3,137.5 end 8.6/regular #6B7079 "0:01.000"
        rectangle 528.7,151.0 110.9×10.5 fill #FFFFFF
        text 531.7,158.9 start 9.2/semibold #B75100 "bind_nak · reason 0"
        text 67.3,166.5 end 8.6/regular #6B7079 "0:01.030"
        rectangle 108.3,182.8 61.2×10.5 fill #FFFFFF
        text 111.3,190.7 start 9.2/semibold #B75100 "event 9316"
        circle 103.3,187.4 radius 3.6 fill #D55E00 stroke #FFFFFF 1.00
        text 67.3,190.5 end 8.6/regular #6B7079 "0:01.060"
      Note
        text 26.0,227.8 start 8.5/regular #6B7079 "mtatrace 1.0 · q181721.sqlite · run 1 9f3a…c1 · run 2 77d0…4e · reproduce: mtatrace record q181721 --seed 42"

    """
}
