-- What only slices have: runs that hold a part of another run's events.

-- What a slice was cut from, and of which stretch of time it holds everything.
CREATE TABLE slice (
  run INTEGER PRIMARY KEY REFERENCES run,
  start_time INTEGER NOT NULL,     -- nanoseconds: the first moment of the stretch
  end_time INTEGER NOT NULL,       -- nanoseconds: its last moment
  whole_events INTEGER NOT NULL,   -- how many events the whole run has
  whole_end INTEGER NOT NULL,      -- nanoseconds: the end of the whole run
  whole_fingerprint INTEGER NOT NULL -- the hash of its events, its 64 bits as a signed number
) STRICT;

-- The hosts whose events a slice holds; none for those of all hosts.
CREATE TABLE slice_host (
  run INTEGER NOT NULL REFERENCES slice,
  host INTEGER NOT NULL,           -- the host's index
  PRIMARY KEY (run, host)
) STRICT, WITHOUT ROWID;

-- What led to an event of a slice, where the slice does not hold that: event.cause is NULL then.
CREATE TABLE cut_cause (
  event INTEGER PRIMARY KEY REFERENCES event, -- the event's id
  cause INTEGER NOT NULL           -- the sequence, in the whole run, of the event that led to it
) STRICT;
