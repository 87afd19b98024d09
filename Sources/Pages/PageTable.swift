/// A table of texts, with a caption and with headings that say what they head.
struct PageTable {
  struct Column {
    var title: String
    var isNumber = false
    /// Whether its cells head their rows.
    var isHeading = false
    /// The class of its heading, which colours it.
    var accent: String?
  }

  var caption: HTML
  var columns: [Column]
  /// Cells that are markup already, such as links.
  var rows: [[HTML]]

  init(_ caption: HTML, columns: [Column], rows: [[String]]) {
    self.init(caption, columns: columns, cells: rows.map { $0.map { "\($0)" } })
  }

  init(_ caption: HTML, columns: [Column], cells: [[HTML]]) {
    self.caption = caption
    self.columns = columns
    rows = cells
  }

  /// The table in a box of its own, which scrolls where the page is narrower.
  var html: HTML {
    let headings = columns.map { column -> HTML in
      let classes = [column.isNumber ? "number" : nil, column.accent].compactMap { $0 }
      let attribute: HTML? =
        classes.isEmpty ? nil : " class=\"\(classes.joined(separator: " "))\""
      return column.title.isEmpty
        ? "<td\(attribute)></td>" : "<th scope=\"col\"\(attribute)>\(column.title)</th>"
    }
    return """
      <div class="scroll"><table><caption>\(caption)</caption>
      <thead><tr>\(headings)</tr></thead>
      <tbody>
      \(rows.map(row))
      </tbody></table></div>
      """
  }

  private func row(_ cells: [HTML]) -> HTML {
    let cells = zip(cells, columns).map { cell, column -> HTML in
      let number: HTML? = column.isNumber ? " class=\"number\"" : nil
      return column.isHeading
        ? "<th scope=\"row\"\(number)>\(cell)</th>" : "<td\(number)>\(cell)</td>"
    }
    return "<tr>\(HTML(cells, separator: ""))</tr>"
  }
}
