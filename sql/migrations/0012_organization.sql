-- Looking people up by words, industry titles, and imports.

ALTER TABLE person
	ADD KEY look_up (organization_id, family_name, given_name, id, employee_number, email);

CREATE TABLE naics (
	vintage SMALLINT     NOT NULL COMMENT 'edition: 2017 or 2022',
	code    CHAR(6)      NOT NULL,
	title   VARCHAR(200) NOT NULL,
	PRIMARY KEY (vintage, code)
) COMMENT 'Industries of the North American Industry Classification System, six digits';

CREATE TABLE import_batch (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	uuid            UUID         NOT NULL,
	kind            VARCHAR(30)  NOT NULL COMMENT 'people, establishments, ...',
	file_name       VARCHAR(255) NOT NULL DEFAULT '',
	content         LONGTEXT     NULL COMMENT 'the file; emptied when the import is done or given up',
	sha256          BINARY(32)   NOT NULL COMMENT 'of the content',
	state           VARCHAR(20)  NOT NULL DEFAULT 'checked',
	rows_new        BIGINT       NOT NULL DEFAULT 0,
	rows_changed    BIGINT       NOT NULL DEFAULT 0,
	rows_same       BIGINT       NOT NULL DEFAULT 0,
	rows_refused    BIGINT       NOT NULL DEFAULT 0,
	results         LONGTEXT     NULL COMMENT 'CSV: line, outcome, what, field, problem',
	actor_id        BIGINT       NULL,
	created_at      DATETIME(6)  NOT NULL,
	finished_at     DATETIME(6)  NULL,
	UNIQUE KEY uuid (uuid),
	KEY newest (organization_id, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	CHECK (state IN ('checked', 'done', 'given_up'))
) COMMENT 'A file that was imported, or looked through before it may be';
