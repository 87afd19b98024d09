-- What only runs that were read from captures have.

-- Between which ends a connection stood.
CREATE TABLE captured_connection (
  run INTEGER NOT NULL REFERENCES run,
  connection INTEGER NOT NULL,     -- its number within the run
  transport TEXT NOT NULL,         -- tcp; smb1 or smb2 for a named pipe
  client_address TEXT NOT NULL,    -- an address of IP
  client_port INTEGER NOT NULL,    -- a port of TCP
  server_address TEXT NOT NULL,
  server_port INTEGER NOT NULL,
  PRIMARY KEY (run, connection)
) STRICT, WITHOUT ROWID;

-- The presentation contexts that binds and alter_contexts propose.
CREATE TABLE presentation_context (
  run INTEGER NOT NULL REFERENCES run,
  connection INTEGER NOT NULL,     -- the connection's number within the run
  context_id INTEGER NOT NULL,     -- as on the wire
  event INTEGER NOT NULL,          -- the sequence of the sending of the PDU that proposes it
  position INTEGER NOT NULL,       -- its place in that PDU, from 0
  interface TEXT NOT NULL,         -- the abstract syntax's UUID
  version TEXT NOT NULL,           -- its major and minor version: 3.0
  PRIMARY KEY (run, connection, context_id, event, position)
) STRICT, WITHOUT ROWID;

-- The PDU behind the event of its sending.
CREATE TABLE captured_pdu (
  event INTEGER PRIMARY KEY REFERENCES event, -- its event's id
  frame INTEGER NOT NULL,          -- the frame that completed it, from 1
  place INTEGER NOT NULL,          -- its place among the PDUs that the frame completed, from 0
  time INTEGER NOT NULL,           -- nanoseconds since 1970-01-01T00:00:00Z: the frame's time
  flags INTEGER NOT NULL,          -- pfc_flags
  octets BLOB NOT NULL             -- the PDU, or as many of its first octets as were captured
) STRICT;

-- What of the capture could not be read.
CREATE TABLE unread_count (
  run INTEGER NOT NULL REFERENCES run,
  position INTEGER NOT NULL,       -- its place in the list, from 0
  layer TEXT NOT NULL,             -- file, frame, ip, tcp, smb or rpc
  reason TEXT NOT NULL,            -- what it was
  count INTEGER NOT NULL,          -- how often it was met
  octets INTEGER NOT NULL,         -- the octets concerned; 0 where none are known
  first_frame INTEGER,             -- the first frame concerned
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
