-- Signed webhooks (Standard Webhooks 1.0.0). What is sent is in delivery, channel webhook.

CREATE TABLE webhook_endpoint (
	id               BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT        NOT NULL,
	uuid             UUID          NOT NULL,
	name             VARCHAR(120)  NOT NULL,
	url              VARCHAR(1000) NOT NULL,
	types            VARCHAR(1000) NOT NULL DEFAULT '*' COMMENT 'event types, * at the end of a name for all that begin so; blank separated',
	environment      VARCHAR(10)   NOT NULL DEFAULT 'prod' COMMENT 'events of the other one are never sent',
	owner_account_id BIGINT        NOT NULL COMMENT 'who hears of long failure',
	is_active        BOOLEAN       NOT NULL DEFAULT TRUE,
	off_reason       VARCHAR(500)  NULL COMMENT 'why it was switched off',
	off_at           DATETIME(6)   NULL,
	failing_since    DATETIME(6)   NULL COMMENT 'first failure after the last success',
	warned_at        DATETIME(6)   NULL COMMENT 'when the owner was told of it',
	last_success_at  DATETIME(6)   NULL,
	last_failure_at  DATETIME(6)   NULL,
	last_reason      VARCHAR(500)  NULL,
	slow_step        BIGINT        NOT NULL DEFAULT 0 COMMENT 'how often in a row it asked for less',
	slow_until       DATETIME(6)   NULL,
	version          BIGINT        NOT NULL DEFAULT 1,
	created_at       DATETIME(6)   NOT NULL,
	updated_at       DATETIME(6)   NOT NULL,
	UNIQUE KEY uuid (uuid),
	KEY organization (organization_id, is_active, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (owner_account_id) REFERENCES account (id),
	CONSTRAINT webhook_environment CHECK (environment IN ('prod', 'sandbox'))
) COMMENT 'Where events are sent to';

CREATE TABLE webhook_key (
	id          BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	endpoint_id BIGINT       NOT NULL,
	kind        VARCHAR(10)  NOT NULL COMMENT 'hmac: v1; ed25519: v1a',
	sealed      VARCHAR(500) NOT NULL COMMENT 'the secret, sealed with the installation key',
	public_key  VARCHAR(60)  NULL COMMENT 'ed25519: base64',
	created_at  DATETIME(6)  NOT NULL,
	ends_at     DATETIME(6)  NULL COMMENT 'replaced: signs beside the newer one until then',
	KEY endpoint (endpoint_id, ends_at),
	FOREIGN KEY (endpoint_id) REFERENCES webhook_endpoint (id),
	CONSTRAINT webhook_key_kind CHECK (kind IN ('hmac', 'ed25519'))
) COMMENT 'Secrets of the endpoints; the newest of a kind has no end';
