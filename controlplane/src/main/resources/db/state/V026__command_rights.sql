-- What programs outside may run in containers. caller: the name of a token, or local. policies, projects, hosts: one a line,
-- sorted.
CREATE TABLE command_rights (
  caller   TEXT PRIMARY KEY,
  policies TEXT NOT NULL,
  projects TEXT NOT NULL,
  hosts    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
