-- Lines that a witness knows and that a restore from a backup gave up, each named in the audit log. Any other line that a
-- witness knows and the log has not is a rewind.
CREATE TABLE accepted_rewinds (
  seq     INTEGER NOT NULL,
  hash    TEXT    NOT NULL,
  witness TEXT    NOT NULL,
  PRIMARY KEY (seq, hash)
) STRICT, WITHOUT ROWID;
