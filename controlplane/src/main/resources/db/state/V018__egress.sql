-- Requests over HTTPS that an agent may send out. method, path: empty for every one.
CREATE TABLE egress_rules (
  agent_group TEXT    NOT NULL,
  method      TEXT    NOT NULL,
  host        TEXT    NOT NULL,
  port        INTEGER NOT NULL,
  path        TEXT    NOT NULL,
  PRIMARY KEY (agent_group, method, host, port, path)
) STRICT;

-- Credentials that the host puts into an agent's requests to a host.
CREATE TABLE vault_uses (
  agent_group TEXT NOT NULL,
  credential  TEXT NOT NULL,
  host        TEXT NOT NULL,
  PRIMARY KEY (agent_group, credential, host)
) STRICT;

-- As before, for any type of capability: the program knows which there are.
CREATE TABLE grants_of_any_type (
  id             TEXT PRIMARY KEY,
  change_id      TEXT NOT NULL,
  agent_group_id TEXT NOT NULL,
  type           TEXT NOT NULL,
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
INSERT INTO grants_of_any_type (id, change_id, agent_group_id, type, key, granted_at, granted_by, expires_at, session_id,
    uses_left, use_count, last_used_at, ended_at, ended_by)
  SELECT id, change_id, agent_group_id, type, key, granted_at, granted_by, expires_at, session_id, uses_left, use_count,
    last_used_at, ended_at, ended_by FROM grants ORDER BY rowid;
DROP TABLE grants;
ALTER TABLE grants_of_any_type RENAME TO grants;
CREATE UNIQUE INDEX grants_in_force ON grants (agent_group_id, type, key) WHERE ended_at IS NULL;
CREATE INDEX grants_expiring ON grants (expires_at) WHERE ended_at IS NULL AND expires_at IS NOT NULL;

-- Requests with an effect that have left: none leaves twice when a killed box asks again.
CREATE TABLE egress_sent (
  session_id TEXT    NOT NULL,
  call_id    TEXT    NOT NULL,
  sent_at    INTEGER NOT NULL,
  PRIMARY KEY (session_id, call_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX egress_sent_by_age ON egress_sent (sent_at);

-- Secrets that operators keep for use in requests. secret: sealed, in Base64; the place is 'vault:' and the name. hosts: one a
-- line. form: bearer, basic or header:NAME. Times are milliseconds since 1970.
CREATE TABLE vault_credentials (
  name       TEXT    PRIMARY KEY,
  hosts      TEXT    NOT NULL,
  form       TEXT    NOT NULL,
  secret     TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT    NOT NULL,
  rotated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
