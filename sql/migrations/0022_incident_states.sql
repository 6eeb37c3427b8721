-- What is open is spread over several states: read from their stretches of one index and sorted, filters included.
ALTER TABLE incident
	DROP KEY status,
	ADD KEY status (organization_id, environment, status_rank, occurred_at, id, severity_rank, register, report_type,
		establishment_id, department_id, target_on);
