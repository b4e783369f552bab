-- Every box that was launched and not yet seen to end, so that a restarted control plane knows what it finds running.
CREATE TABLE boxes (
  id TEXT PRIMARY KEY,
  agent_group_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  workspace TEXT NOT NULL,
  session_id TEXT,
  started_at TEXT NOT NULL
);
