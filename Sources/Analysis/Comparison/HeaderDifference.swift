package import TraceModel

/// Something in which what two runs were started from differs.
package struct HeaderDifference: Equatable, Sendable {
  /// A parameter's full name, or what else a run is started from: `build`, `seed`.
  package var name: String
  /// What the one run has; `nil` if it has nothing of the name.
  package var one: String?
  /// What the other run has.
  package var other: String?

  /// Everything in which two headers differ, in the order in which traces store it.
  package static func all(_ one: RunHeader, _ other: RunHeader) -> [HeaderDifference] {
    var differences: [HeaderDifference] = []
    func compare(_ name: String, _ one: String?, _ other: String?) {
      guard one != other else { return }
      differences.append(HeaderDifference(name: name, one: one, other: other))
    }
    compare("scenario", one.scenario, other.scenario)
    compare("build", one.build, other.build)
    compare("seed", "\(one.seed)", "\(other.seed)")
    compare("engine version", one.engineVersion, other.engineVersion)
    compare("source", one.source.name, other.source.name)
    compare("duration", one.duration.exactText, other.duration.exactText)
    for parameter in one.parameters {
      compare(parameter.name, parameter.value, other.value(of: parameter.name))
    }
    for parameter in other.parameters where one.value(of: parameter.name) == nil {
      compare(parameter.name, nil, parameter.value)
    }
    if one.hosts.map(\.name) == other.hosts.map(\.name) {
      for (host, counterpart) in zip(one.hosts, other.hosts) {
        compare("host \(host.name)'s build", host.build, counterpart.build)
        compare("host \(host.name)'s addresses", host.addressText, counterpart.addressText)
      }
    } else {
      compare("hosts", names(of: one.hosts), names(of: other.hosts))
    }
    return differences
  }

  private static func names(of hosts: [Host]) -> String {
    hosts.map(\.name).joined(separator: ", ")
  }
}

extension Host {
  fileprivate var addressText: String { addresses.map(\.stringBinding).joined(separator: ", ") }
}
