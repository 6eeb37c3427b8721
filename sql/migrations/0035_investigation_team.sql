-- The signatures keep rounds and their contents; the due day is the incident's. The team sees the incident.

DROP TABLE investigation_step;
ALTER TABLE investigation DROP COLUMN due_on;
ALTER TABLE incident
	ADD COLUMN investigation_team VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'ids of people, comma separated';

CREATE TABLE incident_member (
	organization_id BIGINT NOT NULL,
	person_id       BIGINT NOT NULL,
	incident_id     BIGINT NOT NULL,
	PRIMARY KEY (organization_id, person_id, incident_id),
	KEY incident (incident_id),
	FOREIGN KEY (person_id) REFERENCES person (id),
	FOREIGN KEY (incident_id) REFERENCES incident (id)
) COMMENT 'Index of incident: approver and team of its investigation, for lists of what somebody sees by name';
INSERT INTO incident_member (organization_id, person_id, incident_id)
	SELECT organization_id, investigation_approver_id, id FROM incident WHERE investigation_approver_id IS NOT NULL;
