/// A colour in sRGB.
package struct Color: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8
  /// From 0, which cannot be seen, to 1, which hides what is below.
  package var opacity: Double
  /// How much of it is laid on paper: from 0, which leaves the paper as it is, to 1.
  package private(set) var share = 1.0

  /// The colour that a style sheet writes as `#RRGGBB`.
  package init(hex: UInt32, opacity: Double = 1) {
    red = UInt8(truncatingIfNeeded: hex >> 16)
    green = UInt8(truncatingIfNeeded: hex >> 8)
    blue = UInt8(truncatingIfNeeded: hex)
    self.opacity = opacity
  }

  package init(red: UInt8, green: UInt8, blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
    opacity = 1
  }

  /// The same colour as glass: what lies below shines through.
  package func opacity(_ opacity: Double) -> Color {
    var color = self
    color.opacity = opacity
    return color
  }

  /// What this colour looks like over paper when only `share` (0 to 1) of it is laid on.
  ///
  /// Unlike ``opacity(_:)`` it hides what lies below, and prints without transparency.
  package func tint(_ share: Double) -> Color {
    var color = self
    color.share = self.share * min(max(share, 0), 1)
    return color
  }

  /// The colour without tint that this one looks like over `paper`.
  package func mixed(over paper: Color = Color(hex: 0xFFFFFF)) -> Color {
    guard share < 1 else { return self }
    func mix(_ component: UInt8, _ ground: UInt8) -> UInt8 {
      UInt8((Double(ground) + (Double(component) - Double(ground)) * share).rounded())
    }
    var color = Color(hex: 0, opacity: opacity)
    (color.red, color.green, color.blue) = (
      mix(red, paper.red), mix(green, paper.green), mix(blue, paper.blue)
    )
    return color
  }

  /// `#D55E00`, with ` 50%` behind it if it is not opaque.
  package var text: String {
    let color = mixed()
    let value = UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
    let digits = String(value, radix: 16, uppercase: true)
    let hex = "#" + String(repeating: "0", count: 6 - digits.count) + digits
    return opacity == 1 ? hex : "\(hex) \(Int((opacity * 100).rounded()))%"
  }
}
