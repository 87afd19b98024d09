/// Characters that a picture shows as boxes, for want of a typeface.
struct MissingCharacters {
  private let characters: [Unicode.Scalar]

  init(_ characters: [Unicode.Scalar]) { self.characters = characters }

  /// What is missing, and which package of Debian brings it; `nil` if nothing is.
  var sentence: String? {
    guard let first = characters.first else { return nil }
    let shown = characters.prefix(8).map { "\($0) (\(Self.code($0)))" }.joined(separator: ", ")
    let rest = characters.count > 8 ? " and \(characters.count - 8) more" : ""
    return "No installed font has \(shown)\(rest), so the picture shows boxes instead; "
      + "install the package \(Self.package(for: first))."
  }

  private static func code(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }

  private static func package(for scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x0370...0x06FF: "fonts-dejavu-core"
    case 0x1100...0x11FF, 0x2E80...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0xFF00...0xFFEF,
      0x20000...0x3FFFF:
      "fonts-noto-cjk"
    case 0x1F000...0x1FAFF: "fonts-noto-color-emoji"
    default: "fonts-noto-core"
    }
  }
}
