import CCairo
import Drawing

extension Surface {
  /// Draws an operation: the only function that calls cairo to draw.
  func draw(_ operation: DrawingOperation, shaper: TextShaper) {
    switch operation {
    case .rectangle(let rect, let fill, let stroke):
      cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
      paint(fill, stroke)
    case .line(let from, let to, let stroke):
      trace([from, to])
      paint(nil, stroke)
    case .path(let points, let stroke):
      trace(points)
      paint(nil, stroke)
    case .polygon(let points, let fill, let stroke):
      trace(points)
      cairo_close_path(context)
      paint(fill, stroke)
    case .circle(let center, let radius, let fill, let stroke):
      cairo_new_sub_path(context)
      cairo_arc(context, center.x, center.y, radius, 0, 2 * Double.pi)
      paint(fill, stroke)
    case .text(let run):
      draw(run, shaper: shaper)
    case .group(let tag, alternative: _, let operations):
      cairo_tag_begin(context, tag.rawValue, nil)
      for operation in operations { draw(operation, shaper: shaper) }
      cairo_tag_end(context, tag.rawValue)
    case .link(let target, let area, let operations):
      cairo_tag_begin(context, CAIRO_TAG_LINK, target.attributes(area: area))
      for operation in operations { draw(operation, shaper: shaper) }
      cairo_tag_end(context, CAIRO_TAG_LINK)
    case .destination(let name, let point):
      let attributes = "name=\(name.quoted) x=\(point.x.fixed(3)) y=\(point.y.fixed(3))"
      cairo_tag_begin(context, CAIRO_TAG_DEST, attributes)
      cairo_tag_end(context, CAIRO_TAG_DEST)
    }
  }

  private func trace(_ points: [Point]) {
    cairo_new_path(context)
    for point in points { cairo_line_to(context, point.x, point.y) }
  }

  private func paint(_ fill: Color?, _ stroke: Stroke?) {
    if let fill {
      set(fill)
      cairo_fill_preserve(context)
    }
    if let stroke {
      set(stroke.color)
      cairo_set_line_width(context, stroke.width)
      cairo_set_dash(context, stroke.dash, Int32(clamping: stroke.dash.count), 0)
      cairo_stroke_preserve(context)
    }
    cairo_new_path(context)
  }

  private func draw(_ run: TextRun, shaper: TextShaper) {
    let shaped = shaper.line(of: run.text, in: run.style, maximumWidth: run.maximumWidth)
    let left =
      switch run.anchor {
      case .start: run.origin.x
      case .middle: run.origin.x - shaped.width / 2
      case .end: run.origin.x - shaped.width
      }
    set(run.style.color)
    cairo_move_to(context, left, run.origin.y)
    if drawsOutlines {
      pango_cairo_layout_line_path(context, shaped.line)
      cairo_fill(context)
    } else {
      pango_cairo_show_layout_line(context, shaped.line)
    }
    cairo_new_path(context)
  }

  private func set(_ color: Color) {
    let color = color.mixed()
    cairo_set_source_rgba(
      context, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255,
      color.opacity)
  }
}

extension LinkTarget {
  /// The attributes of cairo's tag `Link`.
  fileprivate func attributes(area: Rect) -> String {
    let rect = [area.x, area.y, area.width, area.height].map { $0.fixed(3) }.joined(separator: " ")
    return switch self {
    case .destination(let name): "dest=\(name.quoted) rect=[\(rect)]"
    case .address(let address): "uri=\(address.quoted) rect=[\(rect)]"
    }
  }
}

extension String {
  /// The text as a string of cairo's tag attributes.
  var quoted: String {
    var result = "'"
    for character in self {
      if character == "'" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return result + "'"
  }
}
