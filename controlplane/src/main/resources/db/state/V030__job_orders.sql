-- Jobs that an agent asked for and a human approved. grants: ENV=source, one a line, sorted. call: what tells two of the same
-- words apart.
CREATE TABLE job_orders (
  id          TEXT PRIMARY KEY,
  agent_group TEXT NOT NULL,
  title       TEXT NOT NULL,
  description TEXT NOT NULL,
  mode        TEXT NOT NULL,
  project     TEXT,
  grants      TEXT NOT NULL,
  call        TEXT
) STRICT, WITHOUT ROWID;
