import TraceModel
package import TraceStore

extension TraceRedaction {
  /// An original name that is found in the redacted trace all the same, because it is a word there
  /// that means something else.
  package struct Remainder: Hashable, Sendable {
    package var name: String
    /// What has the word, each once: `parameter topology`.
    package var places: [String]
  }

  /// Reads every text of the redacted trace and looks for every original name.
  ///
  /// A host may be called like a word of scenarios, of the trace's tables or of Exchange's texts:
  /// such a word stays, since without it nothing could read or simulate the trace.
  ///
  /// - Returns: Each name with the places where it is found.
  /// - Throws: `TraceStoreError`.
  package func remainders(in redacted: TraceReader) throws -> [Remainder] {
    var found: [Remainder] = []
    func check(_ text: String, _ place: @autoclosure () -> String) {
      for name in names.originalNames(in: text) {
        let place = place()
        if let index = found.firstIndex(where: { $0.name == name }) {
          if !found[index].places.contains(place) { found[index].places.append(place) }
        } else {
          found.append(Remainder(name: name, places: [place]))
        }
      }
    }
    for word in try redacted.words() { check(word, "the words of every trace") }
    for run in try redacted.runs() {
      let header = run.header
      check(header.scenario, "scenario \(header.scenario)")
      for text in [header.build, header.engineVersion] { check(text, "build or engine \(text)") }
      for parameter in header.parameters {
        check(parameter.name, "parameter \(parameter.name)")
        check(parameter.value, "parameter \(parameter.name)")
      }
      for host in header.hosts {
        check(host.name, "a host")
        for address in host.addresses { check(address.stringBinding, "an address") }
      }
      for connection in try redacted.connections(of: run.id) {
        check(connection.clientEndpoint, "an endpoint")
      }
      for connection in try redacted.wireConnections(of: run.id) {
        check("\(connection.clientAddress) \(connection.serverAddress)", "a connection")
      }
      try redacted.forEachEvent(of: run.id, EventFilter(kinds: [.logEntry])) { event in
        guard let entry = try redacted.logEntry(at: event.sequence, of: run.id) else { return }
        check("\(entry.text) \(entry.category)", "the texts of event \(entry.id)")
      }
    }
    return found
  }
}
