/// Octets of one direction that are in order and not yet read, with the frames that brought them.
struct OctetStream {
  /// When octets came, for a reader that asks which frame completed something.
  struct Stamp: Equatable {
    var frame: Int64
    /// Nanoseconds since 1970.
    var time: Int64
  }

  fileprivate struct Arrival {
    /// The position behind its last octet.
    var end: Int64
    var stamp: Stamp
  }

  /// Memory that streams use in turn, so that only those have their own in which octets wait.
  struct Room {
    fileprivate var octets: [UInt8] = []
    fileprivate var arrivals: [Arrival] = []
  }

  private(set) var octets: [UInt8] = []
  /// The place in ``octets`` of the first that is not read.
  private(set) var start = 0
  /// The position of that octet, counted from the stream's first.
  private var position: Int64 = 0
  private var arrivals: [Arrival] = []
  private var firstArrival = 0
  /// Positions whose octets a snap length cut off, and which are zeros here.
  private var holes: [Range<Int64>] = []

  /// How many octets are not yet read.
  var count: Int { octets.count - start }

  /// Adds octets.
  ///
  /// - Parameter missing: How many more there were that a snap length cut off.
  mutating func append(_ new: Span<UInt8>, missing: Int, _ stamp: Stamp) {
    unsafe new.withUnsafeBufferPointer { unsafe octets.append(contentsOf: $0) }
    var end = position + Int64(count)
    if missing > 0 {
      octets.append(contentsOf: repeatElement(0, count: missing))
      holes.append(end..<end + Int64(missing))
      end += Int64(missing)
    }
    arrivals.append(Arrival(end: end, stamp: stamp))
  }

  /// Passes over octets that have been read.
  mutating func consume(_ count: Int) {
    start += count
    position += Int64(count)
    while firstArrival < arrivals.count, arrivals[firstArrival].end <= position {
      firstArrival += 1
    }
    while let hole = holes.first, hole.upperBound <= position { holes.removeFirst() }
    if start == octets.count {
      // A stream that is read up keeps no memory worth counting.
      if octets.capacity > 4_096 { octets = [] } else { octets.removeAll(keepingCapacity: true) }
      arrivals.removeAll(keepingCapacity: true)
      (start, firstArrival) = (0, 0)
    } else if start > 1 << 16 {
      octets.removeSubrange(..<start)
      arrivals.removeSubrange(..<firstArrival)
      (start, firstArrival) = (0, 0)
    }
  }

  /// Takes memory to put octets into, unless some wait already.
  mutating func borrow(_ room: inout Room) {
    guard octets.isEmpty else { return }
    swap(&octets, &room.octets)
    swap(&arrivals, &room.arrivals)
  }

  /// Gives back memory that was borrowed; octets that wait are copied into some of their own.
  mutating func giveBack(_ room: inout Room) {
    guard octets.capacity > 0 else { return }
    let isBorrowed = room.octets.capacity == 0
    if octets.isEmpty {
      if isBorrowed {
        swap(&octets, &room.octets)
        swap(&arrivals, &room.arrivals)
      } else {
        (octets, arrivals) = ([], [])
      }
    } else if isBorrowed {
      room = Room(octets: octets, arrivals: arrivals)
      octets = Array(octets[start...])
      arrivals = Array(arrivals[firstArrival...])
      (start, firstArrival) = (0, 0)
      room.octets.removeAll(keepingCapacity: true)
      room.arrivals.removeAll(keepingCapacity: true)
    }
  }

  /// When the last of the next octets came: the frame with the highest number that brought any.
  func stamp(ofNext count: Int) -> Stamp {
    var latest = Stamp(frame: 0, time: 0)
    for arrival in arrivals[firstArrival...] {
      if arrival.stamp.frame > latest.frame { latest = arrival.stamp }
      if arrival.end >= position + Int64(count) { break }
    }
    return latest
  }

  /// How many of the next octets were captured, up to the first that was not.
  func known(ofNext count: Int) -> Int {
    guard let hole = holes.first else { return count }
    return Int(clamping: max(0, min(Int64(count), hole.lowerBound - position)))
  }

  /// How many octets come before those of the next frame; `nil` if there is none.
  var distanceToNextArrival: Int? {
    guard firstArrival < arrivals.count else { return nil }
    let distance = Int(arrivals[firstArrival].end - position)
    return distance < count ? distance : nil
  }
}
