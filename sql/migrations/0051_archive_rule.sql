CREATE TABLE archive_rule (
	organization_id BIGINT      NOT NULL PRIMARY KEY,
	closed_days     BIGINT      NOT NULL DEFAULT 730 COMMENT 'days after closing until an incident is archived',
	version         BIGINT      NOT NULL DEFAULT 1,
	updated_at      DATETIME(6) NOT NULL,
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	CHECK (closed_days BETWEEN 30 AND 36500)
) COMMENT 'When incidents are archived; no row: after 730 days';
