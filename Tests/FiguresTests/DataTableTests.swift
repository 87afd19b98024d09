import Analysis
import Figures
import Foundation
import Testing

struct DataTableTests {
  @Test func `what separates fields stands in quotes, as RFC 4180 says`() {
    let table = DataTable(
      columns: ["time (s)", "what"],
      rows: [["1.5", "bind, group 0"], ["2", "says \"no\""], ["3", "two\r\nlines"], ["", "→"]])
    #expect(
      table.csv
        == "time (s),what\r\n1.5,\"bind, group 0\"\r\n2,\"says \"\"no\"\"\"\r\n"
        + "3,\"two\r\nlines\"\r\n,→\r\n")
  }

  @Test func `a diagram's table has every row, and each row of a fold behind it`() {
    var fold = SequenceFold(
      count: 2, title: "2 × bind → bind_nak", detail: "", first: Samples.at(62),
      last: Samples.at(422), mark: .bindNak,
      rows: [
        Samples.arrow(1, 2, 62, 62.03, "bind", .bind),
        Samples.arrow(2, 1, 62.03, 62.06, "bind_nak", .bindNak),
      ])
    fold.number = 1
    let content = Samples.diagram([[Samples.arrow(0, 3, 1, nil, "MtaBind"), .fold(fold)]])
    let rows = content.data.rows
    #expect(rows.map(\.[7]).prefix(1) == ["MtaBind (has not arrived)"])
    #expect(rows.count == 4)
    #expect(
      rows[2] == [
        "NT 4.0 SP3", "1:02.000", "62.000000000", "62.030000000", "1", "HUB1 RPC runtime",
        "SLPS100 RPC tcp[1911]", "bind", "1",
      ])
    #expect(content.sentence.contains("1 × bind, 1 × bind_nak, some of them in a fold"))
  }
}
