-- Who was told of events of a kind, for trying rules on the past.
ALTER TABLE notification ADD KEY kind (organization_id, kind, created_at, event_id);
