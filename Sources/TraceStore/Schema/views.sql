-- What was recorded, in plain words. Programs may rely on these views and their columns, but for
-- mail_event and rare_event: they only name the events that indexes cover. An index serves a question
-- only if that repeats the index's condition, which these two do.

-- Events that change a backlog: 1 message_enqueued, 2 message_delivered, 3 message_non_delivered.
CREATE VIEW mail_event AS
SELECT
  id, id >> 40 AS run, time, kind,
  CASE kind WHEN 2 THEN peer ELSE host END AS sender,
  CASE kind WHEN 2 THEN host ELSE peer END AS recipient,
  association, message, length, code, queue
FROM event
WHERE kind <= 3;

-- What is not everyday traffic. 43 bind, 44 bind_ack, 45 bind_nak, 50 co_cancel, 60 group_filed,
-- 63 call_failed, 70 association_opening, 71 _open, 73 _closed, 74 _aborted, 75 _refused,
-- 77 _recovered, 90 log_entry.
CREATE VIEW rare_event AS
SELECT
  id, id >> 40 AS run, time, kind, direction, host, peer, association, connection, group_id, code
FROM event
WHERE kind >= 43;

CREATE VIEW runs AS
SELECT
  id AS run, scenario, build, seed, engine_version,
  CASE source WHEN 1 THEN 'simulation' WHEN 2 THEN 'capture' WHEN 3 THEN 'external' END AS source,
  -- A file is locked while it is recorded: who can read that a run is being recorded knows better.
  CASE status WHEN 2 THEN 'complete' ELSE 'interrupted' END AS status,
  CASE outcome
    WHEN 1 THEN 'finished' WHEN 2 THEN 'event_limit' WHEN 3 THEN 'queue_limit'
    WHEN 4 THEN 'schedule_limit'
  END AS outcome,
  duration, end_time, end_time / 1e9 AS end_seconds, event_count,
  printf('%016x', fingerprint) AS fingerprint, parent_run, branch_event
FROM run;

CREATE VIEW events AS
SELECT
  e.id >> 40 AS run, e.id & 1099511627775 AS sequence, e.time, e.time / 1e9 AS seconds,
  k.name AS kind, CASE e.direction WHEN 1 THEN 'sent' WHEN 2 THEN 'received' END AS direction,
  h.name AS host, p.name AS peer, e.association, e.connection, e.group_id, e.call_id, e.opnum,
  e.context_id, e.message, e.length, e.code, e.queue, e.cause, l.text AS log_text
FROM event e
  LEFT JOIN kind k ON k.id = e.kind
  LEFT JOIN host h ON h.run = e.id >> 40 AND h.position = e.host
  LEFT JOIN host p ON p.run = e.id >> 40 AND p.position = e.peer
  LEFT JOIN log_entry l ON l.event = e.id;

CREATE VIEW binds AS
WITH answered AS (
  SELECT
    b.*,
    (SELECT a.id FROM rare_event a
      WHERE a.kind IN (44, 45) AND a.direction = 2 AND a.connection = b.connection
        AND a.id > b.id AND a.id < (b.run + 1) << 40
      ORDER BY a.id LIMIT 1) AS answer,
    (SELECT f.id FROM rare_event f
      WHERE f.kind = 60 AND f.connection = b.connection
        AND f.id > b.id AND f.id < (b.run + 1) << 40
      ORDER BY f.id LIMIT 1) AS filing
  FROM rare_event b
  WHERE b.kind = 43 AND b.direction = 1
)
SELECT
  b.run, b.id & 1099511627775 AS sequence, b.time, b.time / 1e9 AS seconds, b.connection,
  b.association, c.name AS client, s.name AS server, i.protocol_sequence AS transport,
  i.endpoint, b.group_id AS group_asked, a.group_id AS group_given,
  CASE a.kind WHEN 44 THEN 'bind_ack' WHEN 45 THEN 'bind_nak' END AS answer,
  CASE a.kind WHEN 45 THEN a.code END AS reject_reason,
  a.time - b.time AS wait, (a.time - b.time) / 1e9 AS wait_seconds,
  o.endpoint AS filed_under, f.code <> n.server_address AS misfiled
FROM answered b
  LEFT JOIN event a ON a.id = b.answer
  LEFT JOIN event f ON f.id = b.filing
  LEFT JOIN connection n ON n.run = b.run AND n.id = b.connection
  LEFT JOIN host c ON c.run = b.run AND c.position = b.host
  LEFT JOIN host s ON s.run = b.run AND s.position = n.server
  LEFT JOIN address i ON i.run = b.run AND i.host = n.server AND i.position = n.server_address
  LEFT JOIN address o ON o.run = b.run AND o.host = n.server AND o.position = f.code;

