-- Approvals of changes that need more than one person, until the last one decides.
CREATE TABLE approvals (
  change_id TEXT NOT NULL,
  by        TEXT NOT NULL,
  card_hash TEXT NOT NULL,
  scope_json TEXT NOT NULL,
  at        INTEGER NOT NULL,
  PRIMARY KEY (change_id, by)
) STRICT;
