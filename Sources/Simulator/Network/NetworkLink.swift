import TraceModel

/// One direction of the network between two hosts: latency, jitter, and a bandwidth that all its
/// connections share.
struct NetworkLink {
  let parameters: NetworkParameters
  /// When everything that was handed to the link has left.
  private var busyUntil = TraceInstant.start

  init(_ parameters: NetworkParameters) { self.parameters = parameters }

  /// When octets that are sent now arrive.
  ///
  /// - Parameters:
  ///   - octets: How many are sent; 0 for a segment without data.
  ///   - random: The stream of the jitter.
  mutating func arrival(
    of octets: Int, sentAt now: TraceInstant, random: consuming RandomStream
  ) -> TraceInstant {
    busyUntil = max(now, busyUntil) + parameters.bandwidth.transmissionTime(octets: octets)
    let jitter = random.below(UInt64(parameters.jitter.nanoseconds) + 1)
    return busyUntil + parameters.latency + TraceDuration(nanoseconds: Int64(jitter))
  }
}

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
