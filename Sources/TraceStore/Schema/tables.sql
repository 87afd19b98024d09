-- What was recorded. Times are integer nanoseconds of virtual time since the run began.
-- Nothing depends on the machine, the folder, the user or the time of day: equal runs, equal files.

-- One row for each run.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,          -- 1 for the first run of the file
  scenario TEXT NOT NULL,          -- the scenario's name
  build TEXT NOT NULL,             -- the build on the hosts whose build the scenario leaves open
  seed INTEGER NOT NULL,           -- the source of every random choice
  engine_version TEXT NOT NULL,    -- the version of the rules that made the events
  source INTEGER NOT NULL,         -- 1 simulation, 2 capture
  duration INTEGER NOT NULL,       -- nanoseconds: when the run ends unless a limit ends it first
  parent_run INTEGER REFERENCES run, -- a what-if: the run it branches from, or NULL
  branch_event INTEGER,            -- a what-if: the sequence of the last event it shares, or NULL
  status INTEGER NOT NULL,         -- 1 recording, 2 complete
  outcome INTEGER,                 -- how it ended: 1 finished, 2 to 4 limits; NULL unless complete
  end_time INTEGER NOT NULL,       -- nanoseconds: its end; while recording, its last event
  event_count INTEGER NOT NULL,    -- the events committed so far
  fingerprint INTEGER NOT NULL     -- the hash of these events, its 64 bits as a signed number
) STRICT;

-- Every parameter of a run's scenario, as text.
CREATE TABLE parameter (
  run INTEGER NOT NULL REFERENCES run,
  position INTEGER NOT NULL,       -- its place in the scenario, from 0
  name TEXT NOT NULL,              -- its full name
  value TEXT NOT NULL,             -- in the notation of scenario files
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

-- The hosts of a run.
CREATE TABLE host (
  run INTEGER NOT NULL REFERENCES run,
  position INTEGER NOT NULL,       -- its index, from 0: what events call it
  name TEXT NOT NULL,
  build TEXT NOT NULL,             -- the build that its RPC runtime behaves as
  PRIMARY KEY (run, position),
  UNIQUE (run, name)
) STRICT, WITHOUT ROWID;

-- Where the RPC runtime of a host listens.
CREATE TABLE address (
  run INTEGER NOT NULL REFERENCES run,
  host INTEGER NOT NULL,           -- the host's index
  position INTEGER NOT NULL,       -- its index at its host, from 0: what events call it
  protocol_sequence TEXT NOT NULL, -- ncacn_ip_tcp, ncacn_spx, ncacn_vns_spp
  network TEXT NOT NULL,           -- the network address
  endpoint TEXT NOT NULL,          -- a port or socket
  PRIMARY KEY (run, host, position)
) STRICT, WITHOUT ROWID;

-- Transport connections.
CREATE TABLE connection (
  run INTEGER NOT NULL REFERENCES run,
  id INTEGER NOT NULL,             -- its number within the run, from 1
  client INTEGER NOT NULL,         -- the client's host index
  server INTEGER NOT NULL,         -- the server's host index
  client_endpoint TEXT NOT NULL,   -- the client's port or socket
  server_address INTEGER NOT NULL, -- the index of the server's address
  association INTEGER,             -- the MTA association it serves, or NULL
  PRIMARY KEY (run, id)
) STRICT, WITHOUT ROWID;

-- How views spell the kinds of events.
CREATE TABLE kind (
  id INTEGER PRIMARY KEY,          -- the number in event.kind
  name TEXT NOT NULL UNIQUE        -- lower case with underscores
) STRICT;

-- One row for each event of every run, in the order of recording.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,          -- run << 40 | sequence: its place in the run, from 1
  time INTEGER NOT NULL,           -- nanoseconds; never falls within a run
  kind INTEGER NOT NULL,           -- what happened: kind.id; PDUs are 32 + PTYPE of C706
  direction INTEGER,               -- 1 sent, 2 received; NULL for what happens inside one host
  host INTEGER NOT NULL,           -- the index of the host where it happened
  peer INTEGER,                    -- the index of the other host concerned
  association INTEGER,             -- the MTA association's number within the run
  connection INTEGER,              -- the connection's number within the run
  group_id INTEGER,                -- the association group, as on the wire; 0 asks for a new one
  call_id INTEGER,                 -- the call, as on the wire
  opnum INTEGER,                   -- the operation, as on the wire
  context_id INTEGER,              -- the presentation context, as on the wire
  message INTEGER,                 -- the message's number within the run
  length INTEGER,                  -- octets: a PDU's frag_length, or a message's size
  code INTEGER,                    -- reject reason, status, event id, priority or address, by kind
  queue INTEGER,                   -- the messages that wait in the direction, after the event
  cause INTEGER                    -- the sequence of the event that led to this one
) STRICT;

-- The text behind an event of kind 90: what an MTA wrote into the Windows event log.
CREATE TABLE log_entry (
  event INTEGER PRIMARY KEY REFERENCES event, -- its event's id
  entry_id INTEGER NOT NULL,       -- the event id in the Windows event log: 9316, 57
  type INTEGER NOT NULL,           -- 1 information, 2 warning, 3 error
  category TEXT NOT NULL,          -- as Event Viewer shows it
  text TEXT NOT NULL               -- the description
) STRICT;

-- The running hash of a run's events after every 1,024th, to find a first difference quickly.
CREATE TABLE checkpoint (
  run INTEGER NOT NULL REFERENCES run,
  sequence INTEGER NOT NULL,       -- the last event that is hashed in
  fingerprint INTEGER NOT NULL,    -- the hash, its 64 bits as a signed number
  PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;

-- A number that changes in steps: how many messages wait at one host for another.
CREATE TABLE series (
  id INTEGER PRIMARY KEY,          -- in the order of first changes
  run INTEGER NOT NULL REFERENCES run,
  name TEXT NOT NULL,              -- backlog
  sender INTEGER NOT NULL,         -- the index of the host where messages wait
  recipient INTEGER NOT NULL,      -- the index of the host they wait for
  UNIQUE (run, name, sender, recipient)
) STRICT;

-- The exact changes of a series, a batch of events at a time.
CREATE TABLE series_chunk (
  series INTEGER NOT NULL REFERENCES series,
  position INTEGER NOT NULL,       -- its place in the series, from 0
  first_time INTEGER NOT NULL,     -- nanoseconds: its first change
  last_time INTEGER NOT NULL,      -- nanoseconds: its last change
  value_before INTEGER NOT NULL,   -- the value before its first change
  changes INTEGER NOT NULL,        -- how many changes it holds
  -- for each change, two LEB128 numbers: nanoseconds since the previous change (the first: since
  -- first_time), and the change of the value, zigzag-coded
  data BLOB NOT NULL,
  PRIMARY KEY (series, position)
) STRICT, WITHOUT ROWID;

-- A series at a glance: what it was within each stretch of time in which it changed.
CREATE TABLE series_bucket (
  series INTEGER NOT NULL REFERENCES series,
  level INTEGER NOT NULL,          -- stretches are 2^(28 + 2 × level) nanoseconds long
  bucket INTEGER NOT NULL,         -- which stretch, from 0 at the start of the run
  minimum INTEGER NOT NULL,        -- the least value held within it, the one at its start included
  maximum INTEGER NOT NULL,        -- the greatest
  last INTEGER NOT NULL,           -- the value at its end
  PRIMARY KEY (series, level, bucket)
) STRICT, WITHOUT ROWID;
