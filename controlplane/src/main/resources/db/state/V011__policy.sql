-- The rules of deciding that are in force, as one document; no row means the default: a human decides everything.
CREATE TABLE policy (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  document TEXT    NOT NULL
) STRICT;

CREATE INDEX changes_policy ON changes (base_revision) WHERE kind = 'policy' AND state = 'applied';
