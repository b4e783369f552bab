-- Folders of this machine that a launched box has, as its agent had them then: a list of {"name","source","writable"}.
ALTER TABLE boxes ADD COLUMN mounts TEXT NOT NULL DEFAULT '[]';

-- Agents that were retired and whose workspace and conversations are still there. erasing: nothing brings them back.
CREATE TABLE retired_agents (
  id         TEXT PRIMARY KEY,
  name       TEXT    NOT NULL,
  folder     TEXT    NOT NULL UNIQUE,
  retired_at INTEGER NOT NULL,
  erasing    INTEGER NOT NULL CHECK (erasing IN (0, 1))
) STRICT;
