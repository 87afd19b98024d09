/// The MTA's locality table (LTAB): one index for each connection to a peer, the lowest free one
/// first.
///
/// Events 9316, 9277 and others name it; samples run from 4 to 213, and freed entries are used
/// again (KB Q152898).
struct LocalityTable {
  private static let firstIndex = 4
  private var used: [Bool] = []

  /// Takes an entry.
  mutating func allocate() -> Int {
    if let free = used.firstIndex(of: false) {
      used[free] = true
      return free + Self.firstIndex
    }
    used.append(true)
    return used.count - 1 + Self.firstIndex
  }

  /// Frees an entry.
  mutating func free(_ index: Int) {
    guard used.indices.contains(index - Self.firstIndex) else { return }
    used[index - Self.firstIndex] = false
  }
}
