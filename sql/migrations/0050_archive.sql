-- The archive: a second schema, named like this one with _archive behind it, that holds copies of the tables below.
-- muster migrate makes both from the foreign keys, so that a new table of incidents moves along by itself.

CREATE TABLE archive_table (
	position      BIGINT      NOT NULL PRIMARY KEY COMMENT 'parents first',
	name          VARCHAR(64) NOT NULL,
	column_name   VARCHAR(64) NULL COMMENT 'its foreign key to the parent; NULL: the incident itself',
	parent        VARCHAR(64) NULL,
	parent_column VARCHAR(64) NULL,
	is_nested     BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'rows refer to rows of the same table',
	UNIQUE KEY name (name)
) COMMENT 'What moves into the archive with an incident';

CREATE TABLE legal_hold (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	uuid            UUID         NOT NULL,
	incident_id     BIGINT       NOT NULL,
	reason          TEXT         NOT NULL COMMENT 'the proceeding, and who asked for it',
	placed_at       DATETIME(6)  NOT NULL,
	placed_by_id    BIGINT       NOT NULL COMMENT 'account',
	placed_by_name  VARCHAR(220) NOT NULL,
	released_at     DATETIME(6)  NULL,
	released_by_name VARCHAR(220) NULL,
	release_reason  TEXT         NULL,
	version         BIGINT       NOT NULL DEFAULT 1,
	UNIQUE KEY uuid (uuid),
	KEY incident (incident_id, id),
	KEY active (organization_id, released_at, id),
	FOREIGN KEY (incident_id) REFERENCES incident (id),
	FOREIGN KEY (placed_by_id) REFERENCES account (id)
) COMMENT 'While one is not released, the incident is neither archived nor purged';
