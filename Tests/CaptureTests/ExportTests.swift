import DCERPC
import TraceModel
import Testing

@testable import Capture

/// What events become on the wire.
struct ExportTests {
  private func wire(_ build: (inout WireEvents) -> Void) -> [TraceEvent] {
    var events = WireEvents()
    build(&events)
    return events.events
  }

  private func flags(_ file: ExportedFile) -> [String] { file.packets.map(\.flags) }

  @Test func `a connection opens with three segments, and a close received closes both ends`()
    throws
  {
    let file = try ExportedFile(
      wire {
        $0.open()
        $0.add(.disconnect, .sent)
        $0.add(.disconnect, .received, atServer: true)
      })
    #expect(flags(file) == ["S", "AS", "A", "AF", "AF", "A"])
    let first = try #require(file.packets.first)
    let answer = file.packets[1]
    #expect(answer.acknowledgement == first.sequence &+ 1)
    #expect(file.packets[2].sequence == first.sequence &+ 1)
    #expect(file.packets[2].acknowledgement == answer.sequence &+ 1)
    #expect(file.packets[4].acknowledgement == file.packets[3].sequence &+ 1)
    #expect(file.packets[5].acknowledgement == file.packets[4].sequence &+ 1)
    // It takes the last acknowledgement as long to be due as the close before it took.
    let epoch: UInt64 = 883_612_800_000_000_000
    #expect(file.packets.map { ($0.time - epoch) / 1_000_000 } == [10, 20, 30, 40, 50, 60])
    #expect(file.packets.map(\.sourcePort) == [51_025, 1911, 51_025, 51_025, 1911, 51_025])
    #expect(file.blockTypes.prefix(3) == [0x0A0D_0D0A, 4, 1])
  }

  @Test func `a PDU is cut at the largest segment and acknowledged when it arrives`() throws {
    let file = try ExportedFile(
      wire {
        $0.open()
        $0.exchange(.request, opnum: 2, length: 5840)
      })
    #expect(flags(file) == ["S", "AS", "A", "A", "A", "A", "AP", "A"])
    let data = file.packets[3..<7]
    #expect(data.map(\.payload.count) == [1460, 1460, 1460, 1460])
    #expect(data.map { $0.sequence &- file.packets[3].sequence } == [0, 1460, 2920, 4380])
    #expect(file.packets[7].acknowledgement == file.packets[3].sequence &+ 5840)
    #expect(data.last?.comment?.hasSuffix("segment 4 of 4.") == true)
  }

  @Test func `what never arrives is sent and not acknowledged`() throws {
    let file = try ExportedFile(
      wire {
        $0.open()
        $0.add(.bind, .sent, call: 7, group: 0, length: 136)
        // A cause, and something underway: the client waited in vain.
        $0.add(.reset, cause: 3)
      })
    #expect(flags(file) == ["S", "AS", "A", "AP"])
    #expect(file.summary.leftOut.map(\.reason) == [.nothingArrived])
  }

  @Test func `a reset of the network comes to both ends`() throws {
    let file = try ExportedFile(
      wire {
        $0.open()
        $0.add(.reset)
        $0.add(.reset, atServer: true)
      })
    #expect(flags(file).suffix(2) == ["AR", "AR"])
    #expect(file.packets.suffix(2).map(\.destinationPort) == [51_025, 1911])
  }

  @Test func `a refused bind closes both ends, and its comment says why`() throws {
    let file = try ExportedFile(
      wire {
        $0.open()
        $0.exchange(.bind, call: 7, group: 0x1234, length: 136)
        $0.add(.groupMissed, atServer: true, group: 0x1234, code: 0)
        $0.add(.bindNak, .sent, atServer: true, call: 7, length: 24, code: 0)
        $0.add(.disconnect, .sent, atServer: true)
        $0.add(.bindNak, .received, call: 7, length: 24, code: 0)
      })
    #expect(flags(file).suffix(6) == ["AP", "AF", "A", "AF", "A", "A"])
    let nak = try #require(file.packets.first { $0.comment?.contains("bind_nak") == true })
    #expect(nak.comment?.contains("did not find group 0x00001234") == true)
    #expect(nak.comment?.contains("1727") == true)
    #expect(nak.payload.count == 24 && nak.payload[2] == 13)
  }

