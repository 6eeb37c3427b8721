-- What happened during an outage, entry by entry, and what was learned from it.

CREATE TABLE timeline_entry (
	id              BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT      NOT NULL,
	uuid            UUID        NOT NULL,
	incident_id     BIGINT      NOT NULL,
	kind            VARCHAR(20) NOT NULL,
	happened_at     DATETIME(6) NOT NULL,
	text            TEXT        NOT NULL,
	person_id       BIGINT      NULL COMMENT 'who wrote it; NULL: another system',
	created_at      DATETIME(6) NOT NULL,
	UNIQUE KEY uuid (uuid),
	KEY incident (incident_id, happened_at, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (incident_id) REFERENCES incident (id),
	FOREIGN KEY (person_id) REFERENCES person (id),
	CHECK (kind IN ('detected', 'impact', 'action', 'decision', 'communication', 'finding', 'recovery', 'note'))
) COMMENT 'Timeline of an incident; entries are added only, never changed';

CREATE TABLE postmortem (
	id               BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT      NOT NULL,
	uuid             UUID        NOT NULL,
	incident_id      BIGINT      NOT NULL,
	state            VARCHAR(10) NOT NULL DEFAULT 'draft',
	impact_summary   TEXT        NULL,
	root_cause       TEXT        NULL,
	timeline         TEXT        NULL,
	what_went_well   TEXT        NULL,
	what_went_wrong  TEXT        NULL,
	public_summary   TEXT        NULL COMMENT 'for everybody who sees the incident',
	internal_notes   TEXT        NULL COMMENT 'for those who work on it',
	published_at     DATETIME(6) NULL,
	published_by_id  BIGINT      NULL,
	version          BIGINT      NOT NULL DEFAULT 1,
	created_at       DATETIME(6) NOT NULL,
	updated_at       DATETIME(6) NOT NULL,
	UNIQUE KEY uuid (uuid),
	UNIQUE KEY incident (incident_id),
	KEY changed (organization_id, updated_at, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (incident_id) REFERENCES incident (id),
	FOREIGN KEY (published_by_id) REFERENCES person (id),
	CHECK (state IN ('draft', 'published')),
	CHECK ((state = 'published') = (published_at IS NOT NULL))
) COMMENT 'The analysis of an operations incident';
