-- What people are asked where an agent comes to the soft limit of its budget: once for each agent and period. period: a day as
-- 2026-11-21, or a month. span: the limit that was reached; used, warns_at, hard: as it was then, in tokens or cents. answer:
-- 'stop' holds until expires_at, the end of the period.
CREATE TABLE budget_questions (
  id          TEXT PRIMARY KEY,
  agent_group TEXT NOT NULL,
  period      TEXT NOT NULL,
  span        TEXT NOT NULL,
  used        INTEGER NOT NULL,
  warns_at    INTEGER NOT NULL,
  hard        INTEGER,
  asked_at    INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('open', 'answered', 'expired', 'withdrawn')),
  answer      TEXT CHECK (answer IN ('go-on', 'stop')),
  settled_by  TEXT,
  settled_at  INTEGER,
  CHECK ((state = 'answered') = (answer IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX budget_questions_once ON budget_questions (agent_group, period) WHERE state IN ('open', 'answered');
