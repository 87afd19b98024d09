import EventLogs
import Testing
import TraceModel

/// Event logs as Event Viewer and wevtutil write them.
struct EventLogTests {
  /// 1998-03-02T08:00:00, by GNU date.
  static let start: Int64 = 888_825_600_000_000_000

  private func log(_ text: String, isDayFirst: Bool = false) throws -> ImportedLog {
    let file = try #require(EventLogFile(Array(text.utf8), name: "a.csv"))
    return file.log(from: Self.start, lasting: .hours(4), isDayFirst: isDayFirst)
  }

  private static let titles = "Level,Date and Time,Source,Event ID,Task Category\r\n"

  @Test func `Event Viewer's CSV is read with quotes, commas and lines in descriptions`() throws {
    let log = try log(
      Self.titles
        + "Warning,3/2/1998 9:09:40 AM,MSExchangeMTA,9316,Interface,"
        + "\"One, \"\"two\"\"\r\nthree\"\r\n"
        + "Error,3/2/1998 12:00:00 PM,MSExchangeMTA,57,X.400 Service,plain\r\n"
        + "Information,3/2/1998 9:00:00 AM,EventLog,6005,None,started\r\n")
    #expect(log.form == .eventViewer)
    #expect(log.entries.map(\.line) == [2, 4])
    #expect(log.entries[0].time == .start + .seconds(4_180))
    #expect(log.entries[0].entry.text == "One, \"two\"\r\nthree")
    #expect(log.entries[0].entry.type == .warning && log.entries[1].entry.type == .error)
    #expect(log.entries[1].time == .start + .hours(4))
    #expect(log.leftOut.map(\.reason) == [.otherEvent])
    #expect(log.leftOut[0].source == "EventLog" && log.leftOut[0].id == 6_005)
  }

