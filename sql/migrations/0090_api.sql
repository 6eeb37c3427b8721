-- Tokens of other systems, and what they were answered under an Idempotency-Key.

CREATE TABLE api_key (
	id              BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT        NOT NULL,
	account_id      BIGINT        NOT NULL COMMENT 'acts as this account, within its roles',
	uuid            UUID          NOT NULL,
	name            VARCHAR(100)  NOT NULL,
	beginning       VARCHAR(12)   NOT NULL COMMENT 'first characters of the token, to tell keys apart',
	token_hash      VARBINARY(32) NOT NULL COMMENT 'SHA-256; the token itself is shown once',
	scopes          VARCHAR(500)  NOT NULL COMMENT 'codes, comma separated',
	environment     VARCHAR(10)   NOT NULL DEFAULT 'prod',
	expires_on      DATE          NOT NULL,
	used_on         DATE          NULL COMMENT 'day of the last use',
	revoked_at      DATETIME(6)   NULL,
	created_by_id   BIGINT        NOT NULL,
	created_at      DATETIME(6)   NOT NULL,
	version         BIGINT        NOT NULL DEFAULT 1,
	UNIQUE KEY token_hash (token_hash),
	UNIQUE KEY uuid (uuid),
	KEY account (organization_id, account_id, id),
	KEY newest (organization_id, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (account_id) REFERENCES account (id),
	CHECK (environment IN ('prod', 'sandbox'))
) COMMENT 'API keys';

CREATE TABLE api_answer (
	account_id      BIGINT        NOT NULL,
	key_hash        VARBINARY(32) NOT NULL COMMENT 'SHA-256 of the Idempotency-Key',
	organization_id BIGINT        NOT NULL,
	body_hash       VARBINARY(32) NOT NULL COMMENT 'SHA-256 of method, path and body',
	status          SMALLINT      NOT NULL DEFAULT 0 COMMENT '0: under way',
	location        VARCHAR(500)  NOT NULL DEFAULT '',
	version         BIGINT        NOT NULL DEFAULT 0,
	body            MEDIUMTEXT    NOT NULL DEFAULT '',
	created_at      DATETIME(6)   NOT NULL,
	PRIMARY KEY (account_id, key_hash),
	KEY created (created_at)
) COMMENT 'What was answered under an Idempotency-Key, for a day';
