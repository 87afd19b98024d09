import GRDB
package import TraceModel

extension TraceWriter {
  /// Lays an event log on a run of the file; one of the same name that lies there is replaced.
  package func add(_ log: ImportedLog, to run: Run.ID) throws {
    try write { database in
      let former = try Int64.fetchOne(
        database, sql: "SELECT id FROM imported_log WHERE run = ? AND name = ?",
        arguments: [run, log.name])
      if let former {
        for table in ["imported_entry", "imported_rest"] {
          try database.execute(sql: "DELETE FROM \(table) WHERE log = ?", arguments: [former])
        }
        try database.execute(sql: "DELETE FROM imported_log WHERE id = ?", arguments: [former])
      }
      try database.execute(
        sql: "INSERT INTO imported_log (run, name, form, clock) VALUES (?, ?, ?, ?)",
        arguments: [run, log.name, log.form.rawValue, log.clock])
      let number = database.lastInsertedRowID
      let entry = try database.cachedStatement(
        sql: "INSERT INTO imported_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      for logged in log.entries {
        try entry.execute(arguments: [
          number, logged.line, logged.time.nanoseconds, Int64(logged.entry.id),
          Int(logged.entry.type.rawValue), logged.entry.category, logged.computer,
          logged.entry.text,
        ])
      }
      let rest = try database.cachedStatement(
        sql: "INSERT INTO imported_rest VALUES (?, ?, ?, ?, ?, ?, ?)")
      for (position, left) in log.leftOut.enumerated() {
        try rest.execute(arguments: [
          number, position, left.reason.rawValue, left.line, left.count, left.source,
          left.id.map { Int64($0) },
        ])
      }
    }
  }
}

extension TraceReader {
  /// The event logs that were laid on a run, in the order of import.
  package func importedLogs(of run: Run.ID) throws -> [ImportedLog] {
    let logs = try rows(
      "SELECT * FROM imported_log WHERE run = ? ORDER BY id", [run],
      place: { "event log \($0["id"] as DatabaseValue) of run \(run)" }
    ) { row in
      guard let form = ImportedLog.Form(rawValue: try row.text("form")) else {
        throw row.bad("form")
      }
      let number: Int64 = try row.integer("id")
      let log = ImportedLog(
        name: try row.text("name"), form: form, clock: try row.integer("clock"), entries: [],
        leftOut: [])
      return (number, log)
    }
    return try logs.map { number, log in
      var log = log
      log.entries = try entries(of: number)
      log.leftOut = try rest(of: number)
      return log
    }
  }

  private func entries(of log: Int64) throws -> [ImportedLog.Entry] {
    try rows(
      "SELECT * FROM imported_entry WHERE log = ? ORDER BY time, line", [log],
      place: { "the entry of line \($0["line"] as DatabaseValue) of event log \(log)" }
    ) { row in
      guard let type = EventLogEntry.EntryType(rawValue: try row.integer("type")) else {
        throw row.bad("type")
      }
      return ImportedLog.Entry(
        line: try row.integer("line", in: 1...Int.max),
        time: TraceInstant(nanoseconds: try row.integer("time", in: 0...Int64.max)),
        computer: try row.optionalText("computer"),
        entry: EventLogEntry(
          id: try row.integer("entry_id"), type: type, category: try row.text("category"),
          text: try row.text("text", atMost: TextLimit.entry)))
    }
  }

  private func rest(of log: Int64) throws -> [ImportedLog.LeftOut] {
    try rows(
      "SELECT * FROM imported_rest WHERE log = ? ORDER BY position", [log],
      place: { "what is no entry (\($0["position"] as DatabaseValue)) of event log \(log)" }
    ) { row in
      guard let reason = ImportedLog.Reason(rawValue: try row.text("reason")) else {
        throw row.bad("reason")
      }
      return ImportedLog.LeftOut(
        reason: reason, line: try row.integer("line", in: 1...Int.max),
        count: try row.integer("count", in: 1...Int(Int32.max)),
        source: try row.optionalText("source"), id: try row.optionalInteger("entry_id"))
    }
  }
}

extension CheckedRow {
  /// The text in a column, or `nil` if it is `NULL`.
  fileprivate func optionalText(_ column: String) throws -> String? {
    (row[column] as DatabaseValue?)?.isNull ?? true ? nil : try text(column)
  }
}
