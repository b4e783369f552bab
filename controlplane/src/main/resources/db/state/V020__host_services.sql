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

-- One row for each message of an agent to another, and each answer to one: the inbound row that holds it, how far it is from a
-- person, and, where somebody waits for an answer to that row, the conversation and row that get it.
CREATE TABLE agent_messages (
  session_id   TEXT NOT NULL,
  row_id       TEXT NOT NULL,
  from_agent   TEXT NOT NULL,
  to_agent     TEXT NOT NULL,
  hops         INTEGER NOT NULL,
  is_answer    INTEGER NOT NULL,
  back_session TEXT,
  back_row     TEXT,
  at           INTEGER NOT NULL,
  PRIMARY KEY (session_id, row_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX agent_messages_sent ON agent_messages (from_agent, at);

-- Files that agents sent into a conversation, with what is in them. message_id: the outbound row that shows it; call_id: the call
-- that sent it, whose use of the tool is paid.
CREATE TABLE attachments (
  id          TEXT PRIMARY KEY,
  session_id  TEXT NOT NULL,
  agent_group TEXT NOT NULL,
  message_id  TEXT NOT NULL,
  call_id     TEXT NOT NULL,
  name        TEXT NOT NULL,
  size        INTEGER NOT NULL,
  sha256      TEXT NOT NULL,
  at          INTEGER NOT NULL,
  content     BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX attachments_of_message ON attachments (session_id, message_id);
CREATE INDEX attachments_of_agent ON attachments (agent_group, size);

-- What an agent remembers, shared by all its conversations. tags: one a line. notes_words is written with it, row by row:
-- no trigger may write to a virtual table here.
CREATE TABLE notes (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  agent_group TEXT NOT NULL,
  title       TEXT NOT NULL,
  tags        TEXT NOT NULL,
  text        TEXT NOT NULL,
  changed_by  TEXT NOT NULL,
  changed_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX notes_of_agent ON notes (agent_group, changed_at);
CREATE VIRTUAL TABLE notes_words USING fts5(title, tags, text);
