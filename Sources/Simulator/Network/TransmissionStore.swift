/// PDUs on their way, in places that are used again.
struct TransmissionStore<Content> {
  /// What arrived stays in its place until something else takes it.
  private var contents: [Content] = []
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
  mutating func remove(_ place: Int) -> Content {
    free.append(place)
    return contents[place]
  }
}
