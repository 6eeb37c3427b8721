-- Lists of incidents: every sort order and every filter that leads a list has its index. Lists name the index
-- that they use (src/incident/incident_list_store.c), so that a plan cannot change with the figures.

-- Order of severities and states as people think of them, and numbers that filters of several values test as bits;
-- the same numbers as enum severity and enum status.
ALTER TABLE incident
	ADD COLUMN severity_rank TINYINT AS (FIELD(severity, 'low', 'medium', 'high', 'critical')) STORED,
	ADD COLUMN status_rank TINYINT AS (FIELD(status, 'new', 'under_review', 'investigation', 'capa_pending', 'open',
		'under_investigation', 'mitigating', 'mitigated', 'resolved', 'closed', 'archived')) STORED;

-- "newest" carries what the usual filters and the scope of a reader look at, so that a list reads rows only for
-- what it shows.
ALTER TABLE incident
	DROP KEY newest,
	DROP KEY status,
	ADD KEY newest (organization_id, environment, occurred_at, id, register, status_rank, severity_rank,
		establishment_id, department_id, reporter_id, manager_id, investigation_lead_id, report_type, target_on),
	ADD KEY status (organization_id, environment, status_rank, occurred_at, id),
	ADD KEY severity (organization_id, environment, severity_rank, occurred_at, id),
	ADD KEY register (organization_id, environment, register, occurred_at, id),
	ADD KEY lead (organization_id, investigation_lead_id, occurred_at, id);

CREATE TABLE workflow_transition (
	register      VARCHAR(20)  NOT NULL,
	from_status   VARCHAR(30)  NOT NULL,
	to_status     VARCHAR(30)  NOT NULL,
	position      BIGINT       NOT NULL COMMENT 'order of the buttons',
	label         VARCHAR(80)  NOT NULL COMMENT 'English words of the button, translated when shown',
	permits       VARCHAR(400) NOT NULL COMMENT 'who may: role or "manager", each with the worst severity, e.g. supervisor:low ehs_specialist:critical',
	guard         VARCHAR(40)  NOT NULL DEFAULT '' COMMENT 'what must hold; codes of workflow.h',
	needs_reason  BOOLEAN      NOT NULL DEFAULT TRUE,
	is_automatic  BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'happens by itself, no button',
	is_active     BOOLEAN      NOT NULL DEFAULT TRUE,
	PRIMARY KEY (register, from_status, to_status),
	CHECK (register IN ('safety', 'environment', 'operations'))
) COMMENT 'Every change of state that is allowed; what has no row is refused';
