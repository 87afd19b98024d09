import CCairo

/// A run of text, shaped and placed: the only line of a layout of its own, which nobody changes.
final class ShapedLine {
  private let layout: OpaquePointer?
  /// What Pango draws.
  let line: UnsafeMutablePointer<PangoLayoutLine>?
  /// In points.
  let width: Double

  /// Keeps a layout, which is the line's from now on.
  init(keeping layout: OpaquePointer?) {
    self.layout = layout
    line = pango_layout_get_line_readonly(layout, 0)
    var logical = PangoRectangle()
    pango_layout_line_get_extents(line, nil, &logical)
    width = Double(logical.width) / Double(PANGO_SCALE)
  }

  deinit { g_object_unref(layout.map(UnsafeMutableRawPointer.init)) }
}

/// The lines shaped last: pages repeat their headings, and a text is measured before it is drawn.
struct ShapedLines {
  /// All that a line depends on, besides what a shaper fixes for ever: no line is ever out of date.
  struct Key: Hashable {
    var text: TextKey
    var font: FontChoice
    var maximumWidth: Double?
  }

  /// The most lines in each half: a line takes about 3 KB, and a page has about a hundred.
  private static let limit = 1_024

  private var recent: [Key: ShapedLine] = [:]
  private var older: [Key: ShapedLine] = [:]

  /// The line of a key, made by `shape` if it is not among those kept.
  mutating func line(_ key: Key, shape: () -> ShapedLine) -> ShapedLine {
    if let line = recent[key] { return line }
    let line = older[key] ?? shape()
    // What is asked for moves on; what is not is forgotten with its half.
    if recent.count >= Self.limit {
      swap(&recent, &older)
      recent.removeAll(keepingCapacity: true)
    }
    recent[key] = line
    return line
  }
}
