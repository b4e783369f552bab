-- The changes of jobs that work in a copy of their project, from the job's beginning to a person's word. digest: of the
-- changes that were accepted, empty before.
CREATE TABLE job_reviews (
  job_id  TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  state   TEXT NOT NULL CHECK (state IN ('working', 'open', 'accepting', 'accepted', 'discarded')),
  digest  TEXT NOT NULL,
  CHECK ((state IN ('accepting', 'accepted')) = (digest <> ''))
) STRICT;
