-- The audit chain: one row is one line; it commits with the transition that it describes, then goes to its file.
-- segment: seq of the first line of the file that holds this one. segment_end: length of that file after this line, so
-- that files can be compared without reading them all.
CREATE TABLE audit_log (
  seq         INTEGER PRIMARY KEY,
  segment     INTEGER NOT NULL,
  segment_end INTEGER NOT NULL,
  checkpoint  INTEGER NOT NULL CHECK (checkpoint IN (0, 1)),
  hash        TEXT NOT NULL,
  line        TEXT NOT NULL,
  UNIQUE (segment, segment_end)
) STRICT;
CREATE INDEX audit_log_checkpoints ON audit_log (seq) WHERE checkpoint = 1;
CREATE TRIGGER audit_log_is_never_changed BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
CREATE TRIGGER audit_log_is_never_cut BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
