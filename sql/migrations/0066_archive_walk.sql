-- How far the worker has looked for incidents to archive: each closed one is asked once a walk, not once a run.
CREATE TABLE archive_walk (
	organization_id BIGINT      NOT NULL PRIMARY KEY,
	environment     VARCHAR(8)  NOT NULL,
	occurred_at     DATETIME(6) NULL COMMENT 'with incident_id: the last one looked at, in the order of the index status',
	incident_id     BIGINT      NULL,
	rule_version    BIGINT      NOT NULL COMMENT 'archive_rule.version; another one begins a walk anew',
	ended_at        DATETIME(6) NULL COMMENT 'the end was reached; the next walk begins a while later',
	FOREIGN KEY (organization_id) REFERENCES organization (id)
) COMMENT 'Place in the walk over closed incidents';
