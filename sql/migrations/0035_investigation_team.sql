-- The signatures keep rounds and their contents; the due day is the incident's. The team sees the incident.

DROP TABLE investigation_step;
ALTER TABLE investigation DROP COLUMN due_on;
ALTER TABLE incident
	ADD COLUMN investigation_team VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'ids of people, comma separated';
