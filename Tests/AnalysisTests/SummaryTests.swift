import Analysis
import Testing
import TraceModel
import TraceStore

struct SummaryTests {
  /// HUB1 to SLPS100: a message passes, then two wait, one misfiled group and a nak between them,
  /// until the threshold's association comes; later a message is left over.
  static func fault() -> MailScript {
    var script = MailScript()
    script.pass(1, at: 5, wait: 2)
    script.enqueue(2, at: 100, queue: 1)
    let control = RPCConnectionID(rawValue: 1)
    let joining = RPCConnectionID(rawValue: 2)
    script.connections = [control, joining].map {
      RPCConnection(
        id: $0, client: MailScript.hub, server: MailScript.site, clientEndpoint: "1024",
        serverAddress: 0, association: MTAAssociationID(rawValue: 1))
    }
    script.add(.associationOpening, at: 100) {
      ($0.association, $0.code) = (MTAAssociationID(rawValue: 1), 0)
    }
    script.add(.groupFiled, at: 101, host: MailScript.site, peer: MailScript.hub) {
      ($0.connection, $0.group, $0.code) = (control, 77, 1)
    }
    script.add(.bind, at: 102) { ($0.direction, $0.connection, $0.group) = (.sent, joining, 77) }
    script.add(.groupMissed, at: 103, host: MailScript.site, peer: MailScript.hub) {
      ($0.connection, $0.group, $0.code) = (joining, 77, 0)
    }
    script.add(.bindNak, at: 103, host: MailScript.site, peer: MailScript.hub) {
      ($0.direction, $0.connection, $0.code) = (.sent, joining, 0)
    }
    script.add(.bindNak, at: 104) {
      ($0.direction, $0.connection, $0.code) = (.received, joining, 0)
    }
    script.add(.callFailed, at: 104) { ($0.connection, $0.code) = (joining, 1_727) }
    let log = script.add(.logEntry, at: 104) { $0.code = 9_316 }
    script.entries[log] = EventLogEntry(
      id: 9_316, type: .warning, category: "Interface", text: "An RPC error occurred.")
    script.enqueue(3, at: 150, queue: 2)
    script.add(.associationOpening, at: 200) {
      ($0.association, $0.code) = (MTAAssociationID(rawValue: 2), 1)
    }
    script.deliver(2, at: 210, queue: 1, association: 2)
    script.deliver(3, at: 211, queue: 0, association: 2)
    script.add(.coCancel, at: 300) { $0.direction = .sent }
    script.enqueue(4, at: 14_000, queue: 1)
    return script
  }

