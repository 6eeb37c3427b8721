-- What an incident costs, and what those who saw it state.

ALTER TABLE organization ADD COLUMN currency CHAR(3) NOT NULL DEFAULT 'USD' COMMENT 'ISO 4217, with two decimals';

CREATE TABLE incident_cost (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	uuid            UUID         NOT NULL,
	incident_id     BIGINT       NOT NULL,
	kind            VARCHAR(20)  NOT NULL,
	basis           VARCHAR(10)  NOT NULL,
	amount          BIGINT       NOT NULL COMMENT 'minor units',
	currency        CHAR(3)      NOT NULL,
	incurred_on     DATE         NULL,
	note            VARCHAR(500) NULL,
	removed_at      DATETIME(6)  NULL,
	version         BIGINT       NOT NULL DEFAULT 1,
	created_at      DATETIME(6)  NOT NULL,
	updated_at      DATETIME(6)  NOT NULL,
	UNIQUE KEY uuid (uuid),
	KEY incident (incident_id, id),
	FOREIGN KEY (incident_id) REFERENCES incident (id),
	CHECK (kind IN ('medical', 'wages', 'property', 'production', 'cleanup', 'legal', 'fine', 'investigation', 'other')),
	CHECK (basis IN ('estimated', 'actual')),
	CHECK (amount >= 0)
) COMMENT 'One entry of money; corrections keep what stood there in the audit trail';

ALTER TABLE witness
	ADD COLUMN uuid       UUID        NOT NULL DEFAULT UUID(),
	ADD COLUMN version    BIGINT      NOT NULL DEFAULT 1,
	ADD COLUMN removed_at DATETIME(6) NULL,
	ADD UNIQUE KEY uuid (uuid);

CREATE TABLE witness_link (
	id              BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT      NOT NULL,
	uuid            UUID        NOT NULL,
	incident_id     BIGINT      NOT NULL,
	witness_id      BIGINT      NOT NULL,
	token_hash      BINARY(32)  NOT NULL COMMENT 'SHA-256 of the token in /w/<token>; the token itself is not kept',
	created_by_id   BIGINT      NULL COMMENT 'person',
	created_at      DATETIME(6) NOT NULL,
	expires_at      DATETIME(6) NOT NULL,
	opened_at       DATETIME(6) NULL COMMENT 'first time',
	revoked_at      DATETIME(6) NULL,
	used_at         DATETIME(6) NULL COMMENT 'the statement was handed in: the link opens nothing any more',
	draft           MEDIUMTEXT  NULL COMMENT 'what the witness has written so far; emptied with the statement',
	UNIQUE KEY uuid (uuid),
	UNIQUE KEY token_hash (token_hash),
	KEY incident (incident_id, id),
	KEY witness (witness_id, id),
	FOREIGN KEY (incident_id) REFERENCES incident (id),
	FOREIGN KEY (witness_id) REFERENCES witness (id),
	FOREIGN KEY (created_by_id) REFERENCES person (id)
) COMMENT 'An invitation to write one statement';

CREATE TABLE witness_statement (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	uuid            UUID         NOT NULL,
	incident_id     BIGINT       NOT NULL,
	witness_id      BIGINT       NOT NULL,
	kind            VARCHAR(10)  NOT NULL COMMENT 'signed: by the witness; interview: written down by somebody else',
	locale          VARCHAR(10)  NOT NULL DEFAULT 'en' COMMENT 'of the page on which it was signed',
	statement       MEDIUMTEXT   NOT NULL,
	sha256          BINARY(32)   NOT NULL COMMENT 'of the statement as stored, UTF-8',
	signed_name     VARCHAR(200) NOT NULL COMMENT 'as typed by who signed: the witness, or the interviewer',
	recorded_by_id  BIGINT       NULL COMMENT 'person; interviews only',
	recorded_at     DATETIME(6)  NOT NULL,
	UNIQUE KEY uuid (uuid),
	KEY incident (incident_id, id),
	KEY witness (witness_id, id),
	FOREIGN KEY (incident_id) REFERENCES incident (id),
	FOREIGN KEY (witness_id) REFERENCES witness (id),
	FOREIGN KEY (recorded_by_id) REFERENCES person (id),
	CHECK (kind IN ('signed', 'interview')),
	CHECK ((kind = 'interview') = (recorded_by_id IS NOT NULL))
) COMMENT 'What a witness states; append only, a correction is a second statement';

CREATE TRIGGER witness_statement_update BEFORE UPDATE ON witness_statement FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'statements cannot be changed';
