import Drawing
import Testing

/// Whether everyone can read pictures and tell apart what they show.
struct PaletteTests {
  /// The palette as it is, and on dark paper.
  enum Look: CaseIterable {
    case light
    case dark

    var paper: Color { color(Palette.paper) }

    func color(_ color: Color) -> Color { self == .light ? color : Theme.dark.color(color) }
  }

  static let texts: [(name: String, color: Color)] = [
    ("ink", Palette.ink), ("muted", Palette.muted), ("faulty", Palette.faulty),
    ("fixed", Palette.fixed), ("acknowledged", Palette.acknowledged),
    ("cancelled", Palette.cancelled),
  ]

  @Test(arguments: Look.allCases)
  func `text has a contrast of 4.5 to paper and to the tint of its fold`(look: Look) {
    for (name, color) in Self.texts {
      let text = look.color(TextStyle(size: 10).color(color).color)
      #expect(Self.contrast(text, look.paper) >= 4.5, "\(name) on paper")
      let tint = look.color(color.tint(0.06))
      #expect(Self.contrast(text, tint.mixed()) >= 4.5, "\(name) on its tint")
    }
    let band = look.color(Palette.difference)
    #expect(Self.contrast(look.color(Palette.ink), band) >= 4.5)
  }

  @Test(arguments: Look.allCases)
  func `marks have a contrast of 3 to paper`(look: Look) {
    for (name, color) in Self.texts {
      #expect(Self.contrast(look.color(color), look.paper) >= 3, "\(name)")
    }
  }

  /// What tells event kinds apart besides colour: the head and the dash of an arrow, or the shape
  /// of a mark.
  static let kinds: [(name: String, color: Color, form: String)] = [
    ("call", Palette.ink, "arrow"), ("acknowledgement", Palette.acknowledged, "arrow back"),
    ("refusal", Palette.faulty, "strong arrow with a cross"),
    ("wrong filing", Palette.faulty, "long dashes"),
    ("cancel", Palette.cancelled, "dots, open head"),
    ("delivery", Palette.fixed, "dot"), ("disturbance", Palette.muted, "grey dot"),
  ]

  @Test(arguments: Look.allCases, Vision.allCases)
  func `the two builds stay apart for every reader`(look: Look, vision: Vision) {
    let faulty = Lab(vision.sees(look.color(Palette.faulty)))
    let fixed = Lab(vision.sees(look.color(Palette.fixed)))
    // A difference of 2.3 is just noticed; 10 is seen at a glance. Where the colours come closer,
    // the line of the fixed build is dashed or thinner.
    let distance = faulty.distance(to: fixed)
    #expect(distance >= 10 || vision == .greyscale, "\(vision): \(distance)")
    #expect(distance >= 2.3, "\(vision): \(distance)")
  }

  @Test(arguments: Look.allCases, Vision.allCases)
  func `event kinds differ in colour or in form for every reader`(look: Look, vision: Vision) {
    for (index, kind) in Self.kinds.enumerated() {
      for other in Self.kinds[(index + 1)...] where kind.form == other.form {
        let distance = Lab(vision.sees(look.color(kind.color)))
          .distance(to: Lab(vision.sees(look.color(other.color))))
        #expect(distance >= 10, "\(kind.name) and \(other.name): \(distance)")
      }
    }
    #expect(Set(Self.kinds.map(\.form)).count == Self.kinds.count)
  }

  /// WCAG 2.2, 1.4.3: the ratio of relative luminances.
  static func contrast(_ a: Color, _ b: Color) -> Double {
    let (light, dark) = (luminance(a), luminance(b))
    return (max(light, dark) + 0.05) / (min(light, dark) + 0.05)
  }

  static func luminance(_ color: Color) -> Double {
    let linear = Vision.linear(color)
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
  }
}

/// How a reader sees colours.
///
/// The matrices for people without one kind of cones are those of Machado, Oliveira and Fernandes,
/// "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009),
/// table 1, severity 1.0, on linear RGB.
enum Vision: CaseIterable {
  case usual
  case greyscale
  case protanopia
  case deuteranopia

  /// The linear red, green and blue that the reader sees.
  func sees(_ color: Color) -> [Double] {
    let linear = Self.linear(color)
    switch self {
    case .usual: return linear
    case .greyscale:
      let grey = PaletteTests.luminance(color)
      return [grey, grey, grey]
    case .protanopia:
      return Self.product(
        [
          [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
          [-0.003882, -0.048116, 1.051998],
        ], linear)
    case .deuteranopia:
      return Self.product(
        [
          [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
          [-0.011820, 0.042940, 0.968881],
        ], linear)
    }
  }

  /// IEC 61966-2-1: sRGB to linear light.
  static func linear(_ color: Color) -> [Double] {
    [color.red, color.green, color.blue].map { component in
      let value = Double(component) / 255
      return value <= 0.04045 ? value / 12.92 : power((value + 0.055) / 1.055, 2.4)
    }
  }

  private static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] {
    matrix.map { row in min(max(zip(row, vector).map(*).reduce(0, +), 0), 1) }
  }
}

/// A colour of CIE 1976 L*a*b* under D65.
struct Lab {
  let components: [Double]

  init(_ linear: [Double]) {
    let x = (0.4124564 * linear[0] + 0.3575761 * linear[1] + 0.1804375 * linear[2]) / 0.95047
    let y = 0.2126729 * linear[0] + 0.7151522 * linear[1] + 0.0721750 * linear[2]
    let z = (0.0193339 * linear[0] + 0.1191920 * linear[1] + 0.9503041 * linear[2]) / 1.08883
    let f = [x, y, z].map {
      $0 > 216 / 24_389.0 ? power($0, 1 / 3.0) : (24_389 / 27.0 * $0 + 16) / 116
    }
    components = [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }

  /// The distance in that space, which is about how different two colours look.
  func distance(to other: Lab) -> Double {
    zip(components, other.components).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
  }
}

/// A power of a number from 0 to 1 by Newton's method on integer roots: exponents 2.4 and 1/3 need
/// no more.
private func power(_ base: Double, _ exponent: Double) -> Double {
  guard base > 0 else { return 0 }
  func root(_ value: Double, _ degree: Int) -> Double {
    var guess = 1.0
    for _ in 0..<200 {
      let below = (0..<(degree - 1)).reduce(1.0) { product, _ in product * guess }
      guess -= (below * guess - value) / (Double(degree) * below)
    }
    return guess
  }
  if exponent < 1 { return root(base, 3) }
  let fifth = root(base, 5)
  return base * base * fifth * fifth
}
