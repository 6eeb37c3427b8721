-- Work orders go to the maintenance system, where there is one, and come back with its number.

ALTER TABLE work_order
	ADD COLUMN forward VARCHAR(10) NOT NULL DEFAULT 'internal' COMMENT 'internal, waiting, sent or failed' AFTER external_number,
	ADD COLUMN forward_note VARCHAR(500) NULL COMMENT 'why it failed' AFTER forward,
	ADD COLUMN forwarded_at DATETIME(6) NULL AFTER forward_note,
	ADD KEY newest (organization_id, id),
	ADD CONSTRAINT work_order_forward CHECK (forward IN ('internal', 'waiting', 'sent', 'failed'));
