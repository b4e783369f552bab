-- Folders of the host that an agent's boxes see: a list of {"name","source","writable"}.
ALTER TABLE agent_groups ADD COLUMN mounts TEXT NOT NULL DEFAULT '[]';

-- agent_group_id is '' for a change that is about no one agent.
-- asked_for: the agent group whose agent asked, '' for people and the control plane; what agents may ask is counted by it.
ALTER TABLE changes ADD COLUMN asked_for TEXT NOT NULL DEFAULT '';
UPDATE changes SET asked_for = agent_group_id WHERE requested_by LIKE 'sandbox:%';
CREATE INDEX changes_asked ON changes (asked_for, created_at) WHERE asked_for <> '';
