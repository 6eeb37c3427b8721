-- What others hear of a change, and what makes a repeated request harmless.

CREATE TABLE event (
	id              BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT      NOT NULL,
	uuid            UUID        NOT NULL COMMENT 'stable id for receivers',
	environment     VARCHAR(10) NOT NULL DEFAULT 'prod',
	kind            VARCHAR(60) NOT NULL COMMENT 'dotted: incident.created, incident.assigned',
	subject         VARCHAR(60) NOT NULL,
	subject_id      BIGINT      NOT NULL,
	payload         TEXT        NOT NULL DEFAULT '{}' COMMENT 'JSON; ids and codes, never personal text',
	created_at      DATETIME(6) NOT NULL,
	lease_until     DATETIME(6) NULL COMMENT 'claimed by a worker until then',
	attempts        BIGINT      NOT NULL DEFAULT 0,
	done_at         DATETIME(6) NULL,
	KEY open (done_at, lease_until, id),
	KEY subject (organization_id, subject, subject_id, id),
	CHECK (JSON_VALID(payload))
) COMMENT 'Outbox, written in the transaction of the change';

CREATE TABLE submission (
	id              CHAR(36)     NOT NULL PRIMARY KEY COMMENT 'from the hidden field of the form',
	organization_id BIGINT       NOT NULL,
	answer          VARCHAR(500) NOT NULL COMMENT 'where the first one was redirected to',
	created_at      DATETIME(6)  NOT NULL,
	KEY created (created_at)
) COMMENT 'Forms already accepted';
