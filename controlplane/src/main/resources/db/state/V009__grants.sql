-- One row for each capability that a change gave; at most one of the same is in force.
-- agent_group_id is '' for a role over all agents. uses_left, expires_at, session_id: limits, null for none.
CREATE TABLE grants (
  id             TEXT PRIMARY KEY,
  change_id      TEXT NOT NULL,
  agent_group_id TEXT NOT NULL,
  type           TEXT NOT NULL CHECK (type IN ('tool', 'mount', 'wiring', 'member', 'role', 'destination')),
  key            TEXT NOT NULL,
  granted_at     INTEGER NOT NULL,
  granted_by     TEXT NOT NULL,
  expires_at     INTEGER,
  session_id     TEXT,
  uses_left      INTEGER,
  use_count      INTEGER NOT NULL DEFAULT 0,
  last_used_at   INTEGER,
  ended_at       INTEGER,
  ended_by       TEXT
) STRICT;
CREATE UNIQUE INDEX grants_in_force ON grants (agent_group_id, type, key) WHERE ended_at IS NULL;
CREATE INDEX grants_expiring ON grants (expires_at) WHERE ended_at IS NULL AND expires_at IS NOT NULL;

-- For which row a use of a counted grant was paid: the same row again costs nothing.
CREATE TABLE grant_uses (
  grant_id TEXT NOT NULL,
  use      TEXT NOT NULL,
  PRIMARY KEY (use, grant_id)
) STRICT;

-- How far the human let an approved change go: JSON {"until"?,"uses"?,"session"?}.
ALTER TABLE changes ADD COLUMN scope_json TEXT NOT NULL DEFAULT '{}';
