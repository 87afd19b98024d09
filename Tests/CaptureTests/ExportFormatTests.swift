import TraceModel
import Testing

@testable import Capture

/// The octets of an export's parts, against what their sources say.
struct ExportFormatTests {
  @Test func `the checksum is that of the example in RFC 1071`() {
    // Section 3: the sum of these octets is ddf2.
    var checksum = InternetChecksum()
    checksum.add([0x00, 0x01, 0xF2, 0x03, 0xF4, 0xF5, 0xF6, 0xF7])
    #expect(checksum.value == ~0xDDF2)
    var odd = InternetChecksum()
    odd.add([0x12, 0x34, 0x56])
    #expect(odd.value == ~0x6834)
  }

  @Test func `the endpoint mapper's stubs have the sizes of KB Q159298`() {
    let mta = WirePlace(
      hardware: 0, address: NetworkAddress(version4: 0x6405_3310), port: 1911)
    #expect(EndpointMapStub.request().count == 0x84)
    #expect(EndpointMapStub.response(server: mta).count == 0x80)
  }

  @Test(arguments: [16, 32, 40, 56, 64, 178])
  func `tokens have the size that is asked for`(count: Int) {
    let tokens = [
      NTLMToken.negotiate(workstation: "HUB1", count: count),
      NTLMToken.challenge(1, count: count),
      NTLMToken.authenticate(workstation: "HUB1", count: count),
      NTLMToken.messageSignature(count: count),
    ]
    #expect(tokens.allSatisfy { $0.count == count })
  }

  @Test func `a packet's block is laid out as the draft says`() {
    let block = PcapngBlock.packet(
      interface: 2, time: 0x0102_0304_0506_0708, frame: [9, 8, 7, 6, 5], missing: 2,
      [.comment("hi")])
    #expect(
      block.octets == [
        6, 0, 0, 0, 48, 0, 0, 0, 2, 0, 0, 0, 4, 3, 2, 1, 8, 7, 6, 5, 3, 0, 0, 0, 5, 0, 0, 0,
        9, 8, 7, 0, 1, 0, 2, 0, 0x68, 0x69, 0, 0, 0, 0, 0, 0, 48, 0, 0, 0,
      ])
  }

  @Test func `a text that no option holds says that it goes on`() {
    let block = PcapngBlock.section([.comment(String(repeating: "é", count: 70_000))])
    #expect(block.octets.count < 65_600)
    #expect(String(decoding: block.octets, as: UTF8.self).contains("é…"))
  }

  @Test func `addresses and ports are the trace's, or mapped as documented`() {
    let header = ExportedFile.header(
      .simulation,
      hosts: [
        ExportedFile.host(
          "A",
          [
            ("ncacn_spx", "~00A0", "4006"), ("ncacn_ip_tcp", "10.0.0.1", "1764"),
            ("ncacn_vns_spp", "A@B@C", "385"), ("ncacn_np", "A", "\\pipe\\mta"),
            ("ncacn_spx", "~00A1", "7006"), ("ncacn_ip_tcp", "10.0.1.1", "1765"),
          ]), ExportedFile.host("B", [("ncacn_spx", "~00A2", "4006")]),
        ExportedFile.host("10.0.0.1", []), ExportedFile.host("10.0.0.7", []),
      ])
    let plan = AddressPlan(header, usesVersion6: false)
    func ends(_ client: Int, _ server: Int, _ place: UInt8) -> [String] {
      let ends = plan.ends(
        of: RPCConnection(
          id: RPCConnectionID(rawValue: 3), client: HostIndex(client), server: HostIndex(server),
          clientEndpoint: "1080", serverAddress: place, association: nil))
      return [ends.client, ends.server].map { "\($0.address):\($0.port)" }
    }
    #expect(ends(1, 0, 0) == ["198.18.0.2:51080", "10.0.0.1:31006"])
    #expect(ends(1, 0, 1) == ["198.18.0.2:51080", "10.0.0.1:1764"])
    #expect(ends(1, 0, 2)[1] == "10.0.0.1:33385")
    #expect(ends(1, 0, 3)[1] == "10.0.0.1:35003")
    // Socket 7006 falls on a port that is taken.
    #expect(ends(1, 0, 4)[1] == "10.0.0.1:31007")
    #expect(ends(1, 0, 5)[1] == "10.0.1.1:1765")
    // The second host of an address gets another one; a name can be an address.
    #expect(ends(2, 3, 0)[0] == "198.18.0.3:51080")
    #expect(ends(3, 0, 1)[0] == "10.0.0.7:51080")
    let version6 = AddressPlan(header, usesVersion6: true)
    #expect(version6.names.map { "\($0.address)" }[0] == "fd4d:5441::a00:1")
  }
}