CREATE VIEW messages AS
WITH ended AS (
  SELECT
    q.*,
    (SELECT d.id FROM mail_event d
      WHERE d.kind IN (2, 3) AND d.message = q.message AND d.sender = q.sender
        AND d.recipient = q.recipient AND d.id > q.id AND d.id < (q.run + 1) << 40
      ORDER BY d.id LIMIT 1) AS ending
  FROM mail_event q
  WHERE q.kind = 1
)
SELECT
  q.run, q.message, f.name AS from_host, t.name AS to_host, q.length AS size,
  CASE q.code WHEN 0 THEN 'normal' WHEN 1 THEN 'non_urgent' WHEN 2 THEN 'urgent' END AS priority,
  q.id & 1099511627775 AS enqueued_sequence, q.time AS enqueued_time,
  CASE d.kind WHEN 2 THEN 'delivered' WHEN 3 THEN 'non_delivered' ELSE 'waiting' END AS state,
  d.id & 1099511627775 AS ended_sequence, d.time AS ended_time, d.time - q.time AS wait,
  (d.time - q.time) / 1e9 AS wait_seconds
FROM ended q
  LEFT JOIN event d ON d.id = q.ending
  LEFT JOIN host f ON f.run = q.run AND f.position = q.sender
  LEFT JOIN host t ON t.run = q.run AND t.position = q.recipient;

CREATE VIEW deliveries AS
WITH enqueued AS (
  SELECT
    d.*,
    (SELECT q.id FROM mail_event q
      WHERE q.kind = 1 AND q.message = d.message AND q.sender = d.sender
        AND q.recipient = d.recipient AND q.id < d.id AND q.id > d.run << 40
      ORDER BY q.id DESC LIMIT 1) AS origin
  FROM mail_event d
  WHERE d.kind = 2
)
SELECT
  d.run, d.id & 1099511627775 AS sequence, d.time, d.time / 1e9 AS seconds, d.message,
  f.name AS from_host, t.name AS to_host, d.association, q.length AS size,
  CASE q.code WHEN 0 THEN 'normal' WHEN 1 THEN 'non_urgent' WHEN 2 THEN 'urgent' END AS priority,
  q.time AS enqueued_time, d.time - q.time AS delivery_time,
  (d.time - q.time) / 1e9 AS delivery_seconds
FROM enqueued d
  LEFT JOIN event q ON q.id = d.origin
  LEFT JOIN host f ON f.run = d.run AND f.position = d.sender
  LEFT JOIN host t ON t.run = d.run AND t.position = d.recipient;

CREATE VIEW associations AS
WITH followed AS (
  SELECT
    o.*,
    (SELECT a.id FROM rare_event a
      WHERE a.kind IN (71, 77) AND a.association = o.association AND a.host = o.host
        AND a.id > o.id AND a.id < (o.run + 1) << 40
      ORDER BY a.id LIMIT 1) AS opened,
    (SELECT a.id FROM rare_event a
      WHERE a.kind IN (73, 74, 75) AND a.association = o.association AND a.host = o.host
        AND a.id > o.id AND a.id < (o.run + 1) << 40
      ORDER BY a.id LIMIT 1) AS ended
  FROM rare_event o
  WHERE o.kind = 70
)
SELECT
  o.run, o.association, h.name AS host, p.name AS peer,
  CASE o.code
    WHEN 0 THEN 'mail' WHEN 1 THEN 'threshold' WHEN 2 THEN 'urgent' WHEN 3 THEN 'recovery'
  END AS reason,
  o.id & 1099511627775 AS opening_sequence, o.time AS opening_time, a.time AS open_time,
  z.time AS end_time,
  CASE z.kind WHEN 73 THEN 'closed' WHEN 74 THEN 'aborted' WHEN 75 THEN 'refused' END AS ending
FROM followed o
  LEFT JOIN event a ON a.id = o.opened
  LEFT JOIN event z ON z.id = o.ended
  LEFT JOIN host h ON h.run = o.run AND h.position = o.host
  LEFT JOIN host p ON p.run = o.run AND p.position = o.peer;

CREATE VIEW backlog AS
SELECT
  m.run, m.id & 1099511627775 AS sequence, m.time, m.time / 1e9 AS seconds, f.name AS from_host,
  t.name AS to_host, m.queue AS waiting
FROM mail_event m
  LEFT JOIN host f ON f.run = m.run AND f.position = m.sender
  LEFT JOIN host t ON t.run = m.run AND t.position = m.recipient
WHERE m.queue IS NOT NULL;

