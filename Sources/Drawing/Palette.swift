/// The colours of every picture, by what they say.
///
/// The accents are of the palette of Okabe and Ito, which colour-blind readers can tell apart
/// (https://jfly.uni-koeln.de/color/). Shape and dash repeat what they say.
package enum Palette {
  /// Headlines, arrows and labels.
  package static let ink = Color(hex: 0x212429)
  /// What explains: subtitles, axes, footers.
  package static let muted = Color(hex: 0x6B7079)
  /// Lines that only guide the eye.
  package static let grid = Color(hex: 0xE6E8EB)
  /// Lifelines and rules of tables: darker than the grid, lighter than text.
  package static let rule = Color(hex: 0xD2D5D9)
  /// The page.
  package static let paper = Color(hex: 0xFFFFFF)
  /// The build with the fault: vermilion.
  package static let faulty = Color(hex: 0xD55E00)
  /// The build with the fix: blue.
  package static let fixed = Color(hex: 0x0072B2)
  /// What went well: `bind_ack`, an association that opened.
  package static let acknowledged = Color(hex: 0x007A59)
  /// Cancels and orphans: purple.
  package static let cancelled = Color(hex: 0xB24D8C)
  /// Text of the colour ``faulty``, darker so that it can be read.
  package static let faultyText = Color(hex: 0xB75100)
  /// Text of the colour ``cancelled``, darker so that it can be read on a tint.
  package static let cancelledText = Color(hex: 0xA6437F)

  /// The shade of a colour in which text can be read.
  package static func text(_ color: Color) -> Color {
    switch color {
    case faulty: faultyText
    case cancelled: cancelledText
    default: color
    }
  }

  /// The band across a comparison at its first difference.
  package static let difference = Color(hex: 0xFCEDCF)
}
