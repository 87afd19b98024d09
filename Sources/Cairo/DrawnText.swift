/// A text as it is laid out: names in scripts that run from right to left stay where they stand.
struct DrawnText {
  let text: String

  /// Puts each stretch from right to left, with what belongs to its words, between U+2068 and
  /// U+2069, so that what stands before it stays on its left: `مركز → شمال`.
  init(_ text: String) {
    guard text.unicodeScalars.contains(where: Self.runsFromRightToLeft) else {
      self.text = text
      return
    }
    var result = ""
    var stretch = ""
    // What follows the last letter from right to left, and may yet stand before another.
    var tail = ""
    for scalar in text.unicodeScalars {
      if Self.runsFromRightToLeft(scalar) {
        stretch += tail
        tail = ""
        stretch.unicodeScalars.append(scalar)
      } else if !stretch.isEmpty, tail.isEmpty, ("0"..."9").contains(scalar) {
        stretch.unicodeScalars.append(scalar)
      } else if !stretch.isEmpty, Self.mayJoin(scalar), tail.unicodeScalars.count < 64 {
        tail.unicodeScalars.append(scalar)
      } else {
        result += Self.isolated(stretch) + tail
        (stretch, tail) = ("", "")
        result.unicodeScalars.append(scalar)
      }
    }
    self.text = result + Self.isolated(stretch) + tail
  }

  private static func isolated(_ stretch: String) -> String {
    stretch.isEmpty ? "" : "\u{2068}\(stretch)\u{2069}"
  }

  /// Hebrew, Arabic, Syriac, Thaana, N'Ko and the forms of presentation, as Unicode's blocks go.
  private static func runsFromRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
      true
    default: false
    }
  }

  /// What two words of one name may have between them.
  private static func mayJoin(_ scalar: Unicode.Scalar) -> Bool {
    " -_'".unicodeScalars.contains(scalar) || ("0"..."9").contains(scalar)
      || scalar.properties.generalCategory == .nonspacingMark
  }
}
