-- Second factors of operators (RFC 6238). Secrets are sealed under the data secret, in Base64; the place is 'step-up:'
-- and the operator.
CREATE TABLE step_up (
  operator     TEXT    PRIMARY KEY,
  -- In force since confirmed_at; NULL until a first code confirmed one.
  secret       TEXT,
  confirmed_at INTEGER,
  -- Shown and not confirmed yet.
  candidate    TEXT,
  -- The newest 30-second step whose code was used: none counts twice.
  last_step    INTEGER NOT NULL DEFAULT 0,
  -- Wrong codes in a row.
  failures     INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
