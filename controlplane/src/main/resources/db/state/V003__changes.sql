-- One row per change: what was asked, what was shown, who decided, what became of it.
CREATE TABLE changes (
  seq             INTEGER PRIMARY KEY AUTOINCREMENT,
  id              TEXT    NOT NULL UNIQUE,
  kind            TEXT    NOT NULL,
  agent_group_id  TEXT    NOT NULL,
  base_revision   INTEGER NOT NULL,
  before_json     TEXT    NOT NULL,
  after_json      TEXT    NOT NULL,
  request_digest  TEXT    NOT NULL,
  reason          TEXT,
  requested_by    TEXT    NOT NULL,
  origin_session  TEXT,
  origin_message  TEXT,
  created_at      INTEGER NOT NULL,
  expires_at      INTEGER NOT NULL,
  state           TEXT    NOT NULL
    CHECK (state IN ('pending', 'approved', 'applied', 'rejected', 'failed', 'expired')),
  approved        INTEGER,
  decided_by      TEXT,
  decided_at      INTEGER,
  decision_reason TEXT,
  error           TEXT,
  card_json       TEXT    NOT NULL,
  -- 1 when nothing is left to do: the boxes have it and the requester was told.
  finished        INTEGER NOT NULL DEFAULT 0 CHECK (finished IN (0, 1)),
  CHECK ((state = 'pending') = (decided_by IS NULL))
) STRICT;

CREATE INDEX changes_pending    ON changes (agent_group_id, expires_at) WHERE state = 'pending';
CREATE INDEX changes_unfinished ON changes (seq) WHERE state <> 'pending' AND finished = 0;
CREATE INDEX changes_decided    ON changes (decided_at, seq) WHERE state <> 'pending';
