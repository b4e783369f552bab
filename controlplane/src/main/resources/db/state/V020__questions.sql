-- One row for each question that an agent put to people. All words are stored with what is invisible made visible.
-- row_id: the inbound row that tells the agent, once settled. told: it is in the agent's queue.
CREATE TABLE questions (
  id             TEXT PRIMARY KEY,
  session_id     TEXT NOT NULL,
  agent_group    TEXT NOT NULL,
  in_reply_to    TEXT,
  channel_type   TEXT NOT NULL,
  platform_id    TEXT NOT NULL,
  thread_id      TEXT,
  question       TEXT NOT NULL,
  options_json   TEXT NOT NULL,
  allow_freeform INTEGER NOT NULL,
  asked_at       INTEGER NOT NULL,
  expires_at     INTEGER NOT NULL,
  state          TEXT NOT NULL CHECK (state IN ('open', 'answered', 'expired', 'withdrawn')),
  answer         TEXT,
  settled_by     TEXT,
  settled_name   TEXT,
  settled_at     INTEGER,
  row_id         TEXT,
  told           INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX questions_open ON questions (expires_at) WHERE state = 'open';
CREATE INDEX questions_of_session ON questions (session_id, asked_at);
CREATE INDEX questions_untold ON questions (id) WHERE state <> 'open' AND told = 0;
