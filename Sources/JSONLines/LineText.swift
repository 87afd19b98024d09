import TraceModel

/// A line on its way into octets.
struct LineText {
  private(set) var octets: [UInt8]
  private var isFirst = true

  init(octets: consuming [UInt8]) { self.octets = octets }

  mutating func begin(_ type: LineType) {
    open()
    add("type", type.rawValue)
  }

  /// Ends the line.
  mutating func finish() {
    close()
    octets.append(0x0A)
  }

  mutating func add(_ member: some LineMember, _ text: String) { add(member.rawValue, text) }

  mutating func add(_ member: some LineMember, _ number: some BinaryInteger) {
    name(member.rawValue)
    append(Int64(number))
  }

  /// Adds the field if there is a number.
  mutating func add(_ member: some LineMember, _ number: (some BinaryInteger)?) {
    if let number { add(member, number) }
  }

  private mutating func add(_ name: String, _ text: String) {
    self.name(name)
    string(text)
  }

  private mutating func open() {
    octets.append(UInt8(ascii: "{"))
    isFirst = true
  }

  private mutating func close() {
    octets.append(UInt8(ascii: "}"))
    isFirst = false
  }

  private mutating func name(_ name: String) {
    separate()
    string(name)
    octets.append(UInt8(ascii: ":"))
  }

  private mutating func separate() {
    if !isFirst { octets.append(UInt8(ascii: ",")) }
    isFirst = false
  }

  private mutating func append(_ number: Int64) {
    let start = octets.count
    var rest = number.magnitude
    repeat {
      octets.append(0x30 + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    if number < 0 { octets.append(UInt8(ascii: "-")) }
    octets[start...].reverse()
  }

  /// Appends a text, of which only what must be is escaped (RFC 8259, section 7).
  private mutating func string(_ text: String) {
    octets.append(UInt8(ascii: "\""))
    for octet in text.utf8 {
      switch octet {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        octets.append(UInt8(ascii: "\\"))
        octets.append(octet)
      case 0x0A: octets.append(contentsOf: "\\n".utf8)
      case 0x0D: octets.append(contentsOf: "\\r".utf8)
      case 0x09: octets.append(contentsOf: "\\t".utf8)
      case 0..<0x20:
        let digits = String(octet, radix: 16)
        octets.append(contentsOf: (octet < 0x10 ? "\\u000" : "\\u00").utf8)
        octets.append(contentsOf: digits.utf8)
      default: octets.append(octet)
      }
    }
    octets.append(UInt8(ascii: "\""))
  }
}

extension LineText {
  /// Appends the line that begins a run.
  mutating func append(_ header: RunHeader) {
    begin(.run)
    add(RunMember.format, RunLineFormat.version)
    add(RunMember.source, header.source.name)
    add(RunMember.scenario, header.scenario)
    add(RunMember.build, header.build)
    add(RunMember.seed, header.seed)
    add(RunMember.engineVersion, header.engineVersion)
    add(RunMember.duration, header.duration.nanoseconds)
    name(RunMember.parameters.rawValue)
    open()
    for parameter in header.parameters { add(parameter.name, parameter.value) }
    close()
    name(RunMember.hosts.rawValue)
    list(header.hosts) { line, host in
      line.open()
      line.add(HostMember.name, host.name)
      line.add(HostMember.build, host.build)
      line.name(HostMember.addresses.rawValue)
      line.list(host.addresses) { line, address in
        line.open()
        line.add(AddressMember.protocolSequence, address.protocolSequence)
        line.add(AddressMember.network, address.network)
        line.add(AddressMember.endpoint, address.endpoint)
        line.close()
      }
      line.close()
    }
    finish()
  }

  private mutating func list<Item>(_ items: [Item], _ body: (inout LineText, Item) -> Void) {
    octets.append(UInt8(ascii: "["))
    isFirst = true
    for item in items {
      separate()
      body(&self, item)
    }
    octets.append(UInt8(ascii: "]"))
    isFirst = false
  }

  mutating func append(_ connection: RPCConnection, of header: RunHeader) {
    begin(.connection)
    add(ConnectionMember.connection, connection.id.rawValue)
    add(ConnectionMember.client, header.name(of: connection.client))
    add(ConnectionMember.server, header.name(of: connection.server))
    if !connection.clientEndpoint.isEmpty {
      add(ConnectionMember.clientEndpoint, connection.clientEndpoint)
    }
    if connection.serverAddress > 0 {
      add(ConnectionMember.serverAddress, connection.serverAddress)
    }
    add(ConnectionMember.association, connection.association?.rawValue)
    finish()
  }

  mutating func append(_ event: TraceEvent, _ entry: EventLogEntry?, of header: RunHeader) {
    begin(.event)
    add(EventMember.sequence, event.sequence.rawValue)
    add(EventMember.time, event.time.nanoseconds)
    add(EventMember.kind, event.kind.name)
    if let direction = event.direction { add(EventMember.direction, direction.name) }
    add(EventMember.host, header.name(of: event.host))
    if let peer = event.peer { add(EventMember.peer, header.name(of: peer)) }
    add(EventMember.association, event.association?.rawValue)
    add(EventMember.connection, event.connection?.rawValue)
    add(EventMember.group, event.group)
    add(EventMember.call, event.call)
    add(EventMember.opnum, event.opnum)
    add(EventMember.context, event.context)
    add(EventMember.message, event.message?.rawValue)
    add(EventMember.length, event.length)
    add(EventMember.code, event.code)
    add(EventMember.queue, event.queue)
    add(EventMember.cause, event.cause?.rawValue)
    if let entry { append(entry, of: event) }
    finish()
  }

  private mutating func append(_ entry: EventLogEntry, of event: TraceEvent) {
    add(EventMember.logText, entry.text)
    if !entry.category.isEmpty { add(EventMember.logCategory, entry.category) }
    add(EventMember.logType, entry.type.name.lowercased())
    if entry.id != event.code { add(EventMember.logID, entry.id) }
  }
}

extension RunHeader {
  /// The name of a host, or of none if the run has none of this index: no reader takes that.
  fileprivate func name(of host: HostIndex) -> String {
    let index = Int(host.rawValue)
    return hosts.indices.contains(index) ? hosts[index].name : ""
  }
}
