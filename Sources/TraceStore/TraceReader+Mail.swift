import GRDB
package import TraceModel

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
      let version = try version(of: database)
      if let mail = recentMail.mail(of: run, version: version) { return mail }
      return try readMail(of: run, in: database)
    }
  }

  /// Reads what a run did with its mail, and calls `body` with each event of other kinds on the
  /// way: whoever needs both need not read the run twice.
  ///
  /// These are told without group, call, operation, context, length and cause.
  package func readMail(
    of run: Run.ID, with kinds: [EventKind], _ body: (TraceEvent) throws -> Void
  ) throws {
    try read { database in
      _ = try readMail(of: run, with: kinds, in: database, body)
    }
  }

  private func readMail(
    of run: Run.ID, with kinds: [EventKind] = [], in database: Database,
    _ body: (TraceEvent) throws -> Void = { _ in }
  ) throws -> RunMail {
    let version = try version(of: database)
    var mail = RunMail()
    let statement = try database.cachedStatement(sql: EventTable.mailSelection(with: kinds))
    try statement.setArguments([
      EventKey.key(run: run, sequence: 0), EventKey.key(run: run + 1, sequence: 0),
    ])
    try EventTable.readMail(statement, with: kinds, of: run, path: path) { finding in
      switch finding {
      case .mail(let row): mail.take(row)
      case .incomplete: mail.missOne()
      case .other(let event): try body(event)
      }
    }
    let end = try rows(
      "SELECT end_time FROM run WHERE id = ?", [run], place: { _ in "run \(run)" }
    ) { TraceInstant(nanoseconds: try $0.integer("end_time", in: 0...Int64.max)) }
    mail.finish(at: end.first)
    recentMail.keep(mail, of: run, version: version)
    return mail
  }

  /// What changes when another program writes into the file.
  private func version(of database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "PRAGMA data_version") ?? 0
  }

  /// How many hosts a run has.
  func hostCount(of run: Run.ID) throws -> Int {
    try rows(
      "SELECT count(*) AS count FROM host WHERE run = ?", [run],
      place: { _ in "the hosts of run \(run)" }
    ) { row -> Int in try row.integer("count") }.first ?? 0
  }
}
