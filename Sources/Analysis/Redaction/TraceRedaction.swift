package import TraceModel
package import TraceStore

/// A trace whose names are replaced: what it tells of mail, calls and times is what the original
/// tells, and it tells nobody's names.
///
/// Numbers stay: events, messages, connections and calls are counted within their run, and ports
/// say which service it is. Times stay, those of a capture's frames included.
package struct TraceRedaction {
  package let reader: TraceReader
  package let names: Pseudonyms
  package let runs: [Run]
  /// What is not a name but may hold some: the octets of captured PDUs.
  private let clear: (WirePDU) -> WirePDU
  /// The hash of the whole run that a slice was cut out of, once names are replaced; `nil` where
  /// nothing can tell.
  private let wholeFingerprint: (Run, Pseudonyms) throws -> Fingerprint?

  /// How many captured PDUs lost octets, and how many octets.
  package private(set) var cleared = (pdus: 0, octets: 0)

  /// Finds the names of a trace and chooses pseudonyms.
  ///
  /// - Parameters:
  ///   - file: The name of the trace's file, and what the redacted one is called.
  ///   - known: Built-in scenarios by name, with their titles: what everybody has is no secret.
  ///   - clear: Gives a captured PDU back without what may be a name.
  ///   - wholeFingerprint: The hash that the whole run of a slice has with these pseudonyms.
  /// - Throws: `TraceStoreError`.
  package init(
    of reader: TraceReader, file: (original: String, new: String), known: [String: String],
    clear: @escaping (WirePDU) -> WirePDU,
    wholeFingerprint: @escaping (Run, Pseudonyms) throws -> Fingerprint?
  ) throws {
    self.reader = reader
    self.clear = clear
    self.wholeFingerprint = wholeFingerprint
    runs = try reader.runs()
    names = Pseudonyms(
      for: try OriginalNames(of: reader, file: file.original, known: known), newFile: file.new)
  }

  /// Records all runs into a new trace, each under its number.
  ///
  /// - Parameter progress: Called now and then with the run and the last event that was copied.
  /// - Throws: `TraceStoreError`, or what `wholeFingerprint` throws.
  package mutating func copy(
    into store: TraceWriter, progress: (Run, EventSequence) -> Void = { _, _ in }
  ) throws {
    for run in runs { try copy(run, into: try recorder(of: run, in: store), progress) }
  }

  private func recorder(of run: Run, in store: TraceWriter) throws -> Recorder {
    guard var slice = run.slice else { return store.makeRecorder(branch: run.branch) }
    if let fingerprint = try wholeFingerprint(run, names) { slice.wholeFingerprint = fingerprint }
    return store.makeRecorder(of: run, slicedTo: slice)
  }

  private mutating func copy(
    _ run: Run, into sink: Recorder, _ progress: (Run, EventSequence) -> Void
  ) throws {
    let texts = RedactedEntries(of: run.header, names: names)
    try sink.begin(run.header.redacted(by: names))
    for connection in try reader.connections(of: run.id) {
      var connection = connection
      connection.clientEndpoint = names[endpoint: connection.clientEndpoint]
      try sink.declare(connection)
    }
    if run.header.source == .capture { try copyCapture(of: run, into: sink) }
    let cursor = try reader.events(of: run.id)
    while let event = try cursor.nextEvent() {
      if event.sequence.rawValue & 0xFFFF == 0 { progress(run, event.sequence) }
      try sink.record(run.slice == nil ? event : try reader.whole(event, of: run.id))
      if event.kind == .logEntry, let entry = try reader.logEntry(at: event.sequence, of: run.id) {
        try sink.log(texts.redacted(entry), at: event.sequence)
      }
      guard run.header.source == .capture,
        let pdu = try reader.wirePDU(at: event.sequence, of: run.id)
      else { continue }
      try sink.keep(cleared(pdu), at: event.sequence)
    }
    if let outcome = run.outcome {
      try sink.end(outcome, at: run.end)
    } else {
      try sink.breakOff(at: run.end)
    }
  }

  private func copyCapture(of run: Run, into sink: Recorder) throws {
    for connection in try reader.wireConnections(of: run.id) {
      var connection = connection
      connection.clientAddress = names[connection.clientAddress]
      connection.serverAddress = names[connection.serverAddress]
      try sink.describe(connection)
    }
    for count in try reader.unreadCounts(of: run.id) { try sink.count(count) }
    for context in try reader.proposedContexts(of: run.id) { try sink.propose(context) }
  }

  private mutating func cleared(_ pdu: WirePDU) -> WirePDU {
    let result = clear(pdu)
    let octets = zip(pdu.octets, result.octets).count { $0 != $1 }
    if octets > 0 {
      cleared.pdus += 1
      cleared.octets += octets
    }
    return result
  }
}

/// The event-log entries of a run with pseudonyms.
package struct RedactedEntries {
  private let names: Pseudonyms
  /// What a simulation's texts have in place of names; `nil` for texts that anybody may have
  /// written.
  private let inserts: [(original: String, pseudonym: String)]?

  package init(of header: RunHeader, names: Pseudonyms) {
    self.names = names
    guard header.source == .simulation else {
      inserts = nil
      return
    }
    let redacted = header.redacted(by: names)
    inserts = zip(header.hosts, redacted.hosts).flatMap { host, new in
      [(host.name, new.name)]
        + zip(host.addresses, new.addresses).map { ($0.stringBinding, $1.stringBinding) }
    }.sorted { $0.0.utf8.count > $1.0.utf8.count }
  }

  /// An entry as the run with pseudonyms has it: simulated again, it comes out the same.
  package func redacted(_ entry: EventLogEntry) -> EventLogEntry {
    var entry = entry
    if let inserts {
      entry.text = LogTextPlaces.replacing(in: entry.text, names: inserts)
    } else {
      entry.text = names.text(entry.text)
      entry.category = names.text(entry.category)
    }
    return entry
  }
}
