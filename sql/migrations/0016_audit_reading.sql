-- The audit trail read newest first, and by date.
ALTER TABLE audit_entry
	ADD KEY newest (organization_id, id),
	ADD KEY recorded (organization_id, recorded_at, id);
