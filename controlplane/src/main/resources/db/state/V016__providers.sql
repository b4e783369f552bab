-- What the operator has set for a provider of models. The key is sealed under the data secret, in Base64; the place is
-- 'provider:' and the name.
CREATE TABLE providers (
  name     TEXT PRIMARY KEY,
  -- NULL where none was given.
  key      TEXT,
  -- A JSON object of names and words.
  settings TEXT    NOT NULL DEFAULT '{}',
  -- The one authority that counts for it, in PEM; NULL for the machine's.
  ca       TEXT,
  set_at   INTEGER NOT NULL,
  set_by   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- What answers for an agent while its own model can't; empty where nothing does.
ALTER TABLE agent_groups ADD COLUMN fallback_provider TEXT NOT NULL DEFAULT '';
ALTER TABLE agent_groups ADD COLUMN fallback_model    TEXT NOT NULL DEFAULT '';
