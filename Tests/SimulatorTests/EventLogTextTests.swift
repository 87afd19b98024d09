import DCERPC
import Testing
import TraceModel

@testable import Simulator

/// An entry as an article prints it.
///
/// The article's lines are kept, as they are the archive's and not the event log's: a break is a
/// space, or nothing where it is within a name, which the sample marks with a backslash.
struct PublishedEntry {
  var id: UInt32
  var type: EventLogEntry.EntryType
  var category: String
  /// `nil` where the article prints none.
  var severity: Int?
  var text: String

  init(
    _ id: UInt32, _ type: EventLogEntry.EntryType, _ category: String, severity: Int?,
    _ text: String
  ) {
    (self.id, self.type, self.category, self.severity) = (id, type, category, severity)
    self.text = text.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
  }

  /// Expects an entry to be this one, field by field.
  func expect(_ entry: EventLogEntry, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(entry.id == id, sourceLocation: sourceLocation)
    #expect(entry.type == type, sourceLocation: sourceLocation)
    #expect(entry.category == category, sourceLocation: sourceLocation)
    let bracket = entry.text.split(separator: "] (", maxSplits: 1)
    #expect(
      (bracket.count == 2 ? Int(bracket[1].dropLast()) : nil) == severity,
      sourceLocation: sourceLocation)
    #expect(entry.text == text, sourceLocation: sourceLocation)
  }
}

/// Calls that failed or were cancelled read as in the articles.
struct CallEventTextTests {
  @Test func `9316 reads as in KB Q181721 and Q228901`() {
    PublishedEntry(
      9316, .warning, "Interface", severity: 12,
      """
      An RPC communications error occurred. No data was sent over the RPC
      connection. Locality table (LTAB) index: 53. Windows NT error: 1727. The MTA
      will attempt to recover the RPC connection. [BASE IL KERNEL 24 512] (12)
      """
    )
    .expect(.communicationsError(localityTableIndex: 53, status: .callFailedDidNotExecute))
    PublishedEntry(
      9316, .warning, "Interface", severity: 12,
      """
      An RPC communications error occurred. No data was sent over the RPC
      connection. Locality table (LTAB) index: 4. Windows NT error: 0. The MTA will
      attempt to recover the RPC connection. [BASE IL KERNEL 26 512] (12)
      """
    )
    .expect(
      .communicationsError(localityTableIndex: 4, status: Win32Status(rawValue: 0), thread: 26))
  }

  @Test func `9277 reads as in KB Q181721, Q189494 and Q225206`() {
    PublishedEntry(
      9277, .warning, "Interface", severity: 14,
      """
      The MTA has issued an RPC Cancel call for thread 1, Locality Table Index: 160,
      Time (ms): 1275740, Cancel result: 0 [SLPS100 MtaBind
      ncacn_ip_tcp:100.5.51.16[1911] BASE IL] (14)
      """
    )
    .expect(
      .callCancelled(
        thread: 1, localityTableIndex: 160, milliseconds: 1_275_740, server: "SLPS100",
        operation: "MtaBind", binding: "ncacn_ip_tcp:100.5.51.16[1911]"))
    PublishedEntry(
      9277, .warning, "Interface", severity: 14,
      """
      The MTA has issued an RPC Cancel call for thread 22, Locality Table
      Index:
      142, Time (ms): 1804070, Cancel result: 0 [TRUMAN RPC inactive
      ncacn_ip_tcp:192.168.20.3[1966] BASE IL] (14)
      """
    )
    .expect(
      .callCancelled(
        thread: 22, localityTableIndex: 142, milliseconds: 1_804_070, server: "TRUMAN",
        operation: "RPC inactive", binding: "ncacn_ip_tcp:192.168.20.3[1966]"))
    PublishedEntry(
      9277, .warning, "Interface", severity: 14,
      """
      The MTA has issued an RPC Cancel call for thread 1, Locality
      Table
      Index: 192, Time (ms): 1318100, Cancel result: 0 [RESFW01 MtaBind
      ncacn_ip_tcp:166.35.134.1[1092] BASE IL] (14)
      """
    )
    .expect(
      .callCancelled(
        thread: 1, localityTableIndex: 192, milliseconds: 1_318_100, server: "RESFW01",
        operation: "MtaBind", binding: "ncacn_ip_tcp:166.35.134.1[1092]"))
  }

  @Test func `9277 says what the cancel returned`() {
    let entry = EventLogEntry.callCancelled(
      thread: 1, localityTableIndex: 4, milliseconds: 120_000, result: .accessDenied,
      server: "B", operation: "MtaBind", binding: "ncacn_ip_tcp:10.0.0.2[1024]")
    #expect(entry.text.contains("Time (ms): 120000, Cancel result: 5 [B MtaBind"))
  }

  @Test func `9280 reads as in KB Q243402, which prints no bracket`() {
    PublishedEntry(
      9280, .warning, "Resource", severity: nil,
      """
      A resource limit has been reached when attempting to open an association. The
      locality table is full.
      """
    )
    .expect(.localityTableFull())
  }
}

