import CCairo

/// Why a page could not be drawn.
package enum CairoError: Error, Equatable, CustomStringConvertible {
  /// Cairo gave up; its own words.
  case failed(String)
  /// The typeface is not installed.
  case missingFont(family: String, package: String)
  /// The image would have more pixels a side than cairo can draw, or more in all than is sensible.
  case imageTooLarge(width: Int, height: Int, limit: Int)
  /// The document has no page with this index.
  case missingPage(Int)
  /// A link or a bookmark leads to a place that no page has.
  case missingDestination(String)

  package var description: String {
    switch self {
    case .failed(let reason): "The page could not be drawn: \(reason)."
    case .missingFont(let family, let package):
      "The typeface \(family) is not installed; on Debian, install the package \(package)."
    case .imageTooLarge(let width, let height, let limit):
      "An image of \(width) × \(height) pixels is needed, and at most \(limit) × \(limit) are "
        + "possible; draw a shorter time, a smaller scale, or a PDF."
    case .missingPage(let index): "The document has no page \(index + 1)."
    case .missingDestination(let name): "A link leads to “\(name)”, which is on no page."
    }
  }

  /// Throws unless cairo reports success.
  static func check(_ status: cairo_status_t) throws(CairoError) {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw .failed(cairo_status_to_string(status).map { String(cString: $0) } ?? "no reason given")
  }
}
