-- The outbox: events are taken by several workers, each once by all consumers, and are given up visibly.

ALTER TABLE event
	ADD COLUMN state       VARCHAR(10)  NOT NULL DEFAULT 'waiting' AFTER created_at,
	ADD COLUMN due_at      DATETIME(6)  NULL COMMENT 'waiting: not to be taken before; moved on by each claim, so that a lease ends by itself' AFTER state,
	ADD COLUMN lease_owner CHAR(36)     NULL COMMENT 'one claim of one worker' AFTER due_at,
	ADD COLUMN reason      VARCHAR(500) NULL COMMENT 'why the last attempt failed, or why it was dropped',
	DROP KEY open,
	DROP COLUMN lease_until,
	DROP KEY subject,
	ADD KEY open (state, due_at, id),
	ADD KEY lease (lease_owner),
	ADD KEY subject (organization_id, subject, subject_id, state, created_at, id),
	ADD KEY history (organization_id, kind, created_at),
	ADD KEY shown (organization_id, state, id),
	ADD CONSTRAINT event_state CHECK (state IN ('waiting', 'done', 'dead', 'dropped'));

-- Nobody listened until now: what happened before is told to nobody.
UPDATE event SET state = 'done', done_at = COALESCE(done_at, created_at), due_at = created_at;

ALTER TABLE event MODIFY COLUMN due_at DATETIME(6) NOT NULL COMMENT 'waiting: not to be taken before; moved on by each claim, so that a lease ends by itself';
