-- The audit chain: one row commits with the transition that it describes, then its line goes to audit.jsonl.
-- file_end: length of audit.jsonl after this entry's line, so that the file can be compared without reading it all.
CREATE TABLE audit_log (
  seq       INTEGER PRIMARY KEY,
  time      TEXT NOT NULL,
  previous  TEXT NOT NULL,
  hash      TEXT NOT NULL,
  digest    TEXT NOT NULL,
  payload   TEXT NOT NULL,
  signature TEXT NOT NULL,
  file_end  INTEGER NOT NULL UNIQUE
);
CREATE TRIGGER audit_log_is_never_changed BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
CREATE TRIGGER audit_log_is_never_cut BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
