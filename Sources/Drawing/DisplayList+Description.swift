extension DisplayList: CustomStringConvertible {
  /// The page as text, one line per operation with fixed decimals, made to be read in a difference.
  package var description: String {
    (["page \(size.width.fixed(1)) × \(size.height.fixed(1))"]
      + operations.flatMap { $0.lines(indent: "  ") }).joined(separator: "\n") + "\n"
  }
}

extension DrawingOperation {
  fileprivate func lines(indent: String) -> [String] {
    switch self {
    case .group(let tag, let alternative, let inner):
      ["\(indent)\(tag.rawValue)\(alternative.map { " “\($0)”" } ?? "")"]
        + inner.flatMap { $0.lines(indent: indent + "  ") }
    case .link(let target, area: let area, let inner):
      ["\(indent)link \(area.text) to \(target.text)"]
        + inner.flatMap { $0.lines(indent: indent + "  ") }
    default: [indent + line]
    }
  }

  private var line: String {
    switch self {
    case .rectangle(let rect, let fill, let stroke):
      "rectangle \(rect.text)\(Self.paint(fill, stroke))"
    case .line(let from, let to, let stroke):
      "line \(from.text) to \(to.text)\(Self.paint(nil, stroke))"
    case .path(let points, let stroke):
      "path \(points.map(\.text).joined(separator: " "))\(Self.paint(nil, stroke))"
    case .polygon(let points, let fill, let stroke):
      "polygon \(points.map(\.text).joined(separator: " "))\(Self.paint(fill, stroke))"
    case .circle(let center, let radius, let fill, let stroke):
      "circle \(center.text) radius \(radius.fixed(1))\(Self.paint(fill, stroke))"
    case .text(let run): run.line
    case .destination(let name, let point): "destination \(name) \(point.text)"
    case .group(let tag, alternative: _, _): tag.rawValue
    case .link(let target, area: _, _): target.text
    }
  }

  private static func paint(_ fill: Color?, _ stroke: Stroke?) -> String {
    var text = ""
    if let fill { text += " fill \(fill.text)" }
    if let stroke {
      text += " stroke \(stroke.color.text) \(stroke.width.fixed(2))"
      if !stroke.dash.isEmpty {
        text += " dash \(stroke.dash.map { $0.fixed(1) }.joined(separator: ","))"
      }
    }
    return text
  }
}

extension Point {
  fileprivate var text: String { "\(x.fixed(1)),\(y.fixed(1))" }
}

extension Rect {
  fileprivate var text: String {
    "\(left.fixed(1)),\(top.fixed(1)) \(width.fixed(1))×\(height.fixed(1))"
  }
}

extension LinkTarget {
  fileprivate var text: String {
    switch self {
    case .destination(let name): "#\(name)"
    case .address(let address): address
    }
  }
}

extension TextRun {
  fileprivate var line: String {
    let limit = maximumWidth.map { " within \($0.fixed(1))" } ?? ""
    return "text \(origin.text) \(anchor.rawValue) \(style.size.fixed(1))/\(style.weight) "
      + "\(style.color.text)\(limit) \"\(text)\""
  }
}

extension Double {
  /// The number with exactly `decimals` (0 to 9) digits behind the point, halves away from zero.
  package func fixed(_ decimals: Int) -> String {
    let scale = (0..<min(max(decimals, 0), 9)).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (self * scale).rounded()
    guard let whole = Int64(exactly: scaled) else { return "\(self)" }
    let digits = String(whole.magnitude)
    let sign = whole < 0 ? "-" : ""
    guard decimals > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }
}