-- Between two rows of a direction's progress (its deliveries, the messages that begin a backlog, and
-- the non-deliveries that end one) nothing is delivered. If messages wait after the first for more
-- than 60 s, until the second or until the run ends, that is a stall.
CREATE VIEW stalls AS
WITH progress AS (
  SELECT id, run, time, sender, recipient, queue, lead(id) OVER link AS next
  FROM mail_event
  WHERE kind = 2 OR kind = 1 AND queue = 1 OR kind = 3 AND queue = 0
  WINDOW link AS (PARTITION BY run, sender, recipient ORDER BY id)
),
stall AS (
  SELECT
    p.id, p.run, p.time AS start, p.sender, p.recipient, p.next, n.kind AS next_kind,
    n.association AS carrier, coalesce(n.time, r.end_time) AS finish,
    coalesce(p.next, (p.run + 1) << 40) AS bound
  FROM progress p
    JOIN run r ON r.id = p.run
    LEFT JOIN event n ON n.id = p.next
  WHERE p.queue > 0 AND coalesce(n.time, r.end_time) - p.time > 60000000000
)
SELECT
  s.run, f.name AS from_host, t.name AS to_host, s.start AS start_time, s.finish AS end_time,
  s.finish - s.start AS duration, (s.finish - s.start) / 1e9 AS duration_seconds,
  CASE
    WHEN s.next IS NULL THEN 'strand'
    WHEN s.next_kind = 2 AND EXISTS (
      SELECT 1 FROM rare_event o
      WHERE o.kind = 70 AND o.code = 1 AND o.id > s.id AND o.id < s.bound
        AND (o.host, o.peer) IN (VALUES (s.sender, s.recipient), (s.recipient, s.sender))
        AND o.association = coalesce(s.carrier, o.association)
    ) THEN 'rescue'
    WHEN EXISTS (
      SELECT 1 FROM rare_event c
      WHERE c.kind = 73 AND c.id > s.id AND c.id < s.bound
        AND (c.host, c.peer) IN (VALUES (s.sender, s.recipient), (s.recipient, s.sender))
    ) THEN 'strand'
    ELSE 'other'
  END AS ending,
  (SELECT max(m.queue) FROM event m
    WHERE m.id >= s.id AND m.id < s.bound AND +m.kind <= 3
      AND CASE m.kind WHEN 2 THEN m.peer ELSE m.host END = s.sender
      AND CASE m.kind WHEN 2 THEN m.host ELSE m.peer END = s.recipient) AS peak,
  (SELECT m.queue FROM event m
    WHERE m.id >= s.id AND m.id < s.bound AND +m.kind <= 3
      AND CASE m.kind WHEN 2 THEN m.peer ELSE m.host END = s.sender
      AND CASE m.kind WHEN 2 THEN m.host ELSE m.peer END = s.recipient
    ORDER BY m.id DESC LIMIT 1) AS waiting,
  s.id & 1099511627775 AS first_sequence, s.next & 1099511627775 AS last_sequence
FROM stall s
  LEFT JOIN host f ON f.run = s.run AND f.position = s.sender
  LEFT JOIN host t ON t.run = s.run AND t.position = s.recipient;

CREATE VIEW incidents AS
WITH located AS (
  SELECT
    s.*, s.run << 40 | s.first_sequence AS first,
    coalesce(s.run << 40 | s.last_sequence, (s.run + 1) << 40) AS bound,
    f.position AS sender, t.position AS recipient
  FROM stalls s
    JOIN host f ON f.run = s.run AND f.name = s.from_host
    JOIN host t ON t.run = s.run AND t.name = s.to_host
)
SELECT
  s.run, s.from_host, s.to_host, s.start_time, s.end_time, s.duration, s.duration_seconds, s.ending,
  s.peak, s.waiting,
  (SELECT count(*) FROM rare_event e
    WHERE e.kind = 45 AND e.direction = 2 AND e.host = s.sender AND e.peer = s.recipient
      AND e.id > s.first AND e.id < s.bound) AS bind_naks,
  (SELECT count(*) FROM rare_event e
    WHERE e.kind = 63 AND e.code = 1727 AND e.host = s.sender AND e.peer = s.recipient
      AND e.id > s.first AND e.id < s.bound) AS call_failures,
  (SELECT count(*) FROM rare_event e
    WHERE e.kind = 50 AND e.direction = 1 AND e.host = s.sender AND e.peer = s.recipient
      AND e.id > s.first AND e.id < s.bound) AS cancels,
  (SELECT count(*) FROM rare_event e
    WHERE e.kind = 90 AND e.host = s.sender AND coalesce(e.peer, s.recipient) = s.recipient
      AND e.id > s.first AND e.id < s.bound) AS log_entries,
  (SELECT count(*) FROM rare_event e
    WHERE e.kind = 70 AND e.id > s.first AND e.id < s.bound
      AND (e.host, e.peer) IN (VALUES (s.sender, s.recipient), (s.recipient, s.sender)))
    AS openings,
  s.first_sequence, s.last_sequence
FROM located s;

