import Testing
import TraceModel

@testable import Capture

/// Real servers' traffic, judged by the dissector of tshark and Samba's own parser.
struct TruthTests {
  @Test(arguments: Fixture.names)
  func `every PDU of a real capture is read as the judges read it`(name: String) throws {
    let fixture = Fixture(name)
    let trace = try ImportedTrace.of(try fixture.octets)
    let truth = try fixture.truth
    let pdus = trace.pdus
    #expect(pdus.count == truth.count)
    for (pdu, expected) in zip(pdus, truth) { #expect(pdu == expected) }
    #expect(!trace.unread.contains { $0.layer == "file" })
  }

  @Test func `an encrypted session is counted message by message`() throws {
    let trace = try ImportedTrace.of(try Fixture("s4_impacket_np311_encrypted.pcap").octets)
    #expect(trace.events.isEmpty)
    #expect(trace.count(of: "message_encrypted") == 418)
  }

  @Test func `what a capture has beside PDUs is in the trace too`() throws {
    let trace = try ImportedTrace.of(try Fixture("s4_rpcclient_tcp_v6.pcapng").octets)
    #expect(trace.hosts.map(\.name) == ["::1", "::1 client"])
    #expect(trace.header?.source == .capture)
    let kinds = Set(trace.events.map(\.kind))
    #expect(kinds.isSuperset(of: [.connect, .accept, .connected, .disconnect]))
    let answers = trace.events.filter { $0.kind == .response && $0.direction == .sent }
    #expect(!answers.isEmpty)
    for answer in answers {
      let cause = try #require(answer.cause)
      let request = trace.events[Int(cause.rawValue) - 1]
      #expect(request.kind == .request)
      #expect(request.direction == .received)
      #expect(request.call == answer.call)
    }
  }

  @Test func `an address, a port and a time choose what is read`() throws {
    let octets = try Fixture("s4_rpcclient_tcp_sign.pcap").octets
    var selection = CaptureSelection()
    selection.addresses = try [#require(NetworkAddress("10.0.0.1"))]
    let nobody = try ImportedTrace.of(octets, selection)
    #expect(nobody.events.isEmpty)
    #expect(nobody.count(of: "not_chosen") > 0)
    let whole = try ImportedTrace.of(octets)
    var early = CaptureSelection()
    early.interval = .start...TraceInstant(nanoseconds: 20_000_000)
    let part = try ImportedTrace.of(octets, early)
    #expect((1..<whole.pdus.count).contains(part.pdus.count))
    #expect(part.pdus == Array(whole.pdus.prefix(part.pdus.count)))
  }
}
