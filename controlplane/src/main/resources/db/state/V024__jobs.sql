-- Container jobs. Times are in milliseconds of UTC. number: in the order of asking. settled: 1 once its container is gone and
-- everything that was made for it is closed. token_hash: SHA-256 of what lies in its crossing, in hexadecimal; NULL once it
-- counts no more. weaker: what the container's runtime does not hold back, in words; NULL for nothing.
CREATE TABLE jobs (
  number         INTEGER PRIMARY KEY AUTOINCREMENT,
  id             TEXT NOT NULL UNIQUE,
  title          TEXT NOT NULL,
  description    TEXT NOT NULL,
  mode           TEXT NOT NULL CHECK (mode IN ('worker', 'claude_code')),
  project        TEXT,
  memory_bytes   INTEGER NOT NULL,
  cpu_percent    INTEGER NOT NULL,
  pids           INTEGER NOT NULL,
  timeout_millis INTEGER NOT NULL,
  output_bytes   INTEGER NOT NULL,
  max_iterations INTEGER NOT NULL,
  review         INTEGER NOT NULL,
  stays          INTEGER NOT NULL,
  owner          TEXT NOT NULL,
  agent_group    TEXT,
  session_id     TEXT,
  restart_of     TEXT,
  state          TEXT NOT NULL CHECK (state IN ('queued', 'creating', 'running', 'completed', 'failed', 'cancelled',
    'interrupted')),
  created_at     INTEGER NOT NULL,
  started_at     INTEGER,
  ended_at       INTEGER,
  note           TEXT,
  iteration      INTEGER NOT NULL DEFAULT 0,
  result         TEXT,
  reason         TEXT,
  weaker         TEXT,
  token_hash     TEXT,
  settled        INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX jobs_unsettled ON jobs (number) WHERE settled = 0;
CREATE INDEX jobs_by_state ON jobs (state);

-- Which credentials of the vault a job gets as which variables. Never a value.
CREATE TABLE job_grants (
  job_id       TEXT NOT NULL,
  env_var      TEXT NOT NULL,
  source       TEXT NOT NULL,
  uses         INTEGER NOT NULL DEFAULT 0,
  last_used_at INTEGER,
  PRIMARY KEY (job_id, env_var)
) STRICT;

-- What people said to a job and it has not taken yet, in its order.
CREATE TABLE job_prompts (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id  TEXT NOT NULL,
  content TEXT NOT NULL,
  done    INTEGER NOT NULL
) STRICT;
CREATE INDEX job_prompts_of ON job_prompts (job_id, number);

-- How each job came where it is.
CREATE TABLE job_transitions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id TEXT NOT NULL,
  state  TEXT NOT NULL,
  at     INTEGER NOT NULL,
  by     TEXT NOT NULL,
  words  TEXT NOT NULL
) STRICT;
CREATE INDEX job_transitions_of ON job_transitions (job_id, number);
