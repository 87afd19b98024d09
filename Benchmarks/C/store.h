// A database as mtatrace opens its own for recording: equal durability, page size and cache.
#ifndef STORE_H
#define STORE_H
#include <sqlite3.h>
#include <unistd.h>

#include "clock.h"

static inline void run(sqlite3 *database, const char *sql) {
  if (sqlite3_exec(database, sql, NULL, NULL, NULL) != SQLITE_OK) fail(sqlite3_errmsg(database));
}

static inline sqlite3 *create(const char *path, const char *table) {
  sqlite3 *database;
  unlink(path);
  if (sqlite3_open(path, &database) != SQLITE_OK) fail("The database cannot be created.");
  run(database,
      "PRAGMA locking_mode = EXCLUSIVE; PRAGMA page_size = 8192; PRAGMA cache_size = -8192;"
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4096;");
  run(database, table);
  return database;
}

static inline sqlite3_stmt *prepare(sqlite3 *database, const char *sql) {
  sqlite3_stmt *statement;
  if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
    fail(sqlite3_errmsg(database));
  return statement;
}

#endif
