-- Built when recording ends, which is faster. Requests and responses, which are many, have no index.
-- The conditions are ranges, since a list of kinds takes twenty times as long to build.
CREATE INDEX event_mail ON event (kind, message) WHERE kind <= 3;
CREATE INDEX event_rare ON event (kind, connection) WHERE kind >= 43;
