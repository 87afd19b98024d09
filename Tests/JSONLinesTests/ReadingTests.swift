import Testing
import TraceModel

@testable import JSONLines

/// What is taken on purpose, and what lines say.
struct ReadingTests {
  @Test func `the least that makes a run has the rest by default`() throws {
    let sink = try Lines.memory(
      try Lines.read([Lines.run, Lines.connection, Lines.event(1, time: 7), Lines.end]))
    let host = { Host(name: $0, build: "external", addresses: []) }
    #expect(
      sink.header
        == RunHeader(
          scenario: "lab", build: "external", seed: 0, engineVersion: "external",
          source: .external, parameters: [], hosts: [host("A"), host("B")], duration: .zero))
    #expect(
      sink.connections == [
        RPCConnection(
          id: RPCConnectionID(rawValue: 3), client: HostIndex(0), server: HostIndex(1),
          clientEndpoint: "", serverAddress: 0, association: nil)
      ])
    #expect(
      sink.events == [
        TraceEvent(
          sequence: EventSequence(rawValue: 1), time: TraceInstant(nanoseconds: 7), kind: .reset,
          host: HostIndex(0))
      ])
    #expect(sink.outcome == .finished)
    #expect(sink.end == TraceInstant(nanoseconds: 7))
  }

  @Test func `lines may end in CRLF, be blank, begin with a mark of byte order, and lack an end`()
    throws
  {
    let plain = try Lines.read([Lines.run, Lines.event(1), Lines.end])
    let text = "\u{FEFF}\(Lines.run)\r\n\r\n  \(Lines.event(1)) \t\r\n\n\(Lines.end)"
    #expect(try Lines.read(Array(text.utf8)) == plain)
    #expect(try Lines.read(Array((text + "\r\n").utf8)) == plain)
    #expect(Lines.complaint(["", "\u{FEFF}" + Lines.run]).hasPrefix("line 2: the line is no JSON"))
  }

  @Test func `fields may stand in any order, and the type last`() throws {
    let line = #"{"host":"A","kind":"reset","time":0,"sequence":1,"type":"event"}"#
    let hosts =
      #"{"hosts":[{"addresses":[],"name":"A"}],"scenario":"[}\"","format":1,"type":"run"}"#
    let lines = try Lines.read([hosts, line, #"{"time":5,"type":"end"}"#])
    #expect(lines.count == 3)
    #expect(lines.last == .end(.finished, TraceInstant(nanoseconds: 5)))
  }

  @Test(arguments: [1, 2, 3, 7, 64, 1_000])
  func `it does not matter how many octets are read at a time`(piece: Int) throws {
    let octets = Array(try RunLineExample.lines().joined(separator: "\n").utf8)
    #expect(try Lines.read(octets, piece: piece) == Lines.read(octets))
  }

  @Test func `texts are what RFC 8259 says of their escapes`() throws {
    let text = #"\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00é😀"#
    let line = #"{"type":"event","sequence":1,"time":0,"kind":"log_entry","host":"A","code":1"#
    let lines = try Lines.read([
      Lines.run, line + #","log_text":"\#(text.replacing(#"\b\f"#, with: ""))"}"#, Lines.end,
    ])
    guard case .event(_, let entry) = lines[1] else {
      Issue.record("no event")
      return
    }
    #expect(entry?.text == "\"\\/\n\r\tAé😀é😀")
    // What a trace does not have is refused, though JSON can say it.
    let complaint = Lines.complaint([Lines.run, line + #","log_text":"\#(text)"}"#])
    #expect(complaint.contains("control characters"))
  }

  @Test func `a connection is known by its number, with gaps or without`() throws {
    var lines = [Lines.run]
    let numbers = Array(1...40) + stride(from: 50, through: 200, by: 3)
    for number in numbers {
      lines.append(#"{"type":"connection","connection":\#(number),"client":"A","server":"B"}"#)
    }
    for (place, number) in numbers.enumerated() {
      lines.append(Lines.event(place + 1, #","connection":\#(number)"#))
    }
    #expect(try Lines.read(lines + [Lines.end]).count == 2 * numbers.count + 2)
    for number in [41, 49, 51, 201] {
      let event = Lines.event(1, #","connection":\#(number)"#)
      #expect(Lines.complaint(lines.prefix(numbers.count + 1) + [event]).contains("is not known"))
    }
  }

  @Test func `several runs follow each other, and an interrupted one says so`() throws {
    let interrupted = #"{"type":"end","status":"interrupted","event_count":1}"#
    let lines = try Lines.read([
      Lines.run, Lines.event(1, time: 3), interrupted, Lines.run, Lines.event(1), Lines.end,
    ])
    #expect(lines[2] == .end(nil, TraceInstant(nanoseconds: 3)))
    #expect(lines.count == 6)
  }
}
