import Testing

@testable import JSONLines

/// What is wrong with a line is said with its number and field.
struct BrokenLineTests {
  /// A broken line behind good ones, and what is said of it.
  struct Case: CustomTestStringConvertible {
    var before: [String] = [Lines.run, Lines.connection, Lines.event(1, time: 7)]
    var line: String
    var says: String
    var testDescription: String { line }
  }

  static let json: [Case] = [
    Case(line: "hello", says: "line 4: the line is no JSON: at octet 1, an object was expected"),
    Case(line: "[1]", says: "line 4: the line is a list; write one object"),
    Case(line: "17", says: "line 4: the line is a number; write one object"),
    Case(
      line: #"{"type":"end""#,
      says: #"line 4: the line is no JSON: at its end, "," or "}" was expected; write one object"#),
    Case(
      line: #"{"type":"end",}"#,
      says: "line 4: the line is no JSON: at octet 15, the name of a field was expected"),
    Case(
      line: Lines.end + Lines.end,
      says: "line 4: the line is no JSON: at octet 15, the end of the line was expected"),
    Case(
      line: #"{"type":"end","time" 9}"#, says: #"line 4: the line is no JSON: at octet 22, ":" was"#
    ),
    Case(
      line: Lines.event(2, time: 8, #","call_id":NaN"#),
      says: #"line 4, field "call_id": NaN is no JSON; write a number"#),
    Case(
      line: Lines.event(2, time: 8, #","call_id":null"#),
      says: #"line 4, field "call_id": null says nothing; leave the field out"#),
    Case(
      line: Lines.event(2, time: 8, #","call_id":1e400"#),
      says: #"line 4, field "call_id": 1e400 is no whole number; write digits alone"#),
    Case(
      line: Lines.event(2, time: 8, #","call_id":1.0"#),
      says: #"line 4, field "call_id": 1.0 is no whole number; write digits alone"#),
    Case(
      line: Lines.event(2, time: 8, #","call_id":01"#),
      says: #"line 4, field "call_id": 01 begins with 0, which JSON forbids"#),
    Case(
      line: Lines.event(2, time: 8, #","call_id":-1"#),
      says: #"line 4, field "call_id": -1 does not lie within 0 and 4294967295"#),
    Case(
      line: Lines.event(2, time: 8, #","call_id":123456789012345678901234567890123456789012345"#),
      says: #"field "call_id": 1234567890123456789012345678901234567890… does not lie within"#),
    Case(
      line: Lines.event(2, time: 8, #","opnum":65536"#),
      says: #"line 4, field "opnum": 65536 does not lie within 0 and 65535"#),
    Case(
      line: Lines.event(2, time: 8, #","call_id":"1""#),
      says: #"line 4, field "call_id": this is a text; write a whole number"#),
    Case(
      line: Lines.event(2, time: 8, #","call_id":[[[1]]]"#),
      says: #"line 4, field "call_id": this is a list; write a whole number"#),
    Case(
      line: Lines.event(2, time: 8, #","call_id":true"#),
      says: #"line 4, field "call_id": this is true or false; write a whole number"#),
    Case(
      line: Lines.event(2, time: 8, #","peer":"\ud800""#),
      says: #"field "peer": a text has half of a surrogate pair"#),
    Case(
      line: Lines.event(2, time: 8, #","peer":"\x""#),
      says: #"line 4, field "peer": the line is no JSON: at octet"#),
    Case(
      line: Lines.event(2, time: 8, ",\"peer\":\"a\u{1}\""),
      says: "is a control character within a text; write it as \\u and four hexadecimal digits"),
    Case(
      line: Lines.event(2, time: 8, #","call_id":1,"call_id":1"#),
      says: #"line 4, field "call_id": the field comes twice; write it once"#),
  ]

  static let words: [Case] = [
    Case(
      line: Lines.event(2, time: 8, #","dierction":"sent""#),
      says: #"line 4: an event has no field "dierction"; the nearest is "direction""#),
    Case(
      line: #"{"type":"evnt"}"#,
      says: #"line 4, field "type": there is no type of line "evnt"; the nearest is "event""#),
    Case(line: "{}", says: #"line 4, field "type": the field is missing"#),
    Case(
      line: #"{"type":"event","sequence":2,"time":8,"kind":"bind_nack","host":"A"}"#,
      says: #"line 4, field "kind": there is no kind of event "bind_nack"; the nearest is "bind_"#),
    Case(
      line: Lines.event(2, time: 8, #","direction":"send""#),
      says: #"line 4, field "direction": there is no direction "send"; the nearest is "sent""#),
    Case(
      line: Lines.event(2, time: 8, #","peer":"b""#),
      says: #"line 4, field "peer": there is no host "b"; the nearest is "B""#),
    Case(
      line: #"{"type":"event","sequence":2,"time":8,"kind":"reset"}"#,
      says: #"line 4, field "host": the field is missing, and an event needs it"#),
    Case(
      line: #"{"type":"end","outcome":"done"}"#,
      says: #"line 4, field "outcome": there is no outcome "done"; the nearest is"#),
    Case(
      line: #"{"type":"event","sequence":2,"time":8,"kind":"bind","host":"A"}"#,
      says: #"line 4, field "peer": the field is missing, and bind needs it"#),
    Case(
      line: #"{"type":"event","sequence":2,"time":8,"kind":"bind","host":"A","peer":"B"}"#,
      says: #"line 4, field "direction": the field is missing, and bind needs it"#),
    Case(
      line:
        #"{"type":"event","sequence":2,"time":8,"kind":"message_delivered","host":"A","peer":"B""#
        + #","message":1}"#,
      says: #"line 4, field "queue": the field is missing, and message_delivered needs it"#),
  ]

  static let order: [Case] = [
    Case(
      line: Lines.event(3, time: 8),
      says: #"line 4, field "sequence": event 3 follows event 1; number events from 1"#),
    Case(
      line: Lines.event(2, time: 6),
      says: #"line 4, field "time": 6 is earlier than the event before, at 7; write events in"#),
    Case(
      line: Lines.event(2, time: 8, #","cause":40"#),
      says: #"line 4, field "cause": event 40 does not come before event 2; name an earlier one"#),
    Case(
      line: Lines.event(2, time: 8, #","cause":2"#),
      says: #"line 4, field "cause": event 2 does not come before event 2"#),
    Case(
      line: Lines.event(2, time: 8, #","connection":4"#),
      says: #"line 4, field "connection": connection 4 is not known; write its line before"#),
    Case(
      line: Lines.event(2, time: 8, #","peer":"A""#),
      says: #"line 4, field "peer": the peer is the host itself"#),
    Case(
      line: Lines.connection,
      says: #"line 4, field "connection": connection 3 follows connection 3; number them in"#),
    Case(
      line: #"{"type":"connection","connection":4,"client":"A","server":"A"}"#,
      says: #"line 4, field "server": the server is the client"#),
    Case(
      line: #"{"type":"connection","connection":4,"client":"A","server":"B","server_address":1}"#,
      says: #"line 4, field "server_address": the server has 0 addresses"#),
    Case(
      line: Lines.run,
      says: #"line 4, field "type": the run that began in line 1 has no end; write a line of"#),
    Case(
      line: #"{"type":"end","time":6}"#,
      says: #"line 4, field "time": the run ends at 6, before its last event at 7"#),
    Case(
      line: #"{"type":"end","event_count":2}"#,
      says: #"line 4, field "event_count": 2 events are counted, and 1 were read"#),
    Case(
      line: #"{"type":"end","fingerprint":"00"}"#,
      says: #"line 4, field "fingerprint": the fingerprint is "00", and that of what was read is"#),
    Case(
      line: #"{"type":"end","status":"interrupted","outcome":"finished"}"#,
      says: #"line 4, field "outcome": an interrupted run has none; leave the field out"#),
    Case(
      line: #"{"type":"end","status":"interrupted","time":9}"#,
      says: #"line 4, field "time": an interrupted run ends with its last event"#),
    Case(
      line: Lines.event(2, time: 8, #","log_text":"x""#),
      says: #"line 4, field "log_text": only an event of kind "log_entry" has a text"#),
    Case(
      line: "", says: "line 3: the file ends here, but the run that began in line 1 has no line"),
    Case(
      before: [Lines.run, Lines.end], line: Lines.event(1),
      says: #"line 3, field "type": the run before has ended; write a line of type "run""#),
    Case(
      before: [], line: Lines.event(1),
      says: #"line 1, field "type": no run has begun; write a line of type "run" before"#),
    Case(before: [], line: "", says: "line 1: the file is empty"),
  ]

  static let headers: [Case] = [
    (#""format":2,"scenario":"lab","hosts":[{"name":"A"}]"#, #", field "format": format 2 is not"#),
    (#""format":1,"hosts":[{"name":"A"}]"#, #", field "scenario": the field is missing"#),
    (#""format":1,"scenario":"lab""#, #", field "hosts": the field is missing, and a run needs"#),
    (#""format":1,"scenario":"lab","hosts":[]"#, #", field "hosts": a run needs a host"#),
    (
      #""format":1,"scenario":"lab","hosts":[{"name":"A"},{"name":"A"}]"#,
      #", field "hosts[1].name": two hosts are named "A"; rename one"#
    ),
    (
      #""format":1,"scenario":"lab","hosts":[{"name":"A","adresses":[]}]"#,
      #", field "hosts[0]": a host has no field "adresses"; the nearest is "addresses""#
    ),
    (
      #""format":1,"scenario":"lab","hosts":[{"name":"A","addresses":[{"network":"x"}]}]"#,
      #", field "hosts[0].addresses[0].protocol_sequence": the field is missing"#
    ),
    (
      #""format":1,"scenario":"l\u0007b","hosts":[{"name":"A"}]"#,
      #", field "scenario": the text has control characters"#
    ),
    (
      #""format":1,"scenario":"lab","parameters":{"a":"1","a":"2"},"hosts":[{"name":"A"}]"#,
      #", field "parameters.a": the parameter comes twice"#
    ),
    (
      #""format":1,"scenario":"lab","parameters":{"a":1},"hosts":[{"name":"A"}]"#,
      #", field "parameters.a": this is a number; write a text"#
    ),
    (
      #""format":1,"scenario":"lab","seed":9223372036854775808,"hosts":[{"name":"A"}]"#,
      #", field "seed": 9223372036854775808 does not lie within 0 and 9223372036854775807"#
    ),
    (
      #""format":1,"scenario":"lab","source":"capture","hosts":[{"name":"A"}]"#,
      #", field "source": there is no source "capture""#
    ),
  ].map { Case(before: [], line: #"{"type":"run",\#($0)}"#, says: "line 1\($1)") }

  @Test(arguments: json + words + order + headers)
  func `a broken line is refused with its number and field`(broken: Case) {
    let complaint = Lines.complaint(broken.before + [broken.line])
    #expect(complaint.contains(broken.says), "\(complaint)")
    #expect(complaint.split(separator: "\n").count == 1)
  }

  @Test func `octets that are no UTF-8, too many in a line, and deep values are refused`() {
    let start = Array(#"{"type":"run","format":1,"scenario":""#.utf8)
    for octets in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]] as [[UInt8]] {
      #expect(
        Lines.complaint(start + octets + [0x22]).contains(#""scenario": a text is not valid"#))
    }
    let long = start + Array(repeating: 0x41, count: LineLimit.length)
    #expect(Lines.complaint(long).hasPrefix("line 1: the line has over 8388608 octets"))
    let deep = #"{"x":"# + String(repeating: "[", count: 100_000)
    #expect(Lines.complaint([deep]).contains("values are nested more than 16 deep"))
    let utf16 = Array("\u{FEFF}{}".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(Lines.complaint(utf16).contains("line 1: the line is no JSON: at octet 1"))
  }

  @Test func `a text longer than a trace has is refused`() {
    let name = String(repeating: "a", count: 1_025)
    let line = #"{"type":"run","format":1,"scenario":"\#(name)"}"#
    #expect(Lines.complaint([line]).contains("the text has 1025 octets; write 1024 at most"))
    let word = String(repeating: "\u{1B}", count: 100)
    let complaint = Lines.complaint([#"{"type":"\#(String(repeating: #"\u001b"#, count: 100))"}"#])
    #expect(complaint.contains("there is no type of line"))
    #expect(!complaint.contains(word.prefix(1)))
  }
}
