-- Windows event logs of real machines that were laid on runs. They are no part of what was recorded.

-- One row for each log.
CREATE TABLE imported_log (
  id INTEGER PRIMARY KEY,          -- in the order of import
  run INTEGER NOT NULL REFERENCES run,
  name TEXT NOT NULL,              -- the name of the file without its folder
  form TEXT NOT NULL,              -- event_viewer or wevtutil
  clock INTEGER NOT NULL,          -- nanoseconds since 1970 by the log's clock: when the run began
  UNIQUE (run, name)
) STRICT;

-- What a log says of an MTA's RPC within the time of its run.
CREATE TABLE imported_entry (
  log INTEGER NOT NULL REFERENCES imported_log,
  line INTEGER NOT NULL,           -- the line of the file that it begins on, from 1
  time INTEGER NOT NULL,           -- nanoseconds of virtual time
  entry_id INTEGER NOT NULL,       -- the event id: 9316, 57
  type INTEGER NOT NULL,           -- 1 information, 2 warning, 3 error
  category TEXT NOT NULL,          -- as Event Viewer shows it
  computer TEXT,                   -- the machine that wrote it; NULL if the file does not say
  text TEXT NOT NULL,              -- the description
  PRIMARY KEY (log, line)
) STRICT, WITHOUT ROWID;

-- What of a log is no entry: other events, entries outside of the run, and what could not be read.
CREATE TABLE imported_rest (
  log INTEGER NOT NULL REFERENCES imported_log,
  position INTEGER NOT NULL,       -- its place in the list, from 0
  reason TEXT NOT NULL,            -- other_event, outside_run, unread_date, unread_id, …
  line INTEGER NOT NULL,           -- the line of the file that the first of them begins on, from 1
  count INTEGER NOT NULL,          -- how many there are
  source TEXT,                     -- who wrote them; NULL if that differs or was not read
  entry_id INTEGER,                -- their event id; NULL if that differs or was not read
  PRIMARY KEY (log, position)
) STRICT, WITHOUT ROWID;
