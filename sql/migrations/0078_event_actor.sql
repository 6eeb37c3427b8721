-- Who did it, so that nobody is told of what they did themselves; and events by their kind, for trying rules on the past.
ALTER TABLE event
	ADD COLUMN actor_account_id BIGINT NULL COMMENT 'NULL: the system, or somebody who is not to be known' AFTER environment,
	ADD KEY kind (organization_id, kind, id);
