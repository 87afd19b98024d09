import TraceModel

extension Scenario {
  /// A scenario while its values come in.
  struct Draft {
    struct Link {
      var from: String
      var to: String
      /// What differs from the scenario's network; applied when all values are in.
      var values: [(definition: ParameterDefinition, value: String)] = []
    }

    /// More hosts than figures are made for.
    static let mostHosts = 200
    /// So many that a year of daily trouble fits.
    static let mostFaults = 1000

    var name: String?
    var title: String?
    var parameters = ScenarioParameters()
    private(set) var hosts: [ScenarioHost] = []
    private(set) var links: [Link] = []
    /// Scheduled faults by name, read when all hosts are known.
    private(set) var faults: [(name: String, text: String)] = []
    private var hostIndexes: [String: Int] = [:]
    private var linkIndexes: [String: Int] = [:]

    /// Sets one value by its full name.
    mutating func set(_ name: String, to value: String) throws(ScenarioError.Reason) {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      switch parts.first {
      case "scenario" where parts.count == 1: self.name = try Self.word(value)
      case "title" where parts.count == 1: title = value
      case "hosts" where parts.count == 3:
        try setHost(String(parts[1]), String(parts[2]), to: value)
      case "links" where parts.count == 3:
        try setLink(String(parts[1]), parts[2], to: value)
      case "faults" where parts.count == 2:
        try setFault(Self.word(String(parts[1])), to: value)
      default:
        guard let definition = ParameterDefinition.all.first(where: { $0.name == name }) else {
          throw .unknownName(nearest: Self.nearest(to: name))
        }
        guard definition.write(value, &parameters) else {
          throw .badValue(found: value, allowed: definition.allowed)
        }
      }
    }

    private mutating func setHost(
      _ host: String, _ field: String, to value: String
    ) throws(ScenarioError.Reason) {
      let index = try indexOfHost(Self.word(host))
      switch field {
      case "addresses": hosts[index].addresses = try Self.addresses(value)
      case "build":
        guard value == "run" || Build(rawValue: value) != nil else {
          let builds = Build.allCases.map(\.rawValue).joined(separator: ", ")
          throw .badValue(found: value, allowed: "one of run, \(builds)")
        }
        hosts[index].build = Build(rawValue: value)
      case "crossTraffic":
        guard ["yes", "no", "true", "false"].contains(value) else {
          throw .badValue(found: value, allowed: "yes or no")
        }
        hosts[index].crossTraffic = value == "yes" || value == "true"
      default: throw .unknownName(nearest: "hosts.\(host).addresses")
      }
    }

    private mutating func indexOfHost(_ name: String) throws(ScenarioError.Reason) -> Int {
      if let index = hostIndexes[name] { return index }
      guard hosts.count < Self.mostHosts else {
        throw .badValue(found: name, allowed: "at most \(Self.mostHosts) hosts")
      }
      hostIndexes[name] = hosts.count
      hosts.append(ScenarioHost(name: name, addresses: [], build: nil, crossTraffic: false))
      return hosts.count - 1
    }

    /// Sets a fault; `none` takes away one that the scenario has.
    private mutating func setFault(_ name: String, to text: String) throws(ScenarioError.Reason) {
      let place = faults.firstIndex { $0.name == name }
      if let place { faults.remove(at: place) }
      guard text != "none" else { return }
      guard faults.count < Self.mostFaults else {
        throw .badValue(found: name, allowed: "at most \(Self.mostFaults) faults")
      }
      faults.insert((name, text), at: place ?? faults.count)
    }

    private mutating func setLink(
      _ ends: String, _ field: Substring, to value: String
    ) throws(ScenarioError.Reason) {
      let names = ends.split(separator: ":").map(String.init)
      guard names.count == 2 else {
        throw .badValue(found: ends, allowed: "two hosts with a colon between, as in HUB1:SLPS100")
      }
      guard let definition = Scenario.linkDefinitions.first(where: { $0.shortName == field }) else {
        throw .unknownName(nearest: "links.\(ends).latency")
      }
      var trial = ScenarioParameters()
      guard definition.write(value, &trial) else {
        throw .badValue(found: value, allowed: definition.allowed)
      }
      let index = linkIndexes[ends] ?? links.count
      if index == links.count {
        linkIndexes[ends] = index
        links.append(Link(from: names[0], to: names[1]))
      }
      links[index].values.removeAll { $0.definition.name == definition.name }
      links[index].values.append((definition, value))
    }

    /// A name that can stand between dots and colons.
    private static func word(_ text: String) throws(ScenarioError.Reason) -> String {
      let forbidden: (Character) -> Bool = {
        ".:,[]/".contains($0) || $0.isWhitespace || $0.isNewline
          || $0.unicodeScalars.contains(where: \.isCommand)
      }
      guard (1...64).contains(text.count), !text.contains(where: forbidden) else {
        throw .badValue(
          found: text, allowed: "a name of 1 to 64 characters without blanks and . : , [ ] /")
      }
      return text
    }

    /// A list of string bindings: `ncacn_ip_tcp:10.0.0.1[1911], ncacn_spx:…[4006]`.
    private static func addresses(_ text: String) throws(ScenarioError.Reason) -> [Host.Address] {
      var result: [Host.Address] = []
      for binding in text.split(separator: ",") {
        let parts = binding.trimmed.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, protocolSequences.contains(String(parts[0])),
          let open = parts[1].firstIndex(of: "["), parts[1].last == "]",
          open != parts[1].startIndex,
          parts[1].index(after: open) < parts[1].index(before: parts[1].endIndex)
        else {
          throw .badValue(
            found: binding.trimmed,
            allowed: "string bindings over \(protocolSequences.joined(separator: ", "))"
              + ", as in ncacn_ip_tcp:10.0.0.1[1911]")
        }
        let address = Host.Address(
          protocolSequence: String(parts[0]), network: String(parts[1][..<open]),
          endpoint: String(parts[1][parts[1].index(after: open)...].dropLast()))
        guard address.network.utf8.count <= 256, (1...64).contains(address.endpoint.utf8.count),
          !address.endpoint.utf8.contains(0)
        else {
          throw .badValue(
            found: String(binding.trimmed.prefix(80)),
            allowed: "network addresses of up to 256 octets and endpoints of up to 64")
        }
        result.append(address)
      }
      guard (1...16).contains(result.count) else {
        throw .badValue(found: text, allowed: "1 to 16 string bindings with commas between")
      }
      return result
    }

    /// The transports an MTA uses: KB Q165324.
    private static let protocolSequences = ["ncacn_ip_tcp", "ncacn_spx", "ncacn_vns_spp"]

    /// The parameter whose name differs least, if it differs little.
    private static func nearest(to name: String) -> String? {
      let short = name.split(separator: ".").last.map(String.init) ?? name
      let candidates = ParameterDefinition.all.map { definition in
        (
          definition.name,
          WordDistance.between(
            Array(definition.shortName.lowercased().prefix(64)),
            Array(short.lowercased().prefix(64)))
        )
      }
      return candidates.min { $0.1 < $1.1 }.flatMap { $0.1 <= max(2, short.count / 3) ? $0.0 : nil }
    }
  }
}

extension Unicode.Scalar {
  /// Whether it is no part of a word but tells a terminal or the order of letters what to do.
  fileprivate var isCommand: Bool {
    properties.generalCategory == .control || (0x202A...0x202E).contains(value)
      || (0x2066...0x2069).contains(value)
  }
}
