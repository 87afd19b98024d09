package import TraceModel

/// What a line says once it has been checked.
package enum RunLine: Equatable, Sendable {
  case run(RunHeader)
  case connection(RPCConnection)
  case event(TraceEvent, EventLogEntry?)
  /// The end of a run, and how it ended; `nil` if it was interrupted.
  case end(RunOutcome?, TraceInstant)

  /// Hands what the line says to a sink, which is not told of the end of an interrupted run.
  package func hand(to sink: any TraceSink) throws {
    switch self {
    case .run(let header): try sink.begin(header)
    case .connection(let connection): try sink.declare(connection)
    case .event(let event, let entry):
      try sink.record(event)
      if let entry { try sink.log(entry, at: event.sequence) }
    case .end(let outcome?, let time): try sink.end(outcome, at: time)
    case .end(nil, _): break
    }
  }
}

/// Reads runs as JSON Lines from anywhere, and believes nothing unchecked.
///
/// What it hands out keeps the order that a `TraceSink` asks for. Memory does not grow with the
/// number of events.
package final class RunLineReader {
  private var source: LineSource
  private var run: RunLineState?
  /// The line that began the run which is being read.
  private var beginning = 0
  private var hasRuns = false

  /// - Parameter read: Appends more octets and says how many; 0 at the end.
  package init(reading read: @escaping (inout [UInt8]) throws -> Int) {
    source = LineSource(reading: read)
  }

  /// The number of the line that was read last, from 1.
  package var line: Int { source.number }

  /// The next line that says something, or `nil` after the last run.
  ///
  /// Blank lines are passed over.
  /// - Throws: ``LineFault``, or what reading throws.
  package func next() throws -> RunLine? {
    while try source.next() {
      var cursor = JSONCursor(source.octets, in: contents)
      if cursor.isAtEnd() { continue }
      do {
        return try line(&cursor)
      } catch {
        throw LineFault(line: line, field: error.field, what: error.what)
      }
    }
    guard run == nil else {
      throw LineFault(
        line: line,
        what: "the file ends here, but the run that began in line \(beginning) has no line of type "
          + "\"end\"; it may have been cut")
    }
    guard hasRuns else {
      throw LineFault(
        line: 1, what: "the file is empty; begin with a line of type \"run\"")
    }
    return nil
  }

  /// The line's octets, without the mark of byte order that some programs begin a file with.
  private var contents: Range<Int> {
    let range = source.range
    guard source.number == 1, range.count >= 3 else { return range }
    let isMarked = source.octets[range.lowerBound..<range.lowerBound + 3]
      .elementsEqual([0xEF, 0xBB, 0xBF])
    return isMarked ? range.lowerBound + 3..<range.upperBound : range
  }

  private func line(_ cursor: inout JSONCursor) throws(Complaint) -> RunLine {
    let type = try Self.type(of: cursor)
    guard type == .run || run != nil else {
      let what =
        hasRuns ? "the run before has ended" : "no run has begun"
      throw Complaint(
        field: "type", what: "\(what); write a line of type \"run\" before this one")
    }
    defer { cursor.field = "" }
    switch type {
    case .run:
      guard run == nil else {
        throw Complaint(
          field: "type",
          what: "the run that began in line \(beginning) has no end; write a line of type \"end\"")
      }
      let header = try RunLineState.header(from: &cursor)
      try cursor.finish()
      run = RunLineState(header)
      beginning = line
      hasRuns = true
      return .run(header)
    case .connection, .event, .end: return try part(type, &cursor)
    }
  }

  /// Reads a line of the run that has begun.
  private func part(
    _ type: LineType, _ cursor: inout JSONCursor
  ) throws(Complaint) -> RunLine {
    guard var state = run.take() else { throw cursor.complaint("no run has begun") }
    var isOver = false
    defer { run = isOver ? nil : state }
    let line: RunLine
    switch type {
    case .connection, .run: line = .connection(try state.connection(from: &cursor))
    case .event:
      let (event, entry) = try state.event(from: &cursor)
      line = .event(event, entry)
    case .end:
      let (outcome, time) = try state.end(from: &cursor)
      line = .end(outcome, time)
      isOver = true
    }
    try cursor.finish()
    return line
  }

  /// What a line's field `type` says, wherever it stands.
  private static func type(of line: JSONCursor) throws(Complaint) -> LineType {
    var cursor = line
    // Most lines say it first.
    if try cursor.beginsObject(with: "type") { return try type(from: &cursor) }
    cursor = line
    var type: LineType?
    try cursor.object { (cursor: inout JSONCursor, name: String) throws(Complaint) in
      guard name == "type", type == nil else { return try cursor.skipValue() }
      type = try Self.type(from: &cursor)
    }
    guard let type else {
      throw Complaint(
        field: "type", what: "the field is missing; write run, connection, event or end")
    }
    return type
  }

  private static func type(from cursor: inout JSONCursor) throws(Complaint) -> LineType {
    try cursor.word(
      "type of line", among: LineType.allCases.map(\.rawValue), LineType.init(rawValue:))
  }
}

/// How far a run has been read.
struct RunLineProgress {
  var header: RunHeader
  var events: Int64
  /// When the last event happened.
  var time: TraceInstant
  var fingerprint: Fingerprint
}

extension JSONCursor {
  /// Reads a text that a trace may have.
  mutating func text(atMost greatest: Int) throws(Complaint) -> String {
    let text = try text()
    guard text.utf8.count <= greatest else {
      throw complaint("the text has \(text.utf8.count) octets; write \(greatest) at most")
    }
    guard TextLimit.allows(text, greatest) else {
      throw complaint("the text has control characters; leave them out")
    }
    return text
  }

  /// Reads one of some words, which `find` knows.
  mutating func word<Word>(
    _ thing: String, among known: @autoclosure () -> [String], _ find: (String) -> Word?
  ) throws(Complaint) -> Word {
    let word = try text()
    guard let found = find(word) else { throw unknown(word, thing, among: known()) }
    return found
  }
}
