-- One row, raised by every change of what the cached tables below say; readers compare it with what they hold.
CREATE TABLE registry_version (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  version INTEGER NOT NULL
);
INSERT INTO registry_version (only_row, version) VALUES (1, 1);

CREATE TABLE agent_groups (
  id TEXT PRIMARY KEY,
  revision INTEGER NOT NULL,
  name TEXT NOT NULL,
  folder TEXT NOT NULL UNIQUE,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  persona_identity TEXT NOT NULL,
  persona_soul TEXT NOT NULL,
  persona_instructions TEXT NOT NULL,
  enabled_tools TEXT NOT NULL
) STRICT;

CREATE TABLE messaging_groups (
  id TEXT PRIMARY KEY,
  channel_type TEXT NOT NULL,
  platform_id TEXT NOT NULL,
  instance TEXT NOT NULL,
  is_group INTEGER NOT NULL,
  unknown_sender_policy TEXT NOT NULL,
  UNIQUE (channel_type, platform_id, instance)
) STRICT;

CREATE TABLE wirings (
  id TEXT PRIMARY KEY,
  messaging_group TEXT NOT NULL REFERENCES messaging_groups (id),
  agent_group TEXT NOT NULL REFERENCES agent_groups (id),
  engage_mode TEXT NOT NULL,
  engage_pattern TEXT NOT NULL,
  sender_scope TEXT NOT NULL,
  ignored_message_policy TEXT NOT NULL,
  session_mode TEXT NOT NULL,
  priority INTEGER NOT NULL
) STRICT;

CREATE TABLE users (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  display_name TEXT NOT NULL
) STRICT;

-- agent_group is empty for a role over every agent.
CREATE TABLE roles (
  user_id TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'admin')),
  agent_group TEXT NOT NULL,
  PRIMARY KEY (user_id, role, agent_group)
) STRICT;

CREATE TABLE members (
  user_id TEXT NOT NULL,
  agent_group TEXT NOT NULL,
  PRIMARY KEY (user_id, agent_group)
) STRICT;

CREATE TABLE destinations (
  agent_group TEXT NOT NULL,
  channel_type TEXT NOT NULL,
  platform_id TEXT NOT NULL,
  PRIMARY KEY (agent_group, channel_type, platform_id)
) STRICT;

-- sticky: the agent was addressed here once. messaging_group and thread_id are empty, not null, where they mean nothing: only so does the index catch doubles.
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  agent_group TEXT NOT NULL,
  messaging_group TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_active INTEGER NOT NULL,
  sticky INTEGER NOT NULL DEFAULT 0,
  UNIQUE (agent_group, messaging_group, thread_id)
) STRICT;

-- Strangers whose words wait for an operator, and those words.
CREATE TABLE held_senders (
  messaging_group TEXT NOT NULL,
  agent_group TEXT NOT NULL,
  user_id TEXT NOT NULL,
  display_name TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  PRIMARY KEY (messaging_group, agent_group, user_id)
) STRICT;

CREATE TABLE held_messages (
  event_id TEXT NOT NULL,
  messaging_group TEXT NOT NULL,
  agent_group TEXT NOT NULL,
  user_id TEXT NOT NULL,
  thread_id TEXT NOT NULL,
  text TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (event_id, messaging_group, agent_group)
) STRICT;
CREATE INDEX held_messages_of_sender ON held_messages (messaging_group, agent_group, user_id);
