import GRDB
import TraceModel

extension RunHeader {
  /// Says what keeps the header from being recorded, or `nil` if nothing does.
  var fault: String? {
    if seed > UInt64(Int64.max) { return "The seed \(seed) is greater than \(Int64.max)" }
    if duration.nanoseconds < 0 { return "The duration is negative" }
    if hosts.count > Int(UInt16.max) { return "There are \(hosts.count) hosts" }
    if Set(hosts.map(\.name)).count < hosts.count { return "Two hosts have one name" }
    if hosts.contains(where: { $0.addresses.count > 256 }) {
      return "A host has over 256 addresses"
    }
    let octets = parameters.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    if octets > TextLimit.parameters { return "The parameters have \(octets) octets" }
    return badText.map { "The text “\($0.prefix(40))” is too long or has control characters" }
  }

  /// A text that a reader would refuse.
  private var badText: String? {
    let addresses = hosts.flatMap(\.addresses)
    let names =
      [scenario, build, engineVersion] + hosts.flatMap { [$0.name, $0.build] }
      + addresses.flatMap { [$0.protocolSequence, $0.network, $0.endpoint] }
    return names.first { !TextLimit.allows($0, TextLimit.name) }
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
