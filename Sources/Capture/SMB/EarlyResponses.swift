/// Responses that were captured before their requests, which say what the responses are about.
struct EarlyResponses<ID: Hashable> {
  /// A response with what is known of it besides its octets.
  struct Response {
    var octets: [UInt8]
    var missing: Int
    var stamp: OctetStream.Stamp
  }

  /// More than captures put out of order, so that a hostile one fills no memory.
  private static var greatestCount: Int { 16 }
  private static var greatestOctets: Int { 1 << 16 }

  private var responses: [ID: Response] = [:]
  private var dropped = 0

  /// How many have not found their requests.
  var count: Int { responses.count + dropped }

  /// Keeps a response until its request comes; old ones go when there are too many.
  mutating func keep(
    _ id: ID, _ octets: Span<UInt8>, missing: Int, _ stamp: OctetStream.Stamp
  ) {
    guard octets.count <= Self.greatestOctets else {
      dropped += 1
      return
    }
    if responses.count >= Self.greatestCount {
      let oldest = responses.min { ($0.value.stamp.frame) < ($1.value.stamp.frame) }
      if let oldest {
        responses[oldest.key] = nil
        dropped += 1
      }
    }
    responses[id] = Response(
      octets: octets.array(0..<octets.count), missing: missing, stamp: stamp)
  }

  /// Takes out the response to a request.
  mutating func take(_ id: ID) -> Response? {
    responses.isEmpty ? nil : responses.removeValue(forKey: id)
  }
}
