-- What an agent's model calls may come to: {"tokensPerDay"?, "tokensPerMonth"?, "centsPerDay"?, "centsPerMonth"?}, each
-- {"soft"?, "hard"?}.
ALTER TABLE agent_groups ADD COLUMN budget TEXT NOT NULL DEFAULT '{}';

-- What model calls came to. day: UTC, as 2026-11-21. nanos: of a US dollar. estimated: calls whose tokens nobody told.
-- unpriced: calls at the highest price of their provider, for want of the model's own.
CREATE TABLE usage (
  day            TEXT    NOT NULL,
  agent_group_id TEXT    NOT NULL,
  session_id     TEXT    NOT NULL,
  provider       TEXT    NOT NULL,
  model          TEXT    NOT NULL,
  calls          INTEGER NOT NULL,
  failed         INTEGER NOT NULL,
  input          INTEGER NOT NULL,
  cache_read     INTEGER NOT NULL,
  cache_write    INTEGER NOT NULL,
  output         INTEGER NOT NULL,
  nanos          INTEGER NOT NULL,
  estimated      INTEGER NOT NULL,
  unpriced       INTEGER NOT NULL,
  PRIMARY KEY (day, agent_group_id, session_id, provider, model)
) STRICT, WITHOUT ROWID;

-- What counts against budgets. period: a day, or a month as 2026-11. reserved: the most that running calls may come to.
-- told: which limits somebody was told of, as "tokensPerDay soft 800", one a line.
CREATE TABLE budget_counters (
  agent_group_id  TEXT    NOT NULL,
  period          TEXT    NOT NULL,
  tokens          INTEGER NOT NULL DEFAULT 0,
  nanos           INTEGER NOT NULL DEFAULT 0,
  reserved_tokens INTEGER NOT NULL DEFAULT 0,
  reserved_nanos  INTEGER NOT NULL DEFAULT 0,
  told            TEXT    NOT NULL DEFAULT '',
  PRIMARY KEY (agent_group_id, period)
) STRICT, WITHOUT ROWID;

-- A running call of an agent with a budget. boot: which start of the control plane it runs in. One of an earlier start is
-- counted as reserved, since nobody knows how far it came.
CREATE TABLE budget_reservations (
  id             TEXT PRIMARY KEY,
  boot           TEXT    NOT NULL,
  day            TEXT    NOT NULL,
  agent_group_id TEXT    NOT NULL,
  session_id     TEXT    NOT NULL,
  provider       TEXT    NOT NULL,
  model          TEXT    NOT NULL,
  input          INTEGER NOT NULL,
  output         INTEGER NOT NULL,
  nanos          INTEGER NOT NULL,
  unpriced       INTEGER NOT NULL CHECK (unpriced IN (0, 1))
) STRICT, WITHOUT ROWID;
