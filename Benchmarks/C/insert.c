// Inserts the events of a trace into another file, and does nothing else: `insert TRACE FILE`.
//
// One prepared statement, a row a step, 10,000 rows a transaction, WAL, no index. The rows are read
// before the clock starts; it stops when the file is closed.
#include <stdint.h>
#include <string.h>

#include "store.h"

enum { columns = 17, batch = 10000 };

struct row {
  int64_t values[columns];
  uint32_t nulls;
};

static struct row *read_rows(sqlite3 *trace, long *count) {
  sqlite3_stmt *statement = prepare(trace, "SELECT * FROM event ORDER BY id");
  long capacity = 1 << 16;
  struct row *rows = malloc(capacity * sizeof *rows);
  for (*count = 0; sqlite3_step(statement) == SQLITE_ROW; ++*count) {
    if (*count == capacity) rows = realloc(rows, (capacity *= 2) * sizeof *rows);
    if (!rows) fail("The rows do not fit into memory.");
    struct row *row = &rows[*count];
    row->nulls = 0;
    for (int i = 0; i < columns; i++) {
      row->values[i] = sqlite3_column_int64(statement, i);
      if (sqlite3_column_type(statement, i) == SQLITE_NULL) row->nulls |= 1u << i;
    }
  }
  sqlite3_finalize(statement);
  return rows;
}

int main(int count, char **arguments) {
  if (count != 3) return 64;
  sqlite3 *trace;
  if (sqlite3_open_v2(arguments[1], &trace, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) return 66;
  long rows_read;
  struct row *rows = read_rows(trace, &rows_read);
  sqlite3_stmt *schema = prepare(trace, "SELECT sql FROM sqlite_schema WHERE name = 'event'");
  if (sqlite3_step(schema) != SQLITE_ROW) fail("This is no trace.");
  char *table = strdup((const char *)sqlite3_column_text(schema, 0));
  sqlite3_finalize(schema);
  sqlite3_close(trace);

  double start = now();
  sqlite3 *database = create(arguments[2], table);
  sqlite3_stmt *insert =
      prepare(database, "INSERT INTO event VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  run(database, "BEGIN");
  for (long i = 0; i < rows_read; i++) {
    if (i && i % batch == 0) run(database, "COMMIT; BEGIN");
    for (int column = 0; column < columns; column++) {
      if (rows[i].nulls >> column & 1)
        sqlite3_bind_null(insert, column + 1);
      else
        sqlite3_bind_int64(insert, column + 1, rows[i].values[column]);
    }
    if (sqlite3_step(insert) != SQLITE_DONE) fail(sqlite3_errmsg(database));
    sqlite3_reset(insert);
  }
  run(database, "COMMIT");
  sqlite3_finalize(insert);
  if (sqlite3_close(database) != SQLITE_OK) fail("The database cannot be closed.");
  report(now() - start, rows_read);
  return 0;
}
