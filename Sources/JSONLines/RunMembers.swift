import TraceModel

/// The fields of the line that begins a run.
enum RunMember: String, LineMember {
  case type, format, source, scenario, build, seed, duration, parameters, hosts
  case engineVersion = "engine_version"

  static let allCases: [RunMember] = [
    .type, .format, .source, .scenario, .build, .seed, .engineVersion, .duration, .parameters,
    .hosts,
  ]
  static let table = MemberTable<RunMember>()

  var field: LineField { Self.fields[self] ?? LineField(rawValue, .text, "", .optional(""), "") }

  private static let fields: [RunMember: LineField] = [
    .type: LineField("type", .text, "", .required, "run"),
    .format: LineField(
      "format", .number, "", .required, "the version of this format: \(RunLineFormat.version)"),
    .source: LineField(
      "source", .text, "", .optional("external"),
      "external, or simulation for what mtatrace simulated and can replay"),
    .scenario: LineField(
      "scenario", .text, "", .required,
      "what was simulated; runs of one scenario and seed are compared"),
    .build: LineField(
      "build", .text, "", .optional("external"), "what the run's hosts behave as"),
    .seed: LineField(
      "seed", .number, "", .optional("0"), "the source of every random choice"),
    .engineVersion: LineField(
      "engine_version", .text, "", .optional("external"), "what made the events"),
    .duration: LineField(
      "duration", .number, "ns", .optional("the run's end"),
      "when the run ends unless a limit ends it first"),
    .parameters: LineField(
      "parameters", .object, "", .optional("none"), "texts by their names, in order"),
    .hosts: LineField(
      "hosts", .list, "", .required, "the hosts that connections and events name"),
  ]
}

/// The fields of a host.
enum HostMember: String, LineMember {
  case name, build, addresses

  static let table = MemberTable<HostMember>()

  var field: LineField {
    switch self {
    case .name: LineField("name", .text, "", .required, "its name, which no other has")
    case .build:
      LineField(
        "build", .text, "", .optional("the run's"), "what its RPC runtime behaves as: nt4-sp3, …")
    case .addresses:
      LineField("addresses", .list, "", .optional("none"), "where its RPC runtime listens")
    }
  }
}

/// The fields of an address.
enum AddressMember: String, LineMember {
  case network, endpoint
  case protocolSequence = "protocol_sequence"

  static let allCases: [AddressMember] = [.protocolSequence, .network, .endpoint]
  static let table = MemberTable<AddressMember>()

  var field: LineField {
    switch self {
    case .protocolSequence:
      LineField(
        rawValue, .text, "", .required, "ncacn_ip_tcp, ncacn_spx, ncacn_vns_spp, ncacn_np, …")
    case .network: LineField(rawValue, .text, "", .optional("empty"), "the network address")
    case .endpoint: LineField(rawValue, .text, "", .optional("empty"), "a port or socket, as text")
    }
  }
}
