import TraceModel

extension RunLineState {
  /// Reads the line that begins a run.
  static func header(from cursor: inout JSONCursor) throws(Complaint) -> RunHeader {
    var header = RunHeader(
      scenario: "", build: RunLineFormat.unnamed, seed: 0, engineVersion: RunLineFormat.unnamed,
      source: .external, parameters: [], hosts: [], duration: .zero)
    var heirs: [Int] = []
    try cursor.members(in: "a run") {
      (cursor: inout JSONCursor, member: RunMember) throws(Complaint) in
      switch member {
      case .type: try cursor.skipValue()
      case .format: try checkFormat(&cursor)
      case .source:
        let sources = [RunHeader.Source.external, .simulation]
        header.source = try cursor.word("source", among: sources.map(\.name)) { name in
          sources.first { $0.name == name }
        }
      case .scenario: header.scenario = try cursor.text(atMost: TextLimit.name)
      case .build: header.build = try cursor.text(atMost: TextLimit.name)
      case .seed: header.seed = try cursor.integer(in: 0...UInt64(Int64.max))
      case .engineVersion: header.engineVersion = try cursor.text(atMost: TextLimit.name)
      case .duration:
        header.duration = TraceDuration(nanoseconds: try cursor.integer(in: 0...Int64.max))
      case .parameters: header.parameters = try parameters(&cursor)
      case .hosts: (header.hosts, heirs) = try hosts(&cursor)
      }
    }
    // A host's build is the run's unless it says its own, wherever that stands in the line.
    for index in heirs { header.hosts[index].build = header.build }
    return header
  }

  private static func checkFormat(_ cursor: inout JSONCursor) throws(Complaint) {
    let version: Int64 = try cursor.integer()
    guard version == RunLineFormat.version else {
      throw cursor.complaint(
        "format \(version) is not known; this program reads format \(RunLineFormat.version)")
    }
  }

  private static func parameters(_ cursor: inout JSONCursor) throws(Complaint) -> [Parameter] {
    var parameters: [Parameter] = []
    var names: Set<String> = []
    var octets = 0
    try cursor.object { (cursor: inout JSONCursor, name: String) throws(Complaint) in
      guard TextLimit.allows(name, TextLimit.parameterName) else {
        throw cursor.complaint("the parameter's name is too long or has control characters")
      }
      guard names.insert(name).inserted else {
        throw cursor.complaint("the parameter comes twice; write it once")
      }
      let value = try cursor.text(atMost: TextLimit.value)
      octets += name.utf8.count + value.utf8.count
      guard octets <= TextLimit.parameters else {
        throw cursor.complaint("the parameters have over \(TextLimit.parameters) octets")
      }
      parameters.append(Parameter(name: name, value: value))
    }
    return parameters
  }

  /// Reads the hosts, and which of them do not say their build.
  private static func hosts(
    _ cursor: inout JSONCursor
  ) throws(Complaint) -> ([Host], [Int]) {
    var hosts: [Host] = []
    var heirs: [Int] = []
    var names: Set<String> = []
    try cursor.array { (cursor: inout JSONCursor, index: Int) throws(Complaint) in
      guard index < Int(UInt16.max) else {
        throw cursor.complaint("a run has \(UInt16.max) hosts at most")
      }
      let (host, saysBuild) = try host(&cursor)
      if !saysBuild { heirs.append(index) }
      guard names.insert(host.name).inserted else {
        cursor.field += ".name"
        throw cursor.complaint("two hosts are named \(Quotation.of(host.name)); rename one")
      }
      hosts.append(host)
    }
    guard !hosts.isEmpty else { throw cursor.complaint("a run needs a host; name one") }
    return (hosts, heirs)
  }

  /// Reads a host, and whether it says its build.
  private static func host(_ cursor: inout JSONCursor) throws(Complaint) -> (Host, Bool) {
    var saysBuild = false
    var host = Host(name: "", build: "", addresses: [])
    try cursor.members(in: "a host") {
      (cursor: inout JSONCursor, member: HostMember) throws(Complaint) in
      switch member {
      case .name:
        host.name = try cursor.text(atMost: TextLimit.name)
        guard !host.name.isEmpty else { throw cursor.complaint("the name is empty") }
      case .build:
        host.build = try cursor.text(atMost: TextLimit.name)
        saysBuild = true
      case .addresses: host.addresses = try addresses(&cursor)
      }
    }
    return (host, saysBuild)
  }

  private static func addresses(
    _ cursor: inout JSONCursor
  ) throws(Complaint) -> [Host.Address] {
    var addresses: [Host.Address] = []
    try cursor.array { (cursor: inout JSONCursor, index: Int) throws(Complaint) in
      guard index < 256 else { throw cursor.complaint("a host has 256 addresses at most") }
      var address = Host.Address(protocolSequence: "", network: "", endpoint: "")
      try cursor.members(in: "an address") {
        (cursor: inout JSONCursor, member: AddressMember) throws(Complaint) in
        let text = try cursor.text(atMost: TextLimit.name)
        switch member {
        case .protocolSequence: address.protocolSequence = text
        case .network: address.network = text
        case .endpoint: address.endpoint = text
        }
      }
      addresses.append(address)
    }
    return addresses
  }
}
