-- What happened in jobs, redacted. chosen: the worker's own id, so that the same event counts once.
CREATE TABLE job_events (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id TEXT NOT NULL,
  chosen TEXT,
  type   TEXT NOT NULL,
  data   TEXT NOT NULL,
  at     INTEGER NOT NULL
) STRICT;
CREATE INDEX job_events_of ON job_events (job_id, id);
CREATE UNIQUE INDEX job_events_once ON job_events (job_id, chosen) WHERE chosen IS NOT NULL;

-- How much of each job is kept. full: its rest is dropped. bytes: of data.
CREATE TABLE job_event_room (
  job_id TEXT PRIMARY KEY,
  events INTEGER NOT NULL,
  bytes  INTEGER NOT NULL,
  full   INTEGER NOT NULL
) STRICT;