-- The PDUs of captures. A call's interface is what its connection proposed last under its context's
-- id; those of 43 bind and 46 alter_context are all that it proposes.
CREATE VIEW pdus AS
SELECT
  e.id >> 40 AS run, e.id & 1099511627775 AS sequence, p.frame, p.place, e.time,
  e.time / 1e9 AS seconds, p.time AS unix_time, c.transport,
  iif(e.host = n.client, c.client_address, c.server_address) AS source_address,
  iif(e.host = n.client, c.client_port, c.server_port) AS source_port,
  iif(e.host = n.client, c.server_address, c.client_address) AS destination_address,
  iif(e.host = n.client, c.server_port, c.client_port) AS destination_port,
  k.name AS kind, e.kind - 32 AS type, p.flags, e.length, e.call_id, e.connection, e.group_id,
  iif(e.kind = 45, e.code, NULL) AS reject_reason, iif(e.kind = 35, e.code, NULL) AS fault_status,
  e.context_id, e.opnum,
  CASE WHEN e.kind IN (43, 46) THEN
    (SELECT group_concat(interface, ' ') FROM
      (SELECT x.interface FROM presentation_context x
        WHERE x.run = e.id >> 40 AND x.connection = e.connection
          AND x.event = e.id & 1099511627775
        ORDER BY x.position))
  ELSE
    (SELECT x.interface FROM presentation_context x
      WHERE x.run = e.id >> 40 AND x.connection = e.connection AND x.context_id = e.context_id
        AND x.event < e.id & 1099511627775
      ORDER BY x.event DESC, x.position DESC LIMIT 1)
  END AS interface,
  CASE WHEN e.kind IN (43, 46) THEN
    (SELECT group_concat(version, ' ') FROM
      (SELECT x.version FROM presentation_context x
        WHERE x.run = e.id >> 40 AND x.connection = e.connection
          AND x.event = e.id & 1099511627775
        ORDER BY x.position))
  ELSE
    (SELECT x.version FROM presentation_context x
      WHERE x.run = e.id >> 40 AND x.connection = e.connection AND x.context_id = e.context_id
        AND x.event < e.id & 1099511627775
      ORDER BY x.event DESC, x.position DESC LIMIT 1)
  END AS interface_version,
  length(p.octets) AS captured
FROM captured_pdu p
  JOIN event e ON e.id = p.event
  LEFT JOIN kind k ON k.id = e.kind
  LEFT JOIN connection n ON n.run = e.id >> 40 AND n.id = e.connection
  LEFT JOIN captured_connection c ON c.run = e.id >> 40 AND c.connection = e.connection;

CREATE VIEW contexts AS
SELECT
  x.run, x.event AS sequence, x.connection, x.context_id, x.interface, x.version
FROM presentation_context x
ORDER BY x.run, x.event, x.position;

CREATE VIEW unread AS
SELECT run, layer, reason, count, octets, first_frame FROM unread_count ORDER BY run, position;

CREATE VIEW slices AS
SELECT
  s.run, s.start_time, s.start_time / 1e9 AS start_seconds, s.end_time,
  s.end_time / 1e9 AS end_seconds,
  (SELECT group_concat(name, ' ') FROM
    (SELECT h.name FROM slice_host x JOIN host h ON h.run = x.run AND h.position = x.host
      WHERE x.run = s.run ORDER BY x.host)) AS hosts,
  r.event_count, s.whole_events, s.whole_end, printf('%016x', s.whole_fingerprint)
    AS whole_fingerprint
FROM slice s
  LEFT JOIN run r ON r.id = s.run;

-- Windows event logs that were laid on runs.
CREATE VIEW imported_logs AS
SELECT
  l.run, l.id AS log, l.name AS file, l.form, l.clock,
  (SELECT count(*) FROM imported_entry e WHERE e.log = l.id) AS entries,
  (SELECT coalesce(sum(r.count), 0) FROM imported_rest r
    WHERE r.log = l.id AND r.reason = 'other_event') AS other_events,
  (SELECT coalesce(sum(r.count), 0) FROM imported_rest r
    WHERE r.log = l.id AND r.reason = 'outside_run') AS outside_run,
  (SELECT coalesce(sum(r.count), 0) FROM imported_rest r
    WHERE r.log = l.id AND r.reason NOT IN ('other_event', 'outside_run')) AS unread
FROM imported_log l;

CREATE VIEW imported_entries AS
SELECT
  l.run, e.log, e.line, e.time, e.time / 1e9 AS seconds, e.entry_id AS event_id,
  CASE e.type WHEN 1 THEN 'information' WHEN 2 THEN 'warning' WHEN 3 THEN 'error' END AS type,
  e.category, e.computer, e.text
FROM imported_entry e
  JOIN imported_log l ON l.id = e.log;
