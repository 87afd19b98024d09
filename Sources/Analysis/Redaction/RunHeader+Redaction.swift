package import TraceModel

extension RunHeader {
  /// The parameter by which a capture's run says that its names were replaced, so that no command
  /// promises to import it again.
  package static let redactionMark = "capture.redacted"

  /// Whether the run was read from a capture and its names have been replaced since.
  package var isRedactedCapture: Bool {
    source == .capture && value(of: Self.redactionMark) != nil
  }

  /// The header with pseudonyms in place of names: all else stays, so that a run can be simulated
  /// again.
  func redacted(by names: Pseudonyms) -> RunHeader {
    var header = self
    header.scenario = names[scenario]
    header.hosts = hosts.map { $0.redacted(by: names) }
    header.parameters = parameters.map { $0.redacted(by: names, source: source) }
    if source == .external {
      header.build = names.text(build)
      header.engineVersion = names.text(engineVersion)
      for index in hosts.indices { header.hosts[index].build = names.text(hosts[index].build) }
    }
    if source == .capture, !isRedactedCapture {
      header.parameters.append(Parameter(name: Self.redactionMark, value: "yes"))
    }
    return header
  }
}

extension Host {
  func redacted(by names: Pseudonyms) -> Host {
    Host(
      name: names[host: self], build: build,
      addresses: addresses.map { address in
        Address(
          protocolSequence: address.protocolSequence, network: names[address.network],
          endpoint: names[endpoint: address.endpoint])
      })
  }
}

extension Parameter {
  /// The parameter with pseudonyms where a scenario's notation has names.
  fileprivate func redacted(by names: Pseudonyms, source: RunHeader.Source) -> Parameter {
    guard source != .external else {
      return Parameter(name: names.text(name), value: names.text(value))
    }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    switch (parts[0], parts.count) {
    case ("scenario", 1), ("title", 1): return Parameter(name: name, value: names[value])
    case ("hosts", 3):
      return Parameter(
        name: "hosts.\(names[parts[1]]).\(parts[2])",
        value: parts[2] == "addresses" ? Self.bindings(value, names) : value)
    case ("links", 3):
      let ends = parts[1].split(separator: ":").map { names[String($0)] }
      return Parameter(name: "links.\(ends.joined(separator: ":")).\(parts[2])", value: value)
    case ("faults", 2):
      return Parameter(name: "faults.\(names.text(parts[1]))", value: Self.fault(value, names))
    default: return self
    }
  }

  /// String bindings, as a scenario lists them: `ncacn_ip_tcp:10.0.0.1[1911], ncacn_spx:…[4006]`.
  private static func bindings(_ list: String, _ names: Pseudonyms) -> String {
    list.split(separator: ", ").map { binding in
      guard let colon = binding.firstIndex(of: ":"), let open = binding.lastIndex(of: "["),
        colon < open, binding.last == "]"
      else { return names.text(String(binding)) }
      return Host.Address(
        protocolSequence: String(binding[..<colon]),
        network: names[String(binding[binding.index(after: colon)..<open])],
        endpoint: names[endpoint: String(binding[binding.index(after: open)...].dropLast())]
      ).stringBinding
    }.joined(separator: ", ")
  }

  /// A line of trouble, with hosts only where its notation has them: a host may be called `at`.
  ///
  /// `outage between A and B at 1 h for 5 min`, `bandwidth 2400 bit/s from A to B at …`,
  /// `hang A at …`.
  private static func fault(_ line: String, _ names: Pseudonyms) -> String {
    var words = line.split(separator: " ").map(String.init)
    var places = [1]
    if !["hang", "restart", "upgrade"].contains(words.first) {
      guard let start = words.dropFirst().firstIndex(where: { $0 == "between" || $0 == "from" })
      else { return names.text(line) }
      places = [start + 1, start + 3]
    }
    for place in places where words.indices.contains(place) { words[place] = names[words[place]] }
    return words.joined(separator: " ")
  }
}
