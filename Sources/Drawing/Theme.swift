/// Another set of colours with the same meanings.
package struct Theme: Sendable {
  /// What each colour of the palette becomes.
  package let colors: [Color: Color]
  package let paper: Color

  /// Light on dark, for screens.
  package static let dark = Theme(
    colors: [
      Palette.ink: Color(hex: 0xE8EAED), Palette.muted: Color(hex: 0xA3AAB4),
      Palette.grid: Color(hex: 0x2B3037), Palette.rule: Color(hex: 0x4A515B),
      Palette.paper: Color(hex: 0x16191D), Palette.faulty: Color(hex: 0xFF8B3D),
      Palette.faultyText: Color(hex: 0xFF9A55), Palette.fixed: Color(hex: 0x3E95D6),
      Palette.acknowledged: Color(hex: 0x35C294), Palette.cancelled: Color(hex: 0xE08BC4),
      Palette.cancelledText: Color(hex: 0xE79ACD), Palette.difference: Color(hex: 0x4A3B17),
    ], paper: Color(hex: 0x16191D))

  /// The document in these colours, on paper of its own.
  package func applied(to document: Document) -> Document {
    var result = document
    for index in result.pages.indices {
      let content = result.pages[index].content
      // In two parts, for cairo forgets what came before one that covers the page: also the group
      // that it belongs to.
      let (width, height) = (content.size.width, content.size.height)
      let ground = [0, height / 2].map { top in
        DrawingOperation.rectangle(
          Rect(left: 0, top: top, right: width, bottom: min(top + height / 2 + 1, height)),
          fill: paper)
      }
      result.pages[index].content = DisplayList(
        size: content.size, operations: Self.laid(ground, below: content.operations.map(applied)))
    }
    return result
  }

  /// Puts the ground into the first group of the page: a tagged file has nothing outside of groups.
  private static func laid(
    _ ground: [DrawingOperation], below operations: [DrawingOperation]
  ) -> [DrawingOperation] {
    guard let first = operations.firstIndex(where: \.isGroup),
      case .group(let tag, let alternative, let inner) = operations[first]
    else { return ground + operations }
    var result = operations
    result[first] = .group(tag, alternative: alternative, ground + inner)
    return result
  }

  /// A colour of the palette in this theme; any other stays.
  package func color(_ color: Color) -> Color {
    let base = Color(red: color.red, green: color.green, blue: color.blue)
    guard let other = colors[base] else { return color }
    return other.tint(color.share).opacity(color.opacity).mixed(over: paper)
  }

  private func applied(to operation: DrawingOperation) -> DrawingOperation {
    switch operation {
    case .rectangle(let rect, let fill, let stroke):
      .rectangle(rect, fill: fill.map(color), stroke: stroke.map(self.stroke))
    case .line(let from, let to, let stroke): .line(from: from, to: to, stroke: self.stroke(stroke))
    case .path(let points, let stroke): .path(points, stroke: self.stroke(stroke))
    case .polygon(let points, let fill, let stroke):
      .polygon(points, fill: fill.map(color), stroke: stroke.map(self.stroke))
    case .circle(let center, let radius, let fill, let stroke):
      .circle(
        center: center, radius: radius, fill: fill.map(color), stroke: stroke.map(self.stroke))
    case .text(var run):
      {
        run.style.color = color(run.style.color)
        return .text(run)
      }()
    case .group(let tag, let alternative, let inner):
      .group(tag, alternative: alternative, inner.map(applied))
    case .link(let target, let area, let inner): .link(target, area: area, inner.map(applied))
    case .destination: operation
    }
  }

  private func stroke(_ stroke: Stroke) -> Stroke {
    Stroke(color(stroke.color), width: stroke.width, dash: stroke.dash)
  }
}

extension DrawingOperation {
  fileprivate var isGroup: Bool {
    if case .group = self { true } else { false }
  }
}
