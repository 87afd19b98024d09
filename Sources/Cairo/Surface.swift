import CCairo
import Drawing
import Glibc

/// Something to draw on, and the memory that the file it makes goes to.
struct Surface: ~Copyable {
  let surface: OpaquePointer?
  let context: OpaquePointer?
  private let sink: OctetSink
  /// Whether letters are filled as outlines.
  ///
  /// Cairo 1.16 puts glyphs of an image on whole pixels, which spoils the spaces between letters;
  /// outlines stay where they are.
  let drawsOutlines: Bool

  /// A PDF file whose first page has this size.
  static func pdf(_ size: Size) throws(CairoError) -> Surface {
    let sink = OctetSink()
    let surface = cairo_pdf_surface_create_for_stream(
      OctetSink.write, sink.closure, size.width, size.height)
    // Later versions have object streams, in which ``PDFUpdate`` would not find its way.
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4)
    return try Surface(surface, sink: sink, drawsOutlines: false)
  }

  /// An SVG file of one page.
  static func svg(_ size: Size) throws(CairoError) -> Surface {
    let sink = OctetSink()
    let surface = cairo_svg_surface_create_for_stream(
      OctetSink.write, sink.closure, size.width, size.height)
    cairo_svg_surface_restrict_to_version(surface, CAIRO_SVG_VERSION_1_2)
    cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PT)
    return try Surface(surface, sink: sink, drawsOutlines: false)
  }

  /// An opaque image of this many pixels, 1 to 32,767 a side.
  static func image(width: Int, height: Int) throws(CairoError) -> Surface {
    let surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, Int32(clamping: width), Int32(clamping: height))
    return try Surface(surface, sink: OctetSink(), drawsOutlines: true)
  }

  private init(
    _ surface: OpaquePointer?, sink: OctetSink, drawsOutlines: Bool
  ) throws(CairoError) {
    self.surface = surface
    self.sink = sink
    self.drawsOutlines = drawsOutlines
    // Cairo hands out no NULL: a failure is the status of an inert object.
    context = cairo_create(surface)
    cairo_set_line_cap(context, CAIRO_LINE_CAP_BUTT)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_MITER)
    // Right angles stay sharp; a spike that goes up and comes back is cut off at its value.
    cairo_set_miter_limit(context, 1.5)
    try check()
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Throws if anything drawn so far failed.
  func check() throws(CairoError) {
    try CairoError.check(cairo_status(context))
    try CairoError.check(cairo_surface_status(surface))
  }

  /// Ends the file and returns its octets.
  consuming func finish() throws(CairoError) -> [UInt8] {
    try check()
    cairo_surface_finish(surface)
    try CairoError.check(cairo_surface_status(surface))
    return sink.octets
  }

  /// Makes the image white and the part of a page that begins this many pixels below its top.
  func begin(bandFrom top: Int, scale: Double) {
    cairo_identity_matrix(context)
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
    cairo_translate(context, 0, -Double(top))
    cairo_scale(context, scale, scale)
  }

  /// The pixels of the first rows of the image.
  func pixels(ofRows count: Int) throws(CairoError) -> [UInt32] {
    try check()
    cairo_surface_flush(surface)
    guard let pixels = cairo_image_surface_get_data(surface) else {
      throw .failed("the image has no pixels")
    }
    let width = Int(cairo_image_surface_get_width(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    return [UInt32](unsafeUninitializedCapacity: count * width) { copy, initialized in
      guard let start = copy.baseAddress else { return }
      for row in 0..<count { memcpy(start + row * width, pixels + row * stride, width * 4) }
      initialized = count * width
    }
  }
}
