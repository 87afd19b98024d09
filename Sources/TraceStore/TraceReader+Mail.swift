import GRDB
import TraceModel

/// The mail of the runs that were asked for last.
struct RecentMail {
  /// As many as are compared with each other.
  private static let limit = 2

  private var entries: [(run: Run.ID, version: Int64, mail: RunMail)] = []

  /// What is known of a run, unless another program has written into the file since.
  func mail(of run: Run.ID, version: Int64) -> RunMail? {
    entries.first { $0.run == run && $0.version == version }?.mail
  }

  mutating func keep(_ mail: RunMail, of run: Run.ID, version: Int64) {
    entries.removeAll { $0.run == run || $0.version != version }
    entries.append((run, version, mail))
    if entries.count > Self.limit { entries.removeFirst() }
  }
}

extension TraceReader {
  /// What a run did with its mail; read once for all that ask for it.
  func mail(of run: Run.ID) throws -> RunMail {
    try read { database in
      let version = try Int64.fetchOne(database, sql: "PRAGMA data_version") ?? 0
      if let mail = recentMail.mail(of: run, version: version) { return mail }
      var mail = RunMail()
      let statement = try database.cachedStatement(sql: EventTable.mailSelection)
      try statement.setArguments([
        EventKey.key(run: run, sequence: 0), EventKey.key(run: run + 1, sequence: 0),
      ])
      try EventTable.readMail(statement, of: run, path: path) { mail.take($0) }
      let end = try rows(
        "SELECT end_time FROM run WHERE id = ?", [run], place: { _ in "run \(run)" }
      ) { TraceInstant(nanoseconds: try $0.integer("end_time", in: 0...Int64.max)) }
      mail.finish(at: end.first)
      recentMail.keep(mail, of: run, version: version)
      return mail
    }
  }

  /// How many hosts a run has.
  func hostCount(of run: Run.ID) throws -> Int {
    try rows(
      "SELECT count(*) AS count FROM host WHERE run = ?", [run],
      place: { _ in "the hosts of run \(run)" }
    ) { row -> Int in try row.integer("count") }.first ?? 0
  }
}