  @Test func `wevtutil's text is read with its fields and descriptions of several lines`() throws {
    // As in https://learn.microsoft.com/windows-server/administration/windows-commands/wevtutil
    let log = try log(
      """
      Event[0]:
        Log Name: Application
        Source: MSExchangeMTA
        Date: 1998-03-02T09:09:40.500
        Event ID: 9277
        Task: Interface
        Level: Warning
        Opcode: N/A
        Computer: HUB1
        Description:\u{20}
      The MTA has issued an RPC Cancel call: Time (ms): 1275740.

      [SLPS100 MtaBind BASE IL] (14)

      Event[1]
        Source: Service Control Manager
        Date: 1998-03-02T09:10:00.0000000Z
        Event ID: 7036
        Description: entered the running state

      Event[2]
        Log Name: Application
      """)
    #expect(log.form == .wevtutil)
    let entry = try #require(log.entries.first)
    #expect(log.entries.count == 1 && entry.line == 1 && entry.computer == "HUB1")
    #expect(entry.time == .start + .seconds(4_180) + TraceDuration(nanoseconds: 500_000_000))
    #expect(entry.entry.category == "Interface")
    #expect(
      entry.entry.text
        == "The MTA has issued an RPC Cancel call: Time (ms): 1275740.\n\n"
        + "[SLPS100 MtaBind BASE IL] (14)")
    #expect(log.leftOut.map(\.reason) == [.unreadFields, .otherEvent])
    #expect(log.leftOut[0].line == 21)
  }

  @Test func `UTF-16 and a byte order mark are read`() throws {
    let text = Self.titles + "Warning,3/2/1998 8:00:01 AM,MSExchangeMTA,57,Grüße,text\r\n"
    var little: [UInt8] = [0xFF, 0xFE]
    var big: [UInt8] = [0xFE, 0xFF]
    for unit in text.utf16 {
      little += [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      big += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
    }
    for octets in [little, big, [0xEF, 0xBB, 0xBF] + Array(text.utf8)] {
      let file = try #require(EventLogFile(octets, name: "a.csv"))
      let log = file.log(from: Self.start, lasting: .hours(4), isDayFirst: false)
      #expect(log.entries.map(\.entry.category) == ["Grüße"])
    }
  }

  @Test(arguments: [
    ("3/2/1998 8:00:00 AM", false, 0), ("3/2/1998 12:00:00 AM", false, -28_800),
    ("03/02/1998 08:00:00", false, 0), ("2/3/1998 8:00:00 AM", true, 0),
    ("02.03.1998 08:00:00", false, 0), ("1998-03-02 08:00:00", false, 0),
    ("1998-03-02T08:00:00.250Z", false, 0), ("3/2/98 1:00:00 PM", false, 18_000),
    ("3/2/1998 9:00:00\u{202F}PM", false, 46_800), ("2000-02-29 00:00:00", false, 62_956_800),
  ])
  func `a date is what it is by GNU date`(text: String, isDayFirst: Bool, seconds: Int64) throws {
    let clock = try #require(EventLogFile.clock(text, isDayFirst: isDayFirst))
    #expect((clock - Self.start) / 1_000_000_000 == seconds)
  }

  @Test(arguments: [
    "", "yesterday", "3/2/1998", "13/2/1998 8:00:00 AM", "1999-02-29 08:00:00",
    "1998-03-02 24:00:00",
    "1998-03-02 08:60:00", "1998-03-02 8:00", "1998-03-02 08:00:00 XM", "99999-01-01 00:00:00",
    "1998-03-02 08:00:00.", "1998-03-02 13:00:00 PM", "٣/٢/١٩٩٨ 8:00:00 AM",
  ])
  func `what is no date is none`(text: String) {
    #expect(EventLogFile.clock(text, isDayFirst: false) == nil)
  }

  @Test func `what cannot be read is listed line by line, then counted`() throws {
    let bad = (0..<250).map { "Warning,bad \($0),MSExchangeMTA,57,X,text\r\n" }.joined()
    let log = try log(
      Self.titles + bad + "Warning,3/2/1998 7:59:59 AM,MSExchangeMTA,57,X,early\r\n"
        + "Warning,3/2/1998 8:00:00 AM,MSExchangeMTA,x,X,no id\r\n"
        + "Warning,3/2/1998 8:00:00 AM,MSExchangeMTA,57,X,bell \u{7}\r\nWarning,\"cut")
    #expect(log.entries.isEmpty && log.unread == 253)
    #expect(log.leftOut.prefix(100).allSatisfy { $0.reason == .unreadDate && $0.count == 1 })
    #expect(log.leftOut[100].reason == .unreadDate && log.leftOut[100].count == 150)
    #expect(
      log.leftOut[101...].map(\.reason) == [.unreadID, .longText, .unreadFields, .outsideRun])
  }

  @Test(arguments: [
    "", "{}", "Stufe,Datum und Uhrzeit,Quelle,Ereignis-ID\r\n", "\u{0}", "Event[x]",
  ])
  func `what is no event log is none`(text: String) {
    #expect(EventLogFile(Array(text.utf8), name: "a") == nil)
  }

  @Test func `no octets make it trap`() {
    var random = SystemRandomNumberGenerator()
    let beginnings = [Self.titles, "Event[0]:\n  Source: MSExchangeMTA\n", "\u{FEFF}", ""]
    for number in 0..<400 {
      var octets = Array(beginnings[number % 4].utf8)
      if number % 8 == 7 { octets = [0xFF, 0xFE] }
      for _ in 0..<(number % 97) {
        octets.append(Array("\",:\n\r19/-ATZ[] E".utf8).randomElement(using: &random) ?? 0)
        if number % 3 == 0 { octets.append(.random(in: 0...255, using: &random)) }
      }
      let log = EventLogFile(octets, name: "a")?
        .log(from: .max, lasting: .hours(1), isDayFirst: number % 2 == 0)
      #expect(log?.entries.isEmpty ?? true)
    }
  }
}
