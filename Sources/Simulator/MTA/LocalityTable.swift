/// The MTA's locality table (LTAB): one index for each association, the lowest free one first.
///
/// Events 9316, 9277 and others name it; samples run from 4 to 213, and freed entries are used
/// again (KB Q152898). It holds 240 associations or so (KB Q243402).
struct LocalityTable {
  private static let firstIndex = 4
  var capacity: Int
  private var used: [Bool] = []
  private var count = 0

  init(capacity: Int) { self.capacity = capacity }

  /// Takes an entry, or `nil` if the table is full.
  mutating func allocate() -> Int? {
    guard count < capacity else { return nil }
    count += 1
    if let free = used.firstIndex(of: false) {
      used[free] = true
      return free + Self.firstIndex
    }
    used.append(true)
    return used.count - 1 + Self.firstIndex
  }

  /// Frees an entry.
  mutating func free(_ index: Int) {
    guard used.indices.contains(index - Self.firstIndex), used[index - Self.firstIndex] else {
      return
    }
    used[index - Self.firstIndex] = false
    count -= 1
  }
}
