/// A colour in sRGB.
package struct Color: Hashable, Sendable {
  package var red: UInt8
  package var green: UInt8
  package var blue: UInt8
  /// From 0, which cannot be seen, to 1, which hides what is below.
  package var opacity: Double

  /// The colour that a style sheet writes as `#RRGGBB`.
  package init(hex: UInt32, opacity: Double = 1) {
    red = UInt8(truncatingIfNeeded: hex >> 16)
    green = UInt8(truncatingIfNeeded: hex >> 8)
    blue = UInt8(truncatingIfNeeded: hex)
    self.opacity = opacity
  }

  /// The same colour as glass: what lies below shines through.
  package func opacity(_ opacity: Double) -> Color {
    var color = self
    color.opacity = opacity
    return color
  }

  /// What this colour looks like over white when only `share` (0 to 1) of it is laid on.
  ///
  /// Unlike ``opacity(_:)`` it hides what lies below, and prints without transparency.
  package func tint(_ share: Double) -> Color {
    func mix(_ component: UInt8) -> UInt8 {
      UInt8((255 - (255 - Double(component)) * min(max(share, 0), 1)).rounded())
    }
    var color = self
    (color.red, color.green, color.blue) = (mix(red), mix(green), mix(blue))
    return color
  }

  /// `#D55E00`, with ` 50%` behind it if it is not opaque.
  package var text: String {
    let value = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
    let digits = String(value, radix: 16, uppercase: true)
    let hex = "#" + String(repeating: "0", count: 6 - digits.count) + digits
    return opacity == 1 ? hex : "\(hex) \(Int((opacity * 100).rounded()))%"
  }
}
