import GRDB

extension TraceReader {
  /// The words that the file has whatever was recorded: the statements that make its tables and
  /// views, and the names of the kinds of events.
  package func words() throws -> [String] {
    try rows(
      """
      SELECT sql AS text FROM sqlite_schema WHERE sql IS NOT NULL
      UNION ALL SELECT name FROM kind
      """, place: { _ in "the schema" }
    ) { try $0.text("text", atMost: 1 << 16) }
  }
}