  @Test func `stored octets win over those made again, and cut ones stay cut`() throws {
    let stored = Array(0..<UInt8(40))
    let file = try ExportedFile(
      wire {
        $0.open()
        $0.exchange(.bind, call: 7, group: 0, length: 72)
      }, stored: { $0.direction == .sent ? stored : nil })
    let bind = file.packets[3]
    #expect(bind.payload == stored)
    #expect(Int(bind.length) - bind.frame.count == 32)
    #expect(file.packets[4].acknowledgement == bind.sequence &+ 72)
    #expect(file.summary.cutPDUs == 1)
  }

  @Test func `an imported run keeps its start, its ports and its resets`() throws {
    var events = WireEvents()
    events.add(.connect, .sent)
    events.add(.connect, .received, atServer: true)
    events.add(.accept, atServer: true)
    events.add(.connected)
    // The server sends the reset, and the client gets it.
    events.add(.reset, atServer: true, cause: 4)
    events.add(.reset, cause: 5)
    let file = try ExportedFile(
      events.events,
      header: ExportedFile.header(
        .capture, parameters: [Parameter(name: "capture.start", value: "1000000000")]))
    #expect(flags(file) == ["S", "AS", "A", "AR"])
    #expect(file.packets.first?.time == 1_010_000_000)
    #expect(file.packets.map(\.sourcePort) == [1025, 1911, 1025, 1911])
  }

  @Test func `a PDU that cannot be made is counted`() throws {
    let file = try ExportedFile(
      wire {
        $0.open()
        $0.exchange(.bind, call: 7, group: 0, length: 71)
      })
    #expect(file.packets.count == 3)
    #expect(file.summary.leftOut.map(\.reason) == [.noPacketDue, .cannotBeMade])
    #expect(file.summary.pdus.isEmpty)
    let lost = try ExportedFile(wire { $0.open() }, connections: [])
    #expect(lost.summary.leftOut.map(\.reason) == [.noConnection])
    #expect(lost.packets.isEmpty)
  }

  @Test(arguments: [
    (EventKind.bind, false, 72), (.bind, false, 136), (.bindAck, true, 60), (.bindAck, true, 108),
    (.bindNak, true, 21), (.bindNak, true, 24), (.auth3, false, 206), (.request, false, 336),
    (.request, false, 56), (.request, false, 64), (.request, false, 5840), (.response, true, 80),
    (.response, true, 56), (.fault, true, 32), (.fault, true, 56), (.alterContext, false, 96),
    (.alterContextResponse, true, 80), (.coCancel, false, 16), (.orphaned, false, 16),
    (.shutdown, true, 16),
  ])
  func `a PDU made again decodes to what its event says`(
    kind: EventKind, fromServer: Bool, length: UInt32
  ) throws {
    let file = try ExportedFile(
      wire {
        $0.exchange(
          kind, fromServer: fromServer, call: 0xABCD, group: 9, opnum: 2, length: length, code: 4)
      })
    let pdu = try PDU(decoding: file.packets.flatMap(\.payload))
    #expect(pdu.fragmentLength == Int(length))
    #expect(pdu.type.rawValue == kind.rawValue - 32)
    #expect(pdu.callID == 0xABCD)
    switch pdu.body {
    case .bind(let body): #expect(body.associationGroup?.rawValue == 9)
    case .bindAck(let body): #expect(body.associationGroup?.rawValue == 9)
    case .bindNak(let body): #expect(body.reason.rawValue == 4)
    case .request(let body): #expect(body.opnum == 2)
    case .fault(let body): #expect(body.status.rawValue == 4)
    default: break
    }
  }

  @Test func `nothing is kept of connections that are over`() throws {
    let events = wire {
      $0.open()
      $0.add(.disconnect, .sent)
      $0.add(.disconnect, .received, atServer: true)
    }
    let run = Run(
      id: 1, header: ExportedFile.header, status: .complete, outcome: .finished,
      end: .start + .seconds(1), eventCount: 5, fingerprint: Fingerprint())
    var exporter = try CaptureExporter(
      of: run, options: ExportOptions(program: "test"),
      sources: CaptureExporter.Sources(connection: { _ in ExportedFile.connection })
    ) { _ in }
    for event in events { try exporter.write(event) }
    #expect(exporter.connections.count == 1)
    _ = try exporter.finish()
    #expect(exporter.connections.isEmpty && exporter.closings.isEmpty)
  }
}
