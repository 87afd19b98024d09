import Analysis
import Capture
import ScenarioFiles
import Simulator
import TraceModel
import TraceStore

/// A trace whose names are replaced, and the key to them, on their way into files.
struct RedactedTrace {
  /// The trace without names.
  let path: String
  /// The file that tells what was replaced by what.
  let keyPath: String
  private let original: TraceArgument
  private let file: FinishedTrace
  private var redaction: TraceRedaction
  /// How many event logs lie on the trace's runs: their texts name what no trace knows, and stay
  /// behind.
  private let leftLogs: Int
  /// The names that are also words of the trace, which stay.
  private var remainders: [TraceRedaction.Remainder] = []

  /// - Parameters:
  ///   - key: The path of the key; `nil` for one beside the trace.
  ///   - replacing: Whether a trace and a key of these names may be replaced.
  /// - Throws: ``Failure`` if the files may not be written, or their names tell names.
  init(of original: TraceArgument, at path: String, key: String?, replacing: Bool) throws {
    let stem = path.hasSuffix(".sqlite") ? String(path.dropLast(".sqlite".count)) : path
    self.path = path
    keyPath = key ?? "\(stem)-key.json"
    self.original = original
    for path in [path, keyPath] where FileSystem.areOne(path, original.path) {
      throw Failure(.usage, "\(path) is the trace itself; name another file with -o.")
    }
    guard !FileSystem.areOne(path, keyPath) else {
      throw Failure(.usage, "\(path) would be the trace and the key; name another file with --key.")
    }
    let reader = try original.open()
    let name = path.split(separator: "/").last.map { String($0) } ?? path
    redaction = try TraceRedaction(
      of: reader, file: (original.name, name), known: try Self.builtInTitles(),
      clear: Self.cleared,
      wholeFingerprint: { try WholeFingerprint.value(of: $0, in: reader, names: $1) })
    leftLogs = try redaction.runs.reduce(0) { try $0 + reader.importedLogs(of: $1.id).count }
    guard !redaction.runs.isEmpty else {
      throw Failure(.badData, "\(original.path) has no runs; record it again.")
    }
    if let told = redaction.names.originalNames(in: name).first {
      throw Failure(.usage, "The name \(name) would tell “\(told)”; name another file with -o.")
    }
    switch FileSystem.kind(of: keyPath) {
    case .nothing: break
    case .file where replacing && !FileSystem.begins(keyPath, with: Array("SQLite format 3".utf8)):
      break
    case .file, .folder, .other:
      throw Failure(
        .cannotCreate,
        "\(keyPath) is there already; --force replaces a key, and its names are told by no other.")
    }
    file = try FinishedTrace(at: path, replacing: replacing)
  }

  /// What stands for names.
  var names: Pseudonyms { redaction.names }

  /// Writes the trace and the key; neither appears unless both can.
  ///
  /// - Throws: ``Failure`` or `TraceStoreError`.
  mutating func write() throws {
    let runs = redaction.runs
    let events = runs.reduce(0) { $0 + Int64($1.wholeEventCount) }
    let progress = ProgressLine("redaction", whole: events) { "event \($0.grouped)" }
    defer { progress.clear() }
    var redaction = redaction
    remainders = try file.make { temporary in
      let store = try TraceWriter(creating: temporary)
      try redaction.copy(into: store) { run, event in
        let before = runs.prefix { $0.id < run.id }
          .reduce(0) { $0 + Int64($1.wholeEventCount) }
        progress.update(before + event.rawValue, count: before + event.rawValue, of: "events")
      }
      try store.close()
      let found = try redaction.remainders(in: try TraceReader(temporary))
      let key = RedactionKey(
        original: original.name, redacted: path.split(separator: "/").last.map(String.init) ?? path,
        redaction: redaction, remainders: found)
      try FileOutput(path: keyPath, permissions: 0o600).write(key.octets)
      return found
    }
    self.redaction = redaction
  }

  /// Removes what was written.
  func remove() {
    FileSystem.remove(path)
    FileSystem.remove(keyPath)
  }

  /// What was replaced, for people.
  var lines: [String] {
    let counts = ReplacedName.Kind.allCases.compactMap { kind in
      let count = names.replaced.count { $0.kind == kind }
      return count == 0 ? nil : kind.text(counting: count.grouped)
    }
    var lines = ["replaced: \(counts.joined(separator: ", "))"]
    let cleared = redaction.cleared
    if cleared.pdus > 0 {
      lines.append(
        "cleared: \(cleared.octets.counted("octet")) of \(cleared.pdus.counted("captured PDU")), "
          + "which may hold names: stub data and authentication are zeros now")
    }
    if leftLogs > 0 {
      lines.append("left out: \(leftLogs.counted("event log")), whose texts may name anything")
    }
    for remainder in remainders {
      let places = remainder.places.prefix(3).joined(separator: ", ")
      let more = remainder.places.count - 3
      lines.append(
        "still found: “\(remainder.name)”, which is also a word in \(places)"
          + (more > 0 ? " and \(more.grouped) more" : ""))
    }
    return lines + ["the key, which tells the names, stays with you: \(keyPath)"]
  }

  /// What was replaced, for programs.
  var members: [(name: String, value: JSON)] {
    [
      ("redacted", .string(path)), ("key", .string(keyPath)),
      ("left_event_logs", .integer(Int64(leftLogs))),
    ]
      + RedactionKey.counts(of: redaction, remainders: remainders)
  }

  /// The built-in scenarios with their titles.
  private static func builtInTitles() throws -> [String: String] {
    var titles: [String: String] = [:]
    for name in ScenarioLibrary.names {
      titles[name] = try ScenarioLibrary.scenario(named: name)?.title
    }
    return titles
  }

  private static func cleared(_ pdu: WirePDU) -> WirePDU {
    var pdu = pdu
    pdu.octets = NamelessPDU.octets(pdu.octets)
    return pdu
  }
}
