#pragma once
#include <sqlite3.h>

/* sqlite3_db_config takes variable arguments, which Swift cannot pass: https://sqlite.org/c3ref/db_config.html */
static inline int csqlite_set_defensive(sqlite3 *database, int on) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, on, (int *)0);
}
