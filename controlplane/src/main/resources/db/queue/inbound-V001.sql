CREATE TABLE messages_in (
  id TEXT PRIMARY KEY, seq INTEGER UNIQUE, kind TEXT, timestamp TEXT, status TEXT, process_after TEXT, recurrence TEXT,
  series_id TEXT, tries INTEGER, trigger INTEGER, platform_id TEXT, channel_type TEXT, thread_id TEXT, content TEXT,
  source_session_id TEXT, on_wake INTEGER);
CREATE TABLE destinations (
  name TEXT PRIMARY KEY, display_name TEXT, type TEXT, channel_type TEXT, platform_id TEXT, agent_group_id TEXT);
CREATE TABLE session_routing (
  id INTEGER PRIMARY KEY CHECK (id = 1), channel_type TEXT, platform_id TEXT, thread_id TEXT);
CREATE TABLE delivered (
  message_out_id TEXT PRIMARY KEY, platform_message_id TEXT, status TEXT, delivered_at TEXT);
-- Ours, beside the frozen tables: the few rows that wait, and the order of the transcript, without reading a long session.
CREATE INDEX messages_in_waiting ON messages_in (seq) WHERE status = 'queued';
CREATE INDEX messages_in_by_time ON messages_in (timestamp) WHERE kind = 'chat';
CREATE INDEX delivered_by_time ON delivered (delivered_at) WHERE status = 'delivered';
