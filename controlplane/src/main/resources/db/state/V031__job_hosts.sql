-- Which hosts a job may reach beside those of every job, in the forms of HostPattern.
CREATE TABLE job_hosts (
  job_id TEXT NOT NULL,
  host   TEXT NOT NULL,
  PRIMARY KEY (job_id, host)
) STRICT, WITHOUT ROWID;

-- One a line, sorted.
ALTER TABLE job_orders ADD COLUMN hosts TEXT NOT NULL DEFAULT '';
