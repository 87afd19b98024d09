import CCairo
import Drawing

/// Turns runs of text into placed glyphs of one typeface.
///
/// What a locale or fontconfig's settings could change is fixed: no hinting of outlines or metrics,
/// grey antialiasing, positions that are not rounded. A run is therefore equally wide on every
/// surface at every scale. Characters that the typeface lacks come from whatever typeface
/// fontconfig offers for them.
final class TextShaper {
  /// The typeface of every picture, and the Debian package that brings it.
  static let family = "Inter"
  static let debianPackage = "fonts-inter"

  private let fontMap = pango_cairo_font_map_new()
  private let context: OpaquePointer?
  private let description = pango_font_description_new()
  /// The characters met so far that no installed typeface has.
  private(set) var missing: Set<Unicode.Scalar> = []
  private var lines = ShapedLines()

  /// - Throws: ``CairoError/missingFont(family:package:)`` if `family` is not installed.
  init(family: String = TextShaper.family) throws(CairoError) {
    // At 72 dots an inch, one unit of user space is one point.
    pango_cairo_font_map_set_resolution(OpaquePointer(fontMap), 72)
    context = pango_font_map_create_context(fontMap)
    pango_context_set_language(context, pango_language_from_string("en"))
    pango_context_set_round_glyph_positions(context, 0)
    let options = cairo_font_options_create()
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    pango_cairo_context_set_font_options(context, options)
    cairo_font_options_destroy(options)
    pango_font_description_set_family(description, family)
    try checkInstalled(family)
  }

  deinit {
    pango_font_description_free(description)
    g_object_unref(context.map(UnsafeMutableRawPointer.init))
    g_object_unref(fontMap)
  }

  /// The run as a line, shaped anew unless it is among those shaped last.
  func line(
    of text: String, in style: TextStyle, maximumWidth: Double? = nil
  ) -> ShapedLine {
    let key = ShapedLines.Key(
      text: TextKey(text), font: FontChoice(style), maximumWidth: maximumWidth)
    return lines.line(key) { shape(text, in: style, maximumWidth: maximumWidth) }
  }

  private func shape(
    _ text: String, in style: TextStyle, maximumWidth: Double?
  ) -> ShapedLine {
    let text = DrawnText(text).text
    let layout = pango_layout_new(context)
    pango_layout_set_single_paragraph_mode(layout, 1)
    pango_layout_set_auto_dir(layout, 0)
    setDescription(for: style)
    pango_layout_set_font_description(layout, description)
    let attributes = Self.attributes(of: text, in: style)
    pango_layout_set_attributes(layout, attributes)
    pango_attr_list_unref(attributes)
    pango_layout_set_text(layout, text, Int32(clamping: text.utf8.count))
    if let maximumWidth {
      pango_layout_set_width(layout, Self.units(maximumWidth))
      pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
    }
    if !text.utf8.allSatisfy({ $0 < 0x80 }), pango_layout_get_unknown_glyphs_count(layout) > 0 {
      noteMissing(in: text, laidOutAs: layout)
      pango_layout_set_text(layout, text, Int32(clamping: text.utf8.count))
    }
    return ShapedLine(keeping: layout)
  }

  /// Asks for each character of a text alone, since Pango only counts.
  private func noteMissing(in text: String, laidOutAs layout: OpaquePointer?) {
    for scalar in text.unicodeScalars where !scalar.isASCII && !missing.contains(scalar) {
      let alone = String(scalar)
      pango_layout_set_text(layout, alone, Int32(clamping: alone.utf8.count))
      if pango_layout_get_unknown_glyphs_count(layout) > 0 { missing.insert(scalar) }
    }
  }

  /// How far the typeface reaches above and below the baseline, in points.
  func extent(of style: TextStyle) -> (ascent: Double, descent: Double) {
    setDescription(for: style)
    let metrics = pango_context_get_metrics(context, description, nil)
    defer { pango_font_metrics_unref(metrics) }
    return (
      Self.points(pango_font_metrics_get_ascent(metrics)),
      Self.points(pango_font_metrics_get_descent(metrics))
    )
  }

  private func setDescription(for style: TextStyle) {
    pango_font_description_set_absolute_size(description, style.size * Double(PANGO_SCALE))
    pango_font_description_set_weight(
      description, PangoWeight(rawValue: PangoWeight.RawValue(style.weight.rawValue)))
  }

  /// OpenType features: figures of equal width, and in `0x1F` the letter x instead of Inter's
  /// multiplication sign.
  private static func attributes(of text: String, in style: TextStyle) -> OpaquePointer? {
    let list = pango_attr_list_new()
    if style.tabularFigures {
      pango_attr_list_insert(list, pango_attr_font_features_new("tnum=1"))
    }
    let octets = Array(text.utf8)
    for start in octets.indices.dropLast()
    where octets[start] == UInt8(ascii: "0") && octets[start + 1] == UInt8(ascii: "x") {
      let attribute = pango_attr_font_features_new("calt=0")
      attribute?.pointee.start_index = UInt32(clamping: start)
      attribute?.pointee.end_index = UInt32(clamping: start + 2)
      pango_attr_list_insert(list, attribute)
    }
    return list
  }

  private func checkInstalled(_ family: String) throws(CairoError) {
    setDescription(for: TextStyle(size: 10))
    guard let font = pango_font_map_load_font(fontMap, context, description) else {
      throw .missingFont(family: family, package: Self.debianPackage)
    }
    defer { g_object_unref(font) }
    let found = pango_font_describe(font)
    defer { pango_font_description_free(found) }
    let name = pango_font_description_get_family(found).map { String(cString: $0) }
    guard name == family else {
      throw .missingFont(family: family, package: Self.debianPackage)
    }
  }

  private static func points(_ units: Int32) -> Double { Double(units) / Double(PANGO_SCALE) }

  private static func units(_ points: Double) -> Int32 {
    Int32(exactly: (points * Double(PANGO_SCALE)).rounded()) ?? .max
  }
}
