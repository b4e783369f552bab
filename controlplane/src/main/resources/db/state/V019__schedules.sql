-- What agents do by themselves at a time, as it was approved. Times are in milliseconds of UTC. anchor: what a recurrence
-- counts from. status: 'cancelled' and 'over' are kept for a while, for who asks what became of it.
CREATE TABLE schedules (
  id            TEXT PRIMARY KEY,
  agent_group   TEXT NOT NULL,
  status        TEXT NOT NULL CHECK (status IN ('active', 'paused', 'cancelled', 'over')),
  prompt        TEXT NOT NULL,
  run_at        INTEGER,
  recurrence    TEXT,
  anchor        INTEGER NOT NULL,
  timezone      TEXT NOT NULL,
  until         INTEGER,
  times         INTEGER,
  jitter        INTEGER NOT NULL,
  missed        TEXT NOT NULL CHECK (missed IN ('skip', 'once')),
  channel_type  TEXT NOT NULL,
  platform_id   TEXT NOT NULL,
  instance      TEXT NOT NULL,
  thread_id     TEXT
) STRICT;

-- Where each one stands. plan: digest of what it was computed for. next_due: the next time; fire_at: the same with its
-- jitter; both empty where none comes. blocked: the missing right, told once.
CREATE TABLE schedule_states (
  schedule_id TEXT PRIMARY KEY,
  plan        TEXT NOT NULL,
  next_due    INTEGER,
  fire_at     INTEGER,
  last_due    INTEGER,
  runs        INTEGER NOT NULL,
  blocked     TEXT
) STRICT;
CREATE INDEX schedule_states_by_time ON schedule_states (fire_at) WHERE fire_at IS NOT NULL;

-- One row for each time that came, which is the key: a time runs once. state: 'claimed' is decided, 'handed' lies in the
-- session's queue, 'done' was finished by the agent; 'blocked' and 'skipped' reached nobody.
CREATE TABLE schedule_runs (
  number      INTEGER PRIMARY KEY,
  schedule_id TEXT NOT NULL,
  due         INTEGER NOT NULL,
  at          INTEGER NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('claimed', 'handed', 'done', 'blocked', 'skipped')),
  session_id  TEXT,
  prompt      TEXT,
  channel_type TEXT,
  platform_id TEXT,
  thread_id   TEXT,
  note        TEXT,
  UNIQUE (schedule_id, due)
) STRICT;
CREATE INDEX schedule_runs_open ON schedule_runs (state) WHERE state IN ('claimed', 'handed');