  @Test func `a direction's numbers are those worked out by hand`() throws {
    let trace = try MailScript.trace([Self.fault()])
    let run = try trace.reader.run(1)
    let summary = try trace.analysis.summary(of: run)
    let link = try #require(summary.links.first)
    #expect(summary.links.count == 1)
    #expect(link.fromName == "HUB1")
    #expect(link.toName == "SLPS100")
    #expect([link.enqueued, link.delivered, link.nonDelivered, link.waiting] == [4, 3, 0, 1])
    #expect([link.naks, link.cancels, link.openings, link.misfiled] == [1, 1, 2, 1])
    #expect(link.peakBacklog == 2)
    #expect(link.peakAt == .start + .seconds(150))
    #expect(
      link.deliveryTime
        == Quantiles(
          count: 3, median: .seconds(61), p90: .seconds(110), p95: .seconds(110),
          p99: .seconds(110), worst: .seconds(110)))
    #expect(link.stalls.map(\.duration) == [.seconds(110), .seconds(400)])
    #expect(link.stalls.map(\.ending) == [.rescue, .strand])
    #expect(link.stalls.map(\.isOpen) == [false, true])
    #expect([link.rescues, link.strands] == [1, 1])
    #expect(link.stalledTime == .seconds(510))
    #expect(link.longestStall == link.stalls[1])
    #expect(link.stalls[0].openings.map(\.rawValue) == [1, 2])
    #expect(link.stalls[0].peak == 2)
    #expect(link.stalls[0].naks == 1)
    #expect(link.stalls[0].callFailures == 1)
  }

  @Test func `a direction without mail has a summary of noughts`() throws {
    let trace = try MailScript.trace([Self.fault()])
    let summary = try trace.analysis.summary(of: try trace.reader.run(1))
    let back = summary[Link(from: MailScript.site, to: MailScript.hub)]
    #expect(back.fromName == "SLPS100")
    #expect(back.enqueued == 0)
    #expect(back.stalls.isEmpty)
  }

  @Test func `an incident leads back to the group that was filed under a wrong address`() throws {
    let trace = try MailScript.trace([Self.fault()])
    let run = try trace.reader.run(1)
    let summary = try trace.analysis.summary(of: run)
    let incidents = try trace.analysis.incidents(of: summary, on: MailScript.link)
    #expect(incidents.count == 2)
    #expect(incidents[0].cause?.kind == .groupFiled)
    #expect(incidents[0].cause?.group == 77)
    #expect(
      incidents[0].events.map(\.kind)
        == [.associationOpening, .bindNak, .callFailed, .associationOpening])
    #expect(incidents[0].entries.map(\.entry.id) == [9_316])
    #expect(incidents[1].cause == nil)
    #expect(incidents[1].events.isEmpty)
    #expect(try trace.analysis.entries(of: run, on: MailScript.link).count == 1)
  }

  @Test func `a group filed where its bind came in is no cause`() throws {
    var script = Self.fault()
    for index in script.connections.indices { script.connections[index].serverAddress = 1 }
    let trace = try MailScript.trace([script])
    let run = try trace.reader.run(1)
    let summary = try trace.analysis.summary(of: run)
    #expect(try trace.analysis.incidents(of: summary, on: MailScript.link)[0].cause == nil)
    #expect(summary[MailScript.link].misfiled == 0)
  }

  @Test func `strips say when things happened, deliveries once a column`() throws {
    let trace = try MailScript.trace([Self.fault()])
    let run = try trace.reader.run(1)
    let strips = try trace.analysis.strips(of: run, on: MailScript.link, columns: 144)
    let seconds = { (times: [TraceInstant]) in times.map { $0.nanoseconds / 1_000_000_000 } }
    #expect(seconds(strips.naks) == [104])
    #expect(seconds(strips.cancels) == [300])
    #expect(seconds(strips.openings) == [100, 200])
    #expect(seconds(strips.deliveries) == [7, 210])
    let part = try trace.analysis.strips(
      of: run, on: MailScript.link, columns: 1_000, from: .start + .seconds(150),
      to: .start + .seconds(250))
    #expect(seconds(part.openings) == [200])
    #expect(seconds(part.deliveries) == [210, 211])
  }

  @Test(arguments: [[1, 2, 3], [3, 1, 2], [1, 2, 1], [1, 1, 1], [7, 8, 9]] as [[UInt32]])
  func `a message's first delivery after its enqueueing counts`(numbers: [UInt32]) throws {
    var script = MailScript()
    for (place, number) in numbers.enumerated() {
      script.pass(number, at: 100 * Double(place + 1), wait: Double(place + 1))
    }
    // Once more, which is no delivery of a message that waits.
    script.deliver(numbers[0], at: 500, queue: 0)
    let trace = try MailScript.trace([script])
    let run = try trace.reader.run(1)
    let profile = try trace.analysis.deliveryProfile(
      of: run, on: MailScript.link, columns: 144, from: .start, to: run.end)
    #expect(profile.all.total == 3)
    #expect(profile.columns.compactMap { $0?.worst } == [.seconds(1), .seconds(2), .seconds(3)])
    let part = try trace.analysis.deliveryProfile(
      of: run, on: MailScript.link, columns: 1, from: .start + .seconds(150),
      to: .start + .seconds(250))
    #expect(part.columns.map { $0?.worst } == [.seconds(2)])
  }

  @Test func `the backlog is what waited`() throws {
    let trace = try MailScript.trace([Self.fault()])
    let run = try trace.reader.run(1)
    let backlog = try trace.analysis.backlog(of: run, on: MailScript.link)
    let changes = try #require(try backlog.changes(from: .start, to: run.end, limit: 100))
    #expect(changes.map(\.value) == [1, 0, 1, 2, 1, 0, 1])
    #expect(try backlog.value(before: .start + .seconds(150)) == 1)
    let columns = try backlog.columns(from: .start, to: run.end, count: 144)
    #expect(columns[1] == SeriesColumn(first: 0, minimum: 0, maximum: 2, last: 2))
    #expect(columns.last == SeriesColumn(first: 1, minimum: 1, maximum: 1, last: 1))
    let none = try trace.analysis.backlog(
      of: run, on: Link(from: MailScript.site, to: MailScript.hub))
    #expect(try none.columns(from: .start, to: run.end, count: 3).map(\.maximum) == [0, 0, 0])
  }
}
