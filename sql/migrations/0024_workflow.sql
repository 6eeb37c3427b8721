-- Workflows as versions: an incident keeps the version with which it began, a new one is proposed by one
-- administrator and approved by another.
DROP TABLE workflow_transition;

CREATE TABLE workflow_version (
	id              BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT        NULL COMMENT 'NULL: ships with the product and holds where an organization has none of its own',
	register        VARCHAR(20)   NOT NULL,
	number          BIGINT        NOT NULL COMMENT '1, 2 ... within organization and register; 0: ships with the product',
	stage           VARCHAR(20)   NOT NULL COMMENT 'draft, proposed, approved, refused or withdrawn',
	note            VARCHAR(2000) NOT NULL DEFAULT '' COMMENT 'what is changed and why',
	effective_on    DATE          NULL COMMENT 'asked for by the proposer; NULL: on approval',
	effective_at    DATETIME(6)   NULL COMMENT 'incidents that begin from then on follow it; set on approval',
	proposed_by_id  BIGINT        NULL COMMENT 'account',
	proposed_at     DATETIME(6)   NULL,
	decided_by_id   BIGINT        NULL COMMENT 'account; never the proposer',
	decided_at      DATETIME(6)   NULL,
	decision_note   VARCHAR(2000) NOT NULL DEFAULT '',
	version         BIGINT        NOT NULL DEFAULT 1,
	created_at      DATETIME(6)   NOT NULL,
	UNIQUE KEY number (organization_id, register, number),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (proposed_by_id) REFERENCES account (id),
	FOREIGN KEY (decided_by_id) REFERENCES account (id),
	CHECK (register IN ('safety', 'environment', 'operations')),
	CHECK (stage IN ('draft', 'proposed', 'approved', 'refused', 'withdrawn')),
	CHECK (decided_by_id IS NULL OR decided_by_id <> proposed_by_id)
) COMMENT 'Workflow of a register at a time; never changed once approved' AUTO_INCREMENT = 1000;

CREATE TABLE workflow_state (
	workflow_version_id BIGINT       NOT NULL,
	status              VARCHAR(30)  NOT NULL,
	position            BIGINT       NOT NULL COMMENT 'along the path as it is drawn',
	locks               VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'areas that nobody changes in this state, separated by spaces; codes of workflow.h',
	PRIMARY KEY (workflow_version_id, status),
	FOREIGN KEY (workflow_version_id) REFERENCES workflow_version (id)
) COMMENT 'States of a version';

CREATE TABLE workflow_transition (
	workflow_version_id BIGINT       NOT NULL,
	from_status         VARCHAR(30)  NOT NULL,
	to_status           VARCHAR(30)  NOT NULL,
	position            BIGINT       NOT NULL COMMENT 'order of the buttons',
	label               VARCHAR(80)  NOT NULL COMMENT 'English words of the button, translated when shown',
	permits             VARCHAR(400) NOT NULL COMMENT 'who may: role or "manager", each with the worst severity, e.g. supervisor:low ehs_specialist:critical; empty: nobody',
	guards              VARCHAR(400) NOT NULL DEFAULT '' COMMENT 'what must hold, all of it, separated by spaces; codes of workflow.h',
	needs_reason        BOOLEAN      NOT NULL DEFAULT TRUE,
	needs_signature     BOOLEAN      NOT NULL DEFAULT FALSE,
	is_automatic        BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'taken by itself as soon as its guards hold',
	is_active           BOOLEAN      NOT NULL DEFAULT TRUE,
	PRIMARY KEY (workflow_version_id, from_status, to_status),
	FOREIGN KEY (workflow_version_id) REFERENCES workflow_version (id)
) COMMENT 'Every change of state that is allowed; what has no row is refused';

INSERT INTO workflow_version (id, organization_id, register, number, stage, effective_at, created_at) VALUES
	(1, NULL, 'safety', 0, 'approved', '1970-01-01', '1970-01-01'),
	(2, NULL, 'environment', 0, 'approved', '1970-01-01', '1970-01-01'),
	(3, NULL, 'operations', 0, 'approved', '1970-01-01', '1970-01-01');

-- workflow_version_id has no foreign key: versions are never removed, and a report need not read and lock one.
ALTER TABLE incident
	ADD COLUMN workflow_version_id      BIGINT  NULL COMMENT 'workflow with which it began; NULL: the one that ships with the product',
	ADD COLUMN investigation_approver_id BIGINT NULL COMMENT 'person who signs the investigation; never the lead',
	ADD COLUMN investigation_due_on     DATE    NULL,
	ADD COLUMN likelihood               VARCHAR(20) NULL COMMENT 'risk matrix: how likely it happens again',
	ADD COLUMN consequence              VARCHAR(20) NULL COMMENT 'and what could come of it then',
	ADD COLUMN merged_into_id           BIGINT  NULL COMMENT 'the incident that this one is a duplicate of',
	ADD FOREIGN KEY (investigation_approver_id) REFERENCES person (id),
	ADD FOREIGN KEY (merged_into_id) REFERENCES incident (id),
	ADD CHECK (investigation_approver_id IS NULL OR investigation_lead_id IS NULL OR investigation_approver_id <> investigation_lead_id),
	ADD CHECK (likelihood IS NULL OR likelihood IN ('rare', 'unlikely', 'possible', 'likely', 'almost_certain')),
	ADD CHECK (consequence IS NULL OR consequence IN ('negligible', 'minor', 'moderate', 'major', 'catastrophic'));
