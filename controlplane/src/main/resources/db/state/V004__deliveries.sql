-- Outbound rows in trouble alone: what went well at once is never here.
-- retrying: waits for next_at. burying: given up and audited, but not yet told and marked. dead: over.
CREATE TABLE deliveries (
  session_id TEXT NOT NULL,
  message_id TEXT NOT NULL,
  destination TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('retrying', 'burying', 'dead')),
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (session_id, message_id)
) STRICT;
CREATE INDEX deliveries_open ON deliveries (state) WHERE state <> 'dead';

-- Sessions that have to be looked at after a crash: written before a row enters, removed when the box is gone and
-- nothing is left to do or to deliver.
CREATE TABLE unsettled_sessions (session_id TEXT PRIMARY KEY) STRICT;
