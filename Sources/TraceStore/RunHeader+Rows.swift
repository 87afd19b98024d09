import GRDB
import TraceModel

extension RunHeader {
  /// Says what keeps the header from being recorded, or `nil` if nothing does.
  var fault: String? {
    if seed > UInt64(Int64.max) { return "The seed \(seed) is greater than \(Int64.max)" }
    if duration.nanoseconds < 0 { return "The duration is negative" }
    if let fault = faultOfHostCount { return fault }
    if Set(hosts.map(\.name)).count < hosts.count { return "Two hosts have one name" }
    let octets = parameters.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    if octets > TextLimit.parameters { return "The parameters have \(octets) octets" }
    return badText.map(TextLimit.fault) ?? hosts.lazy.compactMap(\.fault).first
  }

  /// Says what keeps the last host from being recorded; its name is the first of its kind.
  var faultOfLastHost: String? { faultOfHostCount ?? hosts.last?.fault }

  private var faultOfHostCount: String? {
    hosts.count > Int(UInt16.max) ? "There are \(hosts.count) hosts" : nil
  }

  /// A text that a reader would refuse.
  private var badText: String? {
    [scenario, build, engineVersion].first { !TextLimit.allows($0, TextLimit.name) }
      ?? parameters.map(\.name).first { !TextLimit.allows($0, TextLimit.parameterName) }
      ?? parameters.map(\.value).first { !TextLimit.allows($0, TextLimit.value) }
  }

  /// Inserts the row of a run that begins, and the rows of its parameters, hosts and addresses.
  func insert(into database: Database, id: Run.ID, branch: Run.Branch?) throws {
    try database.execute(
      sql: """
        INSERT INTO run (id, scenario, build, seed, engine_version, source, duration, parent_run,
          branch_event, status, end_time, event_count, fingerprint)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0, ?)
        """,
      arguments: [
        id, scenario, build, Int64(clamping: seed), engineVersion, Int(source.rawValue),
        duration.nanoseconds, branch?.run, branch?.event.rawValue,
        Int64(bitPattern: Fingerprint().value),
      ])
    for (position, parameter) in parameters.enumerated() {
      try database.execute(
        sql: "INSERT INTO parameter VALUES (?, ?, ?, ?)",
        arguments: [id, position, parameter.name, parameter.value])
    }
    for (position, host) in hosts.enumerated() {
      try database.execute(
        sql: "INSERT INTO host VALUES (?, ?, ?, ?)",
        arguments: [id, position, host.name, host.build])
      for (index, address) in host.addresses.enumerated() {
        try database.execute(
          sql: "INSERT INTO address VALUES (?, ?, ?, ?, ?, ?)",
          arguments: [
            id, position, index, address.protocolSequence, address.network, address.endpoint,
          ])
      }
    }
  }
}

extension Host {
  /// Says what keeps the host from being recorded, or `nil` if nothing does.
  var fault: String? {
    if addresses.count > 256 { return "A host has over 256 addresses" }
    let texts =
      [name, build] + addresses.flatMap { [$0.protocolSequence, $0.network, $0.endpoint] }
    return texts.first { !TextLimit.allows($0, TextLimit.name) }.map(TextLimit.fault)
  }
}

extension TextLimit {
  /// What is wrong with a text that is none for a trace.
  fileprivate static func fault(_ text: String) -> String {
    "The text “\(text.prefix(40))” is too long or has control characters"
  }
}
