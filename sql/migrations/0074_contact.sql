-- Where people can be reached beside their mail address, each confirmed by themselves.

CREATE TABLE account_phone (
	account_id      BIGINT      NOT NULL PRIMARY KEY,
	organization_id BIGINT      NOT NULL,
	number          VARCHAR(16) NOT NULL COMMENT 'E.164 with +',
	code_hash       BINARY(32)  NULL COMMENT 'SHA-256 of number and code; the code itself is in the short message only',
	code_expires_at DATETIME(6) NULL,
	code_tries      BIGINT      NOT NULL DEFAULT 0 COMMENT 'wrong codes typed in',
	code_sent_at    DATETIME(6) NULL,
	codes_sent      BIGINT      NOT NULL DEFAULT 0 COMMENT 'on the day of code_sent_at',
	confirmed_at    DATETIME(6) NULL,
	FOREIGN KEY (account_id) REFERENCES account (id),
	FOREIGN KEY (organization_id) REFERENCES organization (id)
) COMMENT 'Mobile number for short messages';

CREATE TABLE push_subscription (
	id              BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT        NOT NULL,
	account_id      BIGINT        NOT NULL,
	endpoint        VARCHAR(1000) NOT NULL COMMENT 'URL at the push service of the browser',
	endpoint_hash   BINARY(32)    NOT NULL COMMENT 'SHA-256 of endpoint',
	p256dh          VARBINARY(65) NOT NULL COMMENT 'public key of the browser (RFC 8291)',
	auth            VARBINARY(16) NOT NULL,
	agent           VARCHAR(120)  NULL COMMENT 'browser and system in words',
	created_at      DATETIME(6)   NOT NULL,
	UNIQUE KEY endpoint (endpoint_hash),
	KEY account (account_id, id),
	FOREIGN KEY (account_id) REFERENCES account (id),
	FOREIGN KEY (organization_id) REFERENCES organization (id)
) COMMENT 'A browser that takes web push';
