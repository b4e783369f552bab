-- What happened to changes, in the order in which it was committed: what the event stream replays to a reader that was away,
-- also over a restart. Triggers write it, so no way of moving a change can forget it. mark: tells this row from another
-- that had its number before a backup was put back. state: what the change came to, or 'approval' for one of two people.
CREATE TABLE change_events (
  number      INTEGER PRIMARY KEY,
  mark        TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  change_id   TEXT NOT NULL,
  state       TEXT NOT NULL,
  decided_by  TEXT,
  reason      TEXT,
  error       TEXT,
  approved_by TEXT
) STRICT;
CREATE TRIGGER changes_are_told AFTER INSERT ON changes BEGIN
  INSERT INTO change_events (change_id, state, decided_by, reason, error)
    VALUES (NEW.id, NEW.state, NEW.decided_by, NEW.decision_reason, NEW.error);
END;
CREATE TRIGGER changes_moves_are_told AFTER UPDATE OF state ON changes WHEN NEW.state <> OLD.state BEGIN
  INSERT INTO change_events (change_id, state, decided_by, reason, error)
    VALUES (NEW.id, NEW.state, NEW.decided_by, NEW.decision_reason, NEW.error);
END;
CREATE TRIGGER approvals_are_told AFTER INSERT ON approvals BEGIN
  INSERT INTO change_events (change_id, state, approved_by) VALUES (NEW.change_id, 'approval',
    (SELECT group_concat(by, ' ') FROM
      (SELECT by FROM approvals WHERE change_id = NEW.change_id AND card_hash = NEW.card_hash ORDER BY at, by)));
END;
CREATE TRIGGER change_events_are_few AFTER INSERT ON change_events BEGIN
  DELETE FROM change_events WHERE number <= NEW.number - 2048;
END;

-- Which card was shown to whom, so that the audit log says it once. change_id is empty for a preview.
CREATE TABLE cards_shown (
  number    INTEGER PRIMARY KEY,
  change_id TEXT NOT NULL,
  card_hash TEXT NOT NULL,
  principal TEXT NOT NULL,
  at        INTEGER NOT NULL,
  UNIQUE (card_hash, principal, change_id)
) STRICT;
CREATE TRIGGER cards_shown_are_few AFTER INSERT ON cards_shown BEGIN
  DELETE FROM cards_shown WHERE number <= NEW.number - 10000;
END;
