CREATE TABLE messages_out (
  id TEXT PRIMARY KEY, seq INTEGER UNIQUE, in_reply_to TEXT, timestamp TEXT, deliver_after TEXT, recurrence TEXT,
  kind TEXT, platform_id TEXT, channel_type TEXT, thread_id TEXT, content TEXT);
CREATE TABLE processing_ack (message_id TEXT PRIMARY KEY, status TEXT, status_changed TEXT);
CREATE TABLE session_state (key TEXT PRIMARY KEY, value TEXT, updated_at TEXT);
CREATE TABLE container_state (
  id INTEGER PRIMARY KEY CHECK (id = 1), current_tool TEXT, tool_declared_timeout_ms INTEGER, tool_started_at TEXT,
  updated_at TEXT);
