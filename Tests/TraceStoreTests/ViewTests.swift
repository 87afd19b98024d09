import Testing
import TraceModel
import TraceStore

struct ViewTests {
  let folder: TestFolder
  init() throws { folder = try TestFolder() }

  @Test func `every column of every view and table is documented, and nothing else is`() throws {
    let path = folder.file("empty.trace")
    try TraceWriter(creating: path).close()
    let documented = ColumnDocumentation.views + ColumnDocumentation.tables
    for view in documented {
      let found = try sqlite3(
        path, "SELECT group_concat(name) FROM pragma_table_info('\(view.name)')")
      #expect(found == view.columns.map(\.name).joined(separator: ","), "\(view.name)")
      #expect(!view.meaning.isEmpty)
      for column in view.columns {
        #expect(!column.meaning.isEmpty)
        #expect(column.unit.isEmpty || column.range != nil, "\(view.name).\(column.name)")
      }
    }
    let names = try sqlite3(path, "SELECT name FROM sqlite_schema WHERE type IN ('view', 'table')")
    #expect(
      names.split(separator: "\n").map(String.init).sorted() == documented.map(\.name).sorted())
  }

  @Test func `kinds are spelled as the model spells them`() throws {
    let path = folder.file("empty.trace")
    try TraceWriter(creating: path).close()
    let rows = try sqlite3(path, "SELECT id || ' ' || name FROM kind ORDER BY id")
    #expect(rows == EventKind.allCases.map { "\($0.rawValue) \($0.name)" }.joined(separator: "\n"))
  }

  /// The fault of Q181721 by hand: the association is filed under another address, the joining bind
  /// is refused, and the threshold's association rescues the mail.
  static func fault() -> Script {
    var script = Script()
    script.enqueue(1, at: 10, queue: 1)
    script.add(.associationOpening, at: 10) {
      ($0.association, $0.code, $0.queue) = (MTAAssociationID(rawValue: 1), 0, 1)
    }
    let first = RPCConnectionID(rawValue: 1)
    script.add(.bind, at: 10.1) { ($0.direction, $0.connection, $0.group) = (.sent, first, 0) }
    script.add(.groupFiled, at: 10.2, host: Script.site, peer: Script.hub) {
      ($0.connection, $0.group, $0.code) = (first, 0x4711, 1)
    }
    script.add(.bindAck, at: 10.3) {
      ($0.direction, $0.connection, $0.group) = (.received, first, 0x4711)
    }
    script.add(.associationOpen, at: 10.5) { $0.association = MTAAssociationID(rawValue: 1) }
    let second = RPCConnectionID(rawValue: 2)
    script.add(.bind, at: 10.6) {
      ($0.direction, $0.connection, $0.group) = (.sent, second, 0x4711)
    }
    script.add(.bindNak, at: 10.7, host: Script.site, peer: Script.hub) {
      ($0.direction, $0.connection, $0.code) = (.sent, second, 0)
    }
    script.add(.bindNak, at: 10.8) {
      ($0.direction, $0.connection, $0.code) = (.received, second, 0)
    }
    script.add(.callFailed, at: 10.8) { ($0.connection, $0.code) = (second, 1_727) }
    script.add(.logEntry, at: 10.8) { $0.code = 9_316 }
    script.enqueue(2, at: 40, queue: 2)
    script.add(.associationOpening, at: 70) {
      ($0.association, $0.code, $0.queue) = (MTAAssociationID(rawValue: 2), 1, 2)
    }
    script.deliver(1, at: 75, queue: 1, association: 2)
    script.deliver(2, at: 76, queue: 0, association: 2)
    script.add(.associationClosed, at: 400) { $0.association = MTAAssociationID(rawValue: 1) }
    return script
  }

  static let connections = [1, 2].map {
    RPCConnection(
      id: RPCConnectionID(rawValue: $0), client: Script.hub, server: Script.site,
      clientEndpoint: "102\($0)", serverAddress: 0, association: MTAAssociationID(rawValue: 1))
  }

  func faultFile() throws -> String {
    let path = folder.file("fault.trace")
    try Self.fault().record(
      to: path, end: 500, connections: Self.connections,
      entries: [EventSequence(rawValue: 11): RecorderTests.entry])
    return path
  }

  @Test func `the view binds shows where a group was filed and what was refused`() throws {
    let path = try faultFile()
    #expect(
      try sqlite3(
        path,
        """
        SELECT sequence, connection, client, server, transport, endpoint, group_asked, group_given,
        answer, reject_reason, wait, filed_under, misfiled FROM binds ORDER BY sequence
        """)
          == """
          3|1|HUB1|SLPS100|ncacn_ip_tcp|1912|0|18193|bind_ack||200000000|4006|1
          7|2|HUB1|SLPS100|ncacn_ip_tcp|1912|18193||bind_nak|0|200000000||
          """)
  }

  @Test func `the views of mail follow each message`() throws {
    let path = try faultFile()
    #expect(
      try sqlite3(path, "SELECT * FROM deliveries")
        == """
        1|14|75000000000|75.0|1|HUB1|SLPS100|2|30000|normal|10000000000|65000000000|65.0
        1|15|76000000000|76.0|2|HUB1|SLPS100|2|30000|normal|40000000000|36000000000|36.0
        """)
    #expect(
      try sqlite3(
        path, "SELECT message, state, enqueued_sequence, ended_sequence, wait FROM messages")
        == "1|delivered|1|14|65000000000\n2|delivered|12|15|36000000000")
    #expect(
      try sqlite3(
        path, "SELECT sequence, from_host, to_host, waiting FROM backlog ORDER BY sequence")
        == "1|HUB1|SLPS100|1\n12|HUB1|SLPS100|2\n14|HUB1|SLPS100|1\n15|HUB1|SLPS100|0")
    #expect(
      try sqlite3(
        path, "SELECT association, host, reason, open_time, end_time, ending FROM associations")
        == "1|HUB1|mail|10500000000|400000000000|closed\n2|HUB1|threshold|||")
  }

  @Test func `an incident counts what happened in its stall`() throws {
    let path = try faultFile()
    #expect(
      try sqlite3(path, "SELECT * FROM incidents")
        == "1|HUB1|SLPS100|10000000000|75000000000|65000000000|65.0|rescue|2|2|1|1|0|1|2|1|14")
    #expect(
      try sqlite3(path, "SELECT * FROM stalls")
        == "1|HUB1|SLPS100|10000000000|75000000000|65000000000|65.0|rescue|2|2|1|14")
    let row = try #require(try TraceReader(path).incidents(of: 1).first)
    #expect(row.ending == .rescue)
    #expect(row.naks == 1)
    #expect(row.logEntries == 1)
    #expect(row.lastEvent == EventSequence(rawValue: 14))
  }

  @Test func `an incident counts the cancels that its sender sent within it`() throws {
    var script = Script()
    func cancel(at seconds: Double, _ direction: EventDirection, host: HostIndex) {
      let peer = host == Script.hub ? Script.site : Script.hub
      script.add(.coCancel, at: seconds, host: host, peer: peer) { $0.direction = direction }
    }
    cancel(at: 1, .sent, host: Script.hub)
    script.enqueue(1, at: 10, queue: 1)
    cancel(at: 20, .sent, host: Script.hub)
    cancel(at: 20, .received, host: Script.site)
    cancel(at: 30, .sent, host: Script.site)
    cancel(at: 30, .received, host: Script.hub)
    cancel(at: 40, .sent, host: Script.hub)
    script.deliver(1, at: 80, queue: 0)
    cancel(at: 90, .sent, host: Script.hub)
    let path = folder.file("cancels.trace")
    try script.record(to: path, end: 100)
    #expect(try sqlite3(path, "SELECT cancels FROM incidents") == "2")
    #expect(try TraceReader(path).incidents(of: 1).map(\.cancels) == [2])
  }

  @Test func `an association that is opened again after a loss says so`() throws {
    let path = folder.file("recovery.trace")
    var script = Script()
    func add(_ kind: EventKind, at seconds: Double, code: UInt32? = nil) {
      script.add(kind, at: seconds) {
        ($0.association, $0.code) = (MTAAssociationID(rawValue: 1), code)
      }
    }
    add(.associationOpening, at: 1, code: OpeningReason.mail.rawValue)
    add(.associationOpen, at: 2)
    add(.associationLost, at: 3)
    add(.associationOpening, at: 4, code: OpeningReason.recovery.rawValue)
    add(.associationRecovered, at: 5)
    add(.associationAborted, at: 6)
    try script.record(to: path, end: 10)
    #expect(
      try sqlite3(
        path, "SELECT reason, opening_time, open_time, end_time, ending FROM associations")
          == """
          mail|1000000000|2000000000|6000000000|aborted
          recovery|4000000000|5000000000|6000000000|aborted
          """)
  }

  @Test func `the view runs says what the run row says`() throws {
    let path = try faultFile()
    let fingerprint = try TraceReader(path).run(1).fingerprint.text
    #expect(
      try sqlite3(path, "SELECT * FROM runs")
        == "1|q181721|nt4-sp3|42|1|simulation|complete|finished|3600000000000|500000000000|"
        + "500.0|16|\(fingerprint)||"
    )
  }

  @Test func `runs of one file do not mix`() throws {
    let path = folder.file("two.trace")
    let store = try TraceWriter(creating: path)
    let recorder = store.makeRecorder()
    for _ in 0..<2 {
      try Self.fault().record(into: recorder, end: 500, connections: Self.connections)
    }
    try store.close()
    for view in [
      "binds", "messages", "deliveries", "associations", "backlog", "stalls", "incidents",
    ] {
      let columns = try #require(ColumnDocumentation.views.first { $0.name == view }).columns
      let names = columns.map(\.name).filter { $0 != "run" }.joined(separator: ", ")
      let rows = try [1, 2].map {
        try sqlite3(path, "SELECT \(names) FROM \(view) WHERE run = \($0)")
      }
      #expect(rows[0] == rows[1])
      #expect(!rows[0].isEmpty)
    }
  }
}
