import TraceModel
import TraceStore

/// The names that a trace has, each once, in the order in which they are met.
struct OriginalNames {
  /// What anybody may know: built-in scenarios by name, with their titles.
  private let known: [String: String]
  /// The name of the trace's own file; `nil` for a word without an ending, which may mean anything
  /// elsewhere.
  let file: String?
  private(set) var all: [(kind: ReplacedName.Kind, text: String)] = []
  private var found: Set<String> = []
  /// Endpoints have pseudonyms of their own, since these have their lengths.
  private(set) var endpoints: [String] = []
  private var foundEndpoints: Set<String> = []

  /// - Parameter known: Built-in scenarios by name, with their titles.
  init(of reader: TraceReader, file: String, known: [String: String]) throws {
    self.known = known
    self.file = file.contains(".") ? file : nil
    if let name = self.file { add(.file, name) }
    // Hosts come first, so that they are numbered in their order.
    for run in try reader.runs() {
      for host in run.header.hosts { add(host) }
      for host in run.header.hosts { for address in host.addresses { add(address) } }
    }
    for run in try reader.runs() {
      addTexts(of: run.header)
      for connection in try reader.connections(of: run.id) {
        add(endpoint: connection.clientEndpoint)
      }
      switch run.header.source {
      case .simulation: break
      case .capture:
        for connection in try reader.wireConnections(of: run.id) {
          add(.address, connection.clientAddress)
          add(.address, connection.serverAddress)
        }
      case .external: try addLogTexts(of: run, in: reader)
      }
    }
  }

  private mutating func add(_ kind: ReplacedName.Kind, _ text: String) {
    guard !text.isEmpty, found.insert(text).inserted else { return }
    all.append((kind, text))
  }

  private mutating func add(_ host: Host) {
    if let address = host.address {
      add(.address, address)
    } else {
      add(.host, host.name)
    }
  }

  private mutating func add(_ address: Host.Address) {
    add(.address, address.network)
    add(endpoint: address.endpoint)
  }

  private mutating func add(endpoint: String) {
    guard Endpoint(endpoint).isName, foundEndpoints.insert(endpoint).inserted else { return }
    endpoints.append(endpoint)
  }

  private mutating func addTexts(of header: RunHeader) {
    switch header.source {
    case .capture: add(.file, header.scenario)
    case .simulation, .external:
      let title = known[header.scenario]
      if title == nil { add(.scenario, header.scenario) }
      // Of the built-in titles, one has a host's name in it: a hub with fifty spokes.
      let hosts = NameSearch(header.hosts.map(\.name))
      if let own = header.value(of: "title"), own != title || hosts.first(in: own) != nil {
        add(.title, own)
      }
    }
    guard header.source == .external else { return }
    let texts =
      header.parameters.flatMap { [$0.name, $0.value] } + header.hosts.map(\.build)
      + [header.build, header.engineVersion]
    for text in texts {
      for (kind, name) in FreeText.names(in: text) { add(kind, name) }
    }
  }

  private mutating func addLogTexts(of run: Run, in reader: TraceReader) throws {
    try reader.forEachEvent(of: run.id, EventFilter(kinds: [.logEntry])) { event in
      guard let entry = try reader.logEntry(at: event.sequence, of: run.id) else { return }
      for (kind, name) in LogTextPlaces.names(in: entry.text) + FreeText.names(in: entry.text) {
        add(kind, name)
      }
    }
  }
}

extension Host {
  /// What a host of a capture is called behind its address if it talks to itself.
  static let clientSuffix = " client"

  /// The address that its name is made of; `nil` for a name of its own.
  var address: String? {
    let stem = name.hasSuffix(Self.clientSuffix) ? String(name.dropLast(7)) : name
    return NetworkForm.isInternet(stem) ? stem : nil
  }
}
