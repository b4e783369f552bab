-- What the audit log can be searched by. An index alone: what is shown comes from the sealed entries of audit_log. It is
-- filled in batches behind the log, never in the transaction of an entry.
-- time: microseconds. latest: the highest time up to this entry, which rises with seq where a clock was put back too.
CREATE TABLE audit_search (
  seq     INTEGER PRIMARY KEY,
  time    INTEGER NOT NULL,
  latest  INTEGER NOT NULL,
  agent   TEXT NOT NULL,
  stage   TEXT NOT NULL,
  kind    TEXT NOT NULL,
  subject TEXT NOT NULL,
  actor   TEXT NOT NULL
) STRICT;
CREATE INDEX audit_search_latest  ON audit_search (latest);
CREATE INDEX audit_search_back    ON audit_search (latest - time) WHERE latest > time;
CREATE INDEX audit_search_agent   ON audit_search (agent);
CREATE INDEX audit_search_stage   ON audit_search (stage, kind);
CREATE INDEX audit_search_kind    ON audit_search (kind);
CREATE INDEX audit_search_subject ON audit_search (subject);
CREATE INDEX audit_search_actor   ON audit_search (actor);
CREATE VIRTUAL TABLE audit_words USING fts5(agent, stage, kind, subject, actor, detail, content = '');
