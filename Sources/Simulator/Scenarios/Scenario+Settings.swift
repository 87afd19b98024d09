package import TraceModel

extension Scenario {
  /// Builds a scenario from named values.
  ///
  /// - Parameters:
  ///   - settings: Full names in any order; hosts and links count in the order in which they first
  ///     appear.
  ///   - overrides: Values that replace earlier ones, as from `--set`; the section may be left out.
  ///   - file: The file the settings come from, for errors.
  /// - Throws: ``ScenarioError``.
  package init(_ settings: [Setting], overrides: [Setting] = [], file: String?) throws {
    var draft = Draft()
    var seen: Set<String> = []
    for setting in settings {
      guard seen.insert(setting.name).inserted else {
        throw ScenarioError(.repeated, name: setting.name, file: file, line: setting.line)
      }
      do throws(ScenarioError.Reason) {
        try draft.set(setting.name, to: setting.value)
      } catch {
        throw ScenarioError(error, name: setting.name, file: file, line: setting.line)
      }
    }
    for setting in overrides {
      do throws(ScenarioError.Reason) {
        try draft.set(Self.fullName(of: setting.name), to: setting.value)
      } catch {
        throw ScenarioError(error, name: setting.name)
      }
    }
    try self.init(draft, file: file)
  }

  /// Every parameter by its full name, in a fixed order: what a trace stores.
  package var settings: [Parameter] {
    var result = [
      Parameter(name: "scenario", value: name), Parameter(name: "title", value: title),
    ]
    result += ParameterDefinition.all.map { Parameter(name: $0.name, value: $0.read(parameters)) }
    for host in hosts {
      let prefix = "hosts.\(host.name)"
      let addresses = host.addresses.map(\.stringBinding).joined(separator: ", ")
      result.append(Parameter(name: "\(prefix).addresses", value: addresses))
      result.append(Parameter(name: "\(prefix).build", value: host.build?.rawValue ?? "run"))
      result.append(
        Parameter(name: "\(prefix).crossTraffic", value: host.crossTraffic ? "yes" : "no"))
    }
    for fault in faults {
      result.append(Parameter(name: "faults.\(fault.name)", value: fault.text))
    }
    for link in links {
      let prefix =
        "links.\(hosts[Int(link.from.rawValue)].name):\(hosts[Int(link.to.rawValue)].name)"
      for definition in Self.linkDefinitions {
        var asNetwork = ScenarioParameters()
        asNetwork.network = link.network
        result.append(
          Parameter(name: "\(prefix).\(definition.shortName)", value: definition.read(asNetwork)))
      }
    }
    return result
  }

  /// The definitions that a link may override.
  static let linkDefinitions = ParameterDefinition.all.filter { $0.name.hasPrefix("network.") }

  private static func fullName(of name: String) -> String {
    guard !name.contains(".") else { return name }
    return ParameterDefinition.all.first { $0.shortName == name }?.name ?? name
  }

  private init(_ draft: Draft, file: String?) throws(ScenarioError) {
    guard let name = draft.name else {
      throw ScenarioError(.missing("a name"), name: "scenario", file: file)
    }
    guard draft.hosts.count >= 2 else {
      throw ScenarioError(.missing("at least two hosts"), name: "hosts", file: file)
    }
    for host in draft.hosts where host.addresses.isEmpty {
      throw ScenarioError(
        .missing("the addresses of host \(host.name)"), name: "hosts.\(host.name).addresses",
        file: file)
    }
    var links: [ScenarioLink] = []
    for link in draft.links {
      guard let from = draft.hosts.firstIndex(where: { $0.name == link.from }),
        let to = draft.hosts.firstIndex(where: { $0.name == link.to }), from != to
      else {
        throw ScenarioError(
          .missing("two different hosts named \(link.from) and \(link.to)"), name: "links",
          file: file)
      }
      var parameters = draft.parameters
      for (definition, value) in link.values { _ = definition.write(value, &parameters) }
      links.append(
        ScenarioLink(from: HostIndex(from), to: HostIndex(to), network: parameters.network))
    }
    let names = draft.hosts.map(\.name)
    let faults = try draft.faults.map { fault throws(ScenarioError) in
      guard let read = ScheduledFault(name: fault.name, text: fault.text, hosts: names) else {
        throw ScenarioError(
          .badValue(found: fault.text, allowed: ScheduledFault.notation),
          name: "faults.\(fault.name)", file: file)
      }
      return read
    }
    self.init(
      name: name, title: draft.title ?? name, parameters: draft.parameters, hosts: draft.hosts,
      links: links, faults: faults)
  }
}
