import GRDB
package import TraceModel

extension TraceReader {
  /// Checks the whole file, and that its indexes hold what its tables do: what answers by way of an
  /// index would lie otherwise.
  ///
  /// - Throws: ``TraceStoreError`` with the reason `damaged`.
  package func checkIntegrity() throws {
    for table in try SchemaLadder.current.tableNames() {
      let found = try read { database in
        try String.fetchOne(
          database, sql: "PRAGMA integrity_check(\(table.quotedDatabaseIdentifier))")
      }
      guard found == "ok" else { throw TraceStoreError(.damaged, path: path) }
    }
  }

  /// How many events of a run have a text.
  package func logEntryCount(of run: Run.ID) throws -> Int {
    try read { database in
      try Int.fetchOne(
        database, sql: "SELECT count(*) FROM log_entry WHERE event > ? AND event < ?",
        arguments: [EventKey.key(run: run, sequence: 0), EventKey.key(run: run + 1, sequence: 0)])
        ?? 0
    }
  }
}
