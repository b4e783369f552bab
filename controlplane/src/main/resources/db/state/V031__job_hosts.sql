-- Which hosts a job may reach beside those of every job, in the forms of HostPattern.
CREATE TABLE job_hosts (
  job_id TEXT NOT NULL,
  host   TEXT NOT NULL,
  PRIMARY KEY (job_id, host)
) STRICT, WITHOUT ROWID;

-- One a line, sorted.
ALTER TABLE job_orders ADD COLUMN hosts TEXT NOT NULL DEFAULT '';

-- asked_in: the message of the conversation in whose turn an agent asked for the job. told: 1 once that conversation has heard how
-- the job ended. Of those that had ended before, nobody is told.
ALTER TABLE jobs ADD COLUMN asked_in TEXT;
ALTER TABLE jobs ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
UPDATE jobs SET told = 1 WHERE ended_at IS NOT NULL;
CREATE INDEX jobs_untold ON jobs (number) WHERE told = 0 AND session_id IS NOT NULL AND ended_at IS NOT NULL;

-- 1 once the job was given it; it goes when the job says that it has it.
ALTER TABLE job_prompts ADD COLUMN given INTEGER NOT NULL DEFAULT 0;

-- Bytes that the job alone has left on the disk, counted when it was over; NULL before, and for those of an earlier version.
ALTER TABLE jobs ADD COLUMN kept_bytes INTEGER;
