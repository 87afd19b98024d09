/// PDUs on their way, in places that are used again.
struct TransmissionStore<Content> {
  private var contents: [Content?] = []
  private var free: [Int] = []

  /// Keeps a PDU until it arrives.
  mutating func insert(_ content: Content) -> Int {
    if let place = free.popLast() {
      contents[place] = content
      return place
    }
    contents.append(content)
    return contents.count - 1
  }

  /// Takes a PDU that arrived.
  mutating func remove(_ place: Int) -> Content? {
    guard contents.indices.contains(place), let content = contents[place].take() else { return nil }
    free.append(place)
    return content
  }
}