/// Binds that failed read as in the articles on each version.
struct BindEventTextTests {
  @Test(arguments: [ExchangeVersion.v4_0, .v5_0])
  func `9318 reads as in KB Q170056 before 5.5`(version: ExchangeVersion) {
    PublishedEntry(
      9318, .warning, "Interface", severity: 12,
      """
      An RPC communications error occurred.
      Unable to bind over RPC. The locality table (LTAB) index is 76.
      Windows NT error code: 1722. [BASE IL MAIN BASE 1 500] (12)
      """
    )
    .expect(
      .bindFailed(
        localityTableIndex: 76, status: .serverUnavailable, server: "SREX", version: version))
  }

  @Test func `9318 reads as in KB Q228901, Q303156 and Q323733 in 5.5`() {
    PublishedEntry(
      9318, .warning, "Interface", severity: 14,
      """
      An RPC communications error occurred. Unable to bind over RPC. Locality Table
      (LTAB) index: 5, NT/MTA error code: 1722. Comms error 1722, Bind error 0,
      Remote Server Name SREX [MAIN BASE 1 500 %10] (14)
      """
    )
    .expect(
      .bindFailed(
        localityTableIndex: 5, status: .serverUnavailable, server: "SREX", version: .v5_5))
    PublishedEntry(
      9318, .warning, "Interface", severity: 14,
      """
      An RPC communications error occurred. Unable to bind over RPC.
      Locality Table (LTAB) index: 151, NT/MTA error code: 1722. Comms error 1722,
      Bind error 1722, Remote Server Name SERVERNAME [MAIN BASE 1 500 %10] (14)
      """
    )
    .expect(
      .bindFailed(
        localityTableIndex: 151, status: .serverUnavailable, bindError: .serverUnavailable,
        server: "SERVERNAME", version: .v5_5))
    PublishedEntry(
      9318, .warning, "Interface", severity: 14,
      """
      An RPC communications error occurred. Unable to bind over RPC.
      Locality Table (LTAB) index: 70, NT/MTA error code: 5. Comms error 5, Bind
      error 0, Remote Server Name OTHERSERVER [MAIN BASE 1 500 %10] (14)
      """
    )
    .expect(
      .bindFailed(
        localityTableIndex: 70, status: .accessDenied, server: "OTHERSERVER", version: .v5_5))
  }

  @Test(arguments: [ExchangeVersion.v4_0, .v5_0])
  func `9322 reads as in KB Q153758 before 5.5`(version: ExchangeVersion) {
    PublishedEntry(
      9322, .warning, "Interface", severity: 14,
      """
      An interface error has occurred. An MtaBindBack over RPC has failed. Locality
      Table (LTAB) index: 5, NT/MTA error code: 1723. [BASE IL INCOMING RPC 190
      507] (14)
      """
    )
    .expect(
      .bindBackFailed(
        localityTableIndex: 5, status: .serverTooBusy, server: "A",
        binding: "ncacn_ip_tcp:10.0.0.1[1024]", version: version))
  }

  @Test func `9322 reads as in KB Q323733 in 5.5`() {
    PublishedEntry(
      9322, .warning, "Interface", severity: 14,
      """
      An interface error has occurred. An MtaBindBack over RPC has
      failed. Locality Table (LTAB) index: 68, NT/MTA error code: 5. Comms error 5,
      Bind error 0, Remote Server Name OTHERSERVER, Protocol String
      ncacn_ip_tcp:your server IP address[3208] [BASE IL INCOMING RPC 39 507] (14)
      """
    )
    .expect(
      .bindBackFailed(
        localityTableIndex: 68, status: .accessDenied, server: "OTHERSERVER",
        binding: "ncacn_ip_tcp:your server IP address[3208]", version: .v5_5, thread: 39))
  }

  @Test func `9322 puts each value where the text of KB Q191594 has its insert`() {
    let values = ["213", "9260", "9260", "1723", "B", "ncacn_spx:7", "BASE IL", "INCOMING RPC"]
    var text = """
      An interface error has occurred. An MtaBindBack over RPC has failed.
      Locality Table (LTAB) index: %1, NT/MTA error code: %2. Comms error %3,
      Bind error %4, Remote Server Name %5, Protocol String %6 [%7 %8 %9 %10]
      (14)
      """
    // The longest first, as %1 begins %10.
    for (index, value) in (values + ["106", "507"]).enumerated().reversed() {
      text.replace("%\(index + 1)", with: value)
    }
    PublishedEntry(9322, .warning, "Interface", severity: 14, text)
      .expect(
        .bindBackFailed(
          localityTableIndex: 213, status: Win32Status(rawValue: 9260),
          bindError: .serverTooBusy, server: "B", binding: "ncacn_spx:7", version: .v5_5,
          thread: 106))
  }

  @Test func `9323 reads as in KB Q232389`() {
    PublishedEntry(
      9323, .warning, "Interface", severity: 14,
      """
      An interface error has occurred. An MtaUnBindBack over RPC has failed.
      Locality Table (LTAB) index: 73, NT/MTA error code: 1783. [BASE IL MAIN BASE
      5 519] (14)
      """
    )
    .expect(.unbindBackFailed(localityTableIndex: 73, status: .badStubData))
  }

  @Test func `a version is written as Exchange writes it`() {
    #expect(ExchangeVersion.allCases.map(\.rawValue) == ["4.0", "5.0", "5.5"])
  }
}
