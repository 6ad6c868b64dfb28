// SPDX-License-Identifier: Apache-2.0
// What GRDB does not say of SQLite: guarding a connection against its own file.
#ifndef LINEUP_CSQLITE_SHIM_H
#define LINEUP_CSQLITE_SHIM_H
#include <sqlite3.h>

/// sqlite3_db_config takes a variable list, which Swift cannot call: no SQL may write to the schema itself or switch off what keeps a file whole.
static inline int lineup_sqlite_defend(sqlite3 *connection) {
#ifdef SQLITE_DBCONFIG_DEFENSIVE
  return sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
#else
  return SQLITE_OK;
#endif
}
#endif
