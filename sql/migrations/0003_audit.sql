-- Who did what, when and why. Web accounts may insert and read; the triggers refuse the rest even to others.
-- A separate sealer gives committed entries their place in the Merkle log, so writers never queue behind one row.

CREATE TABLE audit_entry (
	id               BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY COMMENT 'order of insertion; gaps are normal, the sealed sequence has none',
	organization_id  BIGINT       NULL,
	recorded_at      DATETIME(6)  NOT NULL COMMENT 'server time, UTC; the day only where the actor is anonymous',
	actor_id         BIGINT       NULL COMMENT 'account; NULL: anonymous or the system',
	actor_kind       VARCHAR(20)  NOT NULL,
	actor_name       VARCHAR(220) NULL COMMENT 'printed name at that time',
	auth_method      VARCHAR(20)  NOT NULL DEFAULT '' COMMENT 'how the actor had proved who they are',
	on_behalf_of_id  BIGINT       NULL,
	request_id       VARCHAR(40)  NOT NULL DEFAULT '',
	environment      VARCHAR(10)  NOT NULL DEFAULT 'prod',
	action           VARCHAR(60)  NOT NULL COMMENT 'dotted verb: incident.created, session.failed, export.list',
	subject          VARCHAR(60)  NOT NULL COMMENT 'record type',
	subject_id       BIGINT       NOT NULL DEFAULT 0,
	subject_version  BIGINT       NOT NULL DEFAULT 0,
	incident_id      BIGINT       NULL COMMENT 'the incident it belongs to, for its audit trail',
	reason           TEXT         NOT NULL DEFAULT '',
	changes          MEDIUMTEXT   NOT NULL DEFAULT '{}' COMMENT 'JSON object: field to [before, after]',
	software         VARCHAR(40)  NOT NULL COMMENT 'version that wrote the entry',
	KEY incident (organization_id, incident_id, id),
	KEY subject (organization_id, subject, subject_id, id),
	KEY actor (organization_id, actor_id, id),
	KEY action (organization_id, action, id),
	CHECK (actor_kind IN ('account', 'anonymous', 'system', 'command')),
	CHECK (JSON_VALID(changes))
) COMMENT 'The audit trail; append only';

CREATE TRIGGER audit_entry_update BEFORE UPDATE ON audit_entry FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit entries cannot be changed';
CREATE TRIGGER audit_entry_delete BEFORE DELETE ON audit_entry FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'audit entries cannot be removed';
