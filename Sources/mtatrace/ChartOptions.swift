import ArgumentParser
import Drawing

/// What a chart shows, and how large it is.
struct ChartOptions: ParsableArguments {
  /// What may be drawn.
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case backlog
    case rates
    case deliveryTime = "delivery-time"
    case distribution
    case associations

    /// Whether a capture shows it.
    var isOnTheWire: Bool { self == .rates || self == .associations }
  }

  @Option(
    help: ArgumentHelp(
      "What to draw over time; of a capture, rates or associations.", valueName: "kind"))
  var of = Kind.backlog

  @Option(help: ArgumentHelp("The width of a PNG, in pixels.", valueName: "pixels"))
  var width = 1_920

  @Option(help: ArgumentHelp("Its height.", valueName: "pixels"))
  var height = 1_080

  @Option(
    help: ArgumentHelp(
      "Pixels an inch: more make letters and lines larger in as many pixels.", valueName: "number"))
  var dpi = 144

  @Flag(help: "Light on dark, for screens.")
  var dark = false

  /// Pixels a point, of which an inch has 72.
  var scale: Double { Double(dpi) / 72 }

  /// The size of the page, in points.
  var size: Size { Size(width: Double(width) / scale, height: Double(height) / scale) }

  /// The smallest page on which a chart can be read, in points.
  private static let least = Size(width: 640, height: 360)
  private static let most = 16_384

  func validate() throws {
    guard (36...1_200).contains(dpi) else {
      throw ValidationError("--dpi is a number from 36 to 1200.")
    }
    for (name, value, least) in [
      ("width", width, Self.least.width), ("height", height, Self.least.height),
    ] {
      let pixels = Int((least * scale).rounded(.up))
      guard (pixels...Self.most).contains(value) else {
        throw ValidationError(
          "--\(name) is a number of pixels from \(pixels), which a chart needs at \(dpi) dpi, to "
            + "\(Self.most).")
      }
    }
  }

  /// The options that were given, as a command line takes them.
  var arguments: [String] {
    var words = of == .backlog ? [] : ["--of", of.rawValue]
    if width != 1_920 { words += ["--width", "\(width)"] }
    if height != 1_080 { words += ["--height", "\(height)"] }
    if dpi != 144 { words += ["--dpi", "\(dpi)"] }
    if dark { words.append("--dark") }
    return words
  }
}
