-- What the anonymous door may know of people, and how the name of a confidential reporter may be seen.

-- Only how many: the account of the door reads this and never the people.
CREATE SQL SECURITY DEFINER VIEW person_count AS
	SELECT organization_id, establishment_id, department_id, COUNT(*) AS people
	FROM person WHERE is_active GROUP BY organization_id, establishment_id, department_id;

CREATE TABLE unmask_request (
	id              BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT      NOT NULL,
	uuid            UUID        NOT NULL,
	incident_id     BIGINT      NOT NULL,
	requested_by_id BIGINT      NOT NULL COMMENT 'account',
	reason          TEXT        NOT NULL,
	requested_at    DATETIME(6) NOT NULL,
	decided_by_id   BIGINT      NULL COMMENT 'another account',
	is_approved     BOOLEAN     NULL COMMENT 'NULL: waits',
	decided_at      DATETIME(6) NULL,
	ends_at         DATETIME(6) NULL COMMENT 'the name is shown until then',
	version         BIGINT      NOT NULL DEFAULT 1,
	UNIQUE KEY uuid (uuid),
	KEY incident (incident_id, id),
	KEY organization (organization_id, id),
	FOREIGN KEY (incident_id) REFERENCES incident (id),
	FOREIGN KEY (requested_by_id) REFERENCES account (id),
	FOREIGN KEY (decided_by_id) REFERENCES account (id),
	CHECK (decided_by_id IS NULL OR decided_by_id <> requested_by_id)
) COMMENT 'Asking to see who sent a confidential report; needs a second administrator';
