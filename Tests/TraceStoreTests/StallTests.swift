import Testing
import TraceModel
import TraceStore

/// Stalls worked out by hand from what a stall is: mail waits, and nothing is delivered for over 60
/// s.
struct StallTests {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }

  /// start, end, ending, peak and waiting of each stall, in seconds.
  func stalls(of script: Script, end: Double) throws -> String {
    let path = folder.file("s.trace")
    try script.record(to: path, end: end)
    return try sqlite3(
      path,
      """
      SELECT start_time / 1000000000, end_time / 1000000000, ending, peak, waiting,
      first_sequence, last_sequence FROM stalls
      """)
  }

  @Test func `sixty seconds are no stall, a nanosecond more is`() throws {
    var script = Script()
    script.enqueue(1, at: 10, queue: 1)
    script.deliver(1, at: 70, queue: 0)
    #expect(try stalls(of: script, end: 200) == "")
  }

  @Test func `a nanosecond more than sixty seconds is a stall`() throws {
    var script = Script()
    script.enqueue(1, at: 10, queue: 1)
    script.deliver(1, at: 70.000000001, queue: 0)
    #expect(try stalls(of: script, end: 200) == "10|70|other|1|1|1|2")
  }

  @Test func `nobody waits, nothing stalls, however long nothing is delivered`() throws {
    var script = Script()
    script.enqueue(1, at: 1, queue: 1)
    script.deliver(1, at: 2, queue: 0)
    script.enqueue(2, at: 3_000, queue: 1)
    script.deliver(2, at: 3_001, queue: 0)
    #expect(try stalls(of: script, end: 3_600) == "")
  }

  @Test func `a stall begins with the last delivery if more mail waits`() throws {
    var script = Script()
    script.enqueue(1, at: 1, queue: 1)
    script.enqueue(2, at: 2, queue: 2)
    script.deliver(1, at: 5, queue: 1)
    script.enqueue(3, at: 50, queue: 2)
    script.deliver(2, at: 100, queue: 1)
    script.deliver(3, at: 101, queue: 0)
    #expect(try stalls(of: script, end: 200) == "5|100|other|2|2|3|5")
  }

  @Test func `the end of the run strands what waits`() throws {
    var script = Script()
    script.enqueue(1, at: 100, queue: 1)
    script.enqueue(2, at: 120, queue: 2)
    #expect(try stalls(of: script, end: 161) == "100|161|strand|2|2|1|")
  }

  @Test func `a closed association strands what waited for it`() throws {
    var script = Script()
    script.enqueue(1, at: 100, queue: 1)
    script.add(.associationClosed, at: 150) { $0.association = MTAAssociationID(rawValue: 1) }
    script.deliver(1, at: 200, queue: 0, association: 2)
    #expect(try stalls(of: script, end: 300) == "100|200|strand|1|1|1|3")
  }

  @Test func `an opening of the threshold is a rescue only if it delivers`() throws {
    var script = Script()
    script.enqueue(1, at: 100, queue: 1)
    script.add(.associationOpening, at: 150) {
      ($0.association, $0.code) = (MTAAssociationID(rawValue: 2), 1)
    }
    script.deliver(1, at: 200, queue: 0, association: 1)
    script.enqueue(2, at: 300, queue: 1)
    script.add(.associationOpening, at: 350) {
      ($0.association, $0.code) = (MTAAssociationID(rawValue: 3), 1)
    }
    script.deliver(2, at: 400, queue: 0, association: 3)
    script.enqueue(3, at: 500, queue: 1)
    script.add(.associationOpening, at: 550) {
      ($0.association, $0.code) = (MTAAssociationID(rawValue: 4), 0)
    }
    script.deliver(3, at: 600, queue: 0, association: 4)
    #expect(
      try stalls(of: script, end: 700)
        == "100|200|other|1|1|1|3\n300|400|rescue|1|1|4|6\n500|600|other|1|1|7|9")
  }

  @Test func `giving up the last message ends a stall, giving up another does not`() throws {
    var script = Script()
    script.enqueue(1, at: 100, queue: 1)
    script.enqueue(2, at: 110, queue: 2)
    for (message, time) in [(UInt32(1), 200.0), (2, 300)] {
      script.add(.messageNonDelivered, at: time) {
        ($0.message, $0.queue) = (MessageID(rawValue: message), 2 - message)
      }
    }
    #expect(try stalls(of: script, end: 400) == "100|300|other|2|1|1|4")
  }

  @Test func `directions are apart: mail to one host does not end a stall to another`() throws {
    var script = Script()
    script.enqueue(1, at: 100, queue: 1)
    script.add(.messageEnqueued, at: 110, host: Script.site, peer: Script.hub) {
      ($0.message, $0.queue) = (MessageID(rawValue: 2), 1)
    }
    script.add(.messageDelivered, at: 120, host: Script.hub, peer: Script.site) {
      ($0.message, $0.queue) = (MessageID(rawValue: 2), 0)
    }
    script.deliver(1, at: 170, queue: 0)
    #expect(try stalls(of: script, end: 200) == "100|170|other|1|1|1|4")
  }
}
