-- Training on file, rules of the company and of the law, and which of them were broken.

CREATE TABLE training_course (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	code            VARCHAR(60)  NOT NULL,
	name            VARCHAR(200) NOT NULL,
	valid_months    BIGINT       NULL COMMENT 'NULL: does not expire',
	is_active       BOOLEAN      NOT NULL DEFAULT TRUE,
	version         BIGINT       NOT NULL DEFAULT 1,
	updated_at      DATETIME(6)  NOT NULL,
	UNIQUE KEY code (organization_id, code),
	FOREIGN KEY (organization_id) REFERENCES organization (id)
) COMMENT 'What people are trained in';

CREATE TABLE training_record (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	person_id       BIGINT       NOT NULL,
	course_id       BIGINT       NOT NULL,
	completed_on    DATE         NOT NULL,
	expires_on      DATE         NULL COMMENT 'last day on which it holds; NULL: for good',
	evidence        VARCHAR(255) NULL COMMENT 'certificate number or where the proof lies',
	version         BIGINT       NOT NULL DEFAULT 1,
	updated_at      DATETIME(6)  NOT NULL,
	UNIQUE KEY completed_on (organization_id, person_id, course_id, completed_on),
	KEY expires (organization_id, expires_on, id),
	KEY newest (organization_id, completed_on, id),
	KEY course (organization_id, course_id, completed_on, id),
	FOREIGN KEY (person_id) REFERENCES person (id),
	FOREIGN KEY (course_id) REFERENCES training_course (id)
) COMMENT 'A person has completed a course';

CREATE TABLE safety_rule (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	code            VARCHAR(60)  NOT NULL COMMENT 'citation or number of the company',
	title           VARCHAR(200) NOT NULL,
	kind            VARCHAR(20)  NOT NULL DEFAULT 'site_rule',
	course_id       BIGINT       NULL COMMENT 'the training that teaches it',
	is_active       BOOLEAN      NOT NULL DEFAULT TRUE,
	version         BIGINT       NOT NULL DEFAULT 1,
	updated_at      DATETIME(6)  NOT NULL,
	UNIQUE KEY code (organization_id, code),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (course_id) REFERENCES training_course (id),
	CHECK (kind IN ('regulation', 'site_rule', 'permit'))
) COMMENT 'Rules that can be broken';

CREATE TABLE incident_violation (
	id                 BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id    BIGINT       NOT NULL,
	uuid               UUID         NOT NULL,
	incident_id        BIGINT       NOT NULL,
	rule_id            BIGINT       NOT NULL,
	person_id          BIGINT       NULL COMMENT 'who was involved; NULL: nobody named',
	description        TEXT         NOT NULL,
	training           VARCHAR(20)  NOT NULL DEFAULT 'unchecked' COMMENT 'what the file showed for the day of the incident, kept as it was found',
	training_record_id BIGINT       NULL COMMENT 'the record that shows it',
	removed_at         DATETIME(6)  NULL,
	version            BIGINT       NOT NULL DEFAULT 1,
	created_at         DATETIME(6)  NOT NULL,
	updated_at         DATETIME(6)  NOT NULL,
	UNIQUE KEY uuid (uuid),
	KEY incident (incident_id, id),
	KEY rule (organization_id, rule_id, id),
	FOREIGN KEY (incident_id) REFERENCES incident (id),
	FOREIGN KEY (rule_id) REFERENCES safety_rule (id),
	FOREIGN KEY (person_id) REFERENCES person (id),
	FOREIGN KEY (training_record_id) REFERENCES training_record (id),
	CHECK (training IN ('unchecked', 'valid', 'expired', 'none')),
	CHECK (training IN ('unchecked', 'none') OR training_record_id IS NOT NULL)
) COMMENT 'A rule that was broken';
