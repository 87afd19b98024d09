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
    let changed = overrides.map { Self.fullName(of: $0.name) }
    try self.init(draft) { name in
      guard !changed.contains(where: { $0.hasPrefix(name) }) else { return (nil, nil) }
      return (file, settings.last { $0.name.hasPrefix(name) }?.line)
    }
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

  /// - Parameter origin: Where the values come from whose names begin so.
  private init(
    _ draft: Draft, origin: (String) -> (file: String?, line: Int?)
  ) throws(ScenarioError) {
    func error(_ reason: ScenarioError.Reason, _ name: String, in section: String) -> ScenarioError
    {
      let place = origin(section)
      return ScenarioError(reason, name: name, file: place.file, line: place.line)
    }
    guard let name = draft.name else { throw error(.missing("a name"), "scenario", in: "scenario") }
    guard draft.hosts.count >= 2 else {
      throw error(.missing("at least two hosts"), "hosts", in: "hosts.")
    }
    for host in draft.hosts where host.addresses.isEmpty {
      let section = "hosts.\(host.name)."
      throw error(
        .missing("the addresses of host \(host.name)"), section + "addresses", in: section)
    }
    var links: [ScenarioLink] = []
    for link in draft.links {
      guard let from = draft.hosts.firstIndex(where: { $0.name == link.from }),
        let to = draft.hosts.firstIndex(where: { $0.name == link.to }), from != to
      else {
        throw error(
          .missing("two different hosts named \(link.from) and \(link.to)"), "hosts",
          in: "links.\(link.from):\(link.to).")
      }
      var parameters = draft.parameters
      for (definition, value) in link.values { _ = definition.write(value, &parameters) }
      links.append(
        ScenarioLink(from: HostIndex(from), to: HostIndex(to), network: parameters.network))
    }
    let names = draft.hosts.map(\.name)
    let faults = try draft.faults.map { fault throws(ScenarioError) in
      guard let read = ScheduledFault(name: fault.name, text: fault.text, hosts: names) else {
        let name = "faults.\(fault.name)"
        throw error(
          .badValue(found: fault.text, allowed: ScheduledFault.notation(hosts: names)), name,
          in: name)
      }
      return read
    }
    self.init(
      name: name, title: draft.title ?? name, parameters: draft.parameters, hosts: draft.hosts,
      links: links, faults: faults)
  }
}
