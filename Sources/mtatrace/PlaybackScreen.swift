import Figures

/// Lines that scroll, above some that stay at the foot of a terminal.
struct PlaybackScreen {
  let isColored: Bool
  /// The lines at the foot, as they were drawn last.
  private var foot: [StyledLine] = []
  /// Whether nothing stands at the foot, whatever was drawn.
  var isEmpty = true

  init(isColored: Bool) { self.isColored = isColored }

  /// Adds lines above the foot, and draws the foot again.
  ///
  /// - Parameter width: The columns that the terminal has now.
  mutating func show(_ lines: [StyledLine], status: [StyledLine], width: Int) throws {
    guard !lines.isEmpty || status != foot || isEmpty else { return }
    var text = erasing(width: width)
    for line in lines { text += line.text(isStyled: isColored) + "\n" }
    text += status.map { $0.text(isStyled: isColored) }.joined(separator: "\n")
    try StandardOutput.write(Array(text.utf8))
    foot = status
    isEmpty = false
  }

  /// Leaves the foot as it is, and the cursor below it.
  mutating func close() throws {
    guard !isEmpty else { return }
    try StandardOutput.write(Array("\n".utf8))
    isEmpty = true
  }

  /// What takes the foot away: up to its first line, and everything from there on (ECMA-48, CUU and
  /// ED).
  private func erasing(width: Int) -> String {
    guard !isEmpty else { return "" }
    // A terminal that has become narrower shows a line as several.
    let rows = foot.map { max(($0.width + width - 1) / max(width, 1), 1) }.reduce(0, +)
    return "\r" + (rows > 1 ? "\u{1B}[\(rows - 1)A" : "") + "\u{1B}[J"
  }
}
