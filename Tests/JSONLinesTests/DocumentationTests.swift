import Testing
import TraceModel
import TraceStore

@testable import JSONLines

/// The documentation of fields is what is read and written.
struct DocumentationTests {
  @Test func `every field has a meaning, and each name stands once in a line`() {
    for type in LineType.allCases {
      #expect(type.fields.first?.name == "type")
      #expect(Set(type.fields.map(\.name)).count == type.fields.count)
      for field in type.fields { #expect(!field.meaning.isEmpty, "\(field.name)") }
    }
    #expect(RunMember.allCases.count == 10 && EventMember.allCases.count == 22)
  }

  @Test func `an event's fields are the columns of the view`() throws {
    let events = try #require(ColumnDocumentation.views.first { $0.name == "events" })
    let columns = events.columns.map(\.name).filter { !["run", "seconds"].contains($0) }
    let fields = LineType.event.fields.map(\.name)
      .filter { !["type", "log_category", "log_type", "log_id"].contains($0) }
    #expect(fields == columns)
  }

  @Test func `the example reads, and every field but one occurs in it`() throws {
    let lines = try RunLineExample.lines()
    #expect(try Lines.read(lines).count == lines.count)
    for type in LineType.allCases {
      let text = lines.filter { $0.hasPrefix("{\"type\":\"\(type.rawValue)\"") }.joined()
      for field in type.fields where field.name != "log_id" {
        #expect(text.contains("\"\(field.name)\":"), "\(field.name)")
      }
    }
  }

  @Test func `a nearest word is the one with the fewest changes`() {
    let known = ["bind", "bind_ack", "bind_nak", "request"]
    for (word, nearest) in [
      ("bnid", "bind"), ("bind_nack", "bind_ack"), ("reqest", "request"), ("BIND_NAK", "bind_nak"),
      ("", "bind"),
    ] {
      #expect(NearestWord.of(word, among: known) == nearest)
    }
    #expect(NearestWord.of("x", among: []) == nil)
  }
}
