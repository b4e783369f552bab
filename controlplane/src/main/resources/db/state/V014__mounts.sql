-- Folders of this machine that a launched box has, as its agent had them then: a list of {"name","source","writable"}.
ALTER TABLE boxes ADD COLUMN mounts TEXT NOT NULL DEFAULT '[]';
