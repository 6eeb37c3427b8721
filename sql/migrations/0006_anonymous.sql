-- Reporting without an account: links into the form, and the way back to a report.

CREATE TABLE report_link (
	id               BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT       NOT NULL,
	uuid             UUID         NOT NULL,
	token            CHAR(22)     NOT NULL COMMENT 'in the address /report/<token>; 128 bits; printed on posters, so not a secret of a person',
	name             VARCHAR(120) NOT NULL COMMENT 'place or campaign',
	establishment_id BIGINT       NULL,
	area_id          BIGINT       NULL,
	department_id    BIGINT       NULL,
	project_id       BIGINT       NULL,
	register         VARCHAR(20)  NULL,
	report_type      VARCHAR(20)  NULL,
	expires_on       DATE         NULL COMMENT 'last day on which it opens',
	revoked_at       DATETIME(6)  NULL,
	opened           BIGINT       NOT NULL DEFAULT 0 COMMENT 'count only; nothing about who',
	filed            BIGINT       NOT NULL DEFAULT 0,
	version          BIGINT       NOT NULL DEFAULT 1,
	created_at       DATETIME(6)  NOT NULL,
	UNIQUE KEY token (token),
	UNIQUE KEY uuid (uuid),
	KEY organization (organization_id, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (establishment_id) REFERENCES establishment (id),
	FOREIGN KEY (area_id) REFERENCES area (id),
	FOREIGN KEY (department_id) REFERENCES unit (id),
	FOREIGN KEY (project_id) REFERENCES unit (id)
) COMMENT 'An invitation to report, as link and QR code';

CREATE TABLE receipt (
	incident_id     BIGINT     NOT NULL PRIMARY KEY,
	organization_id BIGINT     NOT NULL,
	receipt_hash    BINARY(32) NOT NULL COMMENT 'Argon2id with the installation salt of the 16 digits',
	token_hash      BINARY(32) NOT NULL COMMENT 'SHA-256 of the token in /r/<token>',
	contact_on      DATE       NOT NULL COMMENT 'newest day on which the reporter came back; no history',
	expires_on      DATE       NOT NULL COMMENT 'the channel is purged after this day',
	UNIQUE KEY receipt (receipt_hash),
	UNIQUE KEY token (token_hash),
	KEY expires (expires_on),
	FOREIGN KEY (incident_id) REFERENCES incident (id)
) COMMENT 'The way back of an anonymous reporter';
