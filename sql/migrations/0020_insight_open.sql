-- Dashboards count what is open and what is overdue; everything they look at stands in this index, and only what is
-- open is read.
ALTER TABLE incident ADD KEY open_now (organization_id, environment, status_rank, register, establishment_id,
	department_id, severity_rank, target_on);
