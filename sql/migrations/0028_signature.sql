-- Electronic signatures (21 CFR Part 11). What was signed is kept beside the signature, so that it can be read and
-- compared for as long as the record lives.

CREATE TABLE signature (
	id              BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT        NOT NULL,
	uuid            UUID          NOT NULL,
	kind            VARCHAR(30)   NOT NULL COMMENT 'what was signed; codes of signature.h',
	subject_id      BIGINT        NOT NULL COMMENT 'id of the signed record; of the account for a policy',
	incident_id     BIGINT        NULL COMMENT 'the incident it belongs to',
	round           BIGINT        NOT NULL DEFAULT 1 COMMENT 'version of the record that was signed',
	meaning         VARCHAR(20)   NOT NULL,
	reason          TEXT          NOT NULL DEFAULT '' COMMENT 'what the signer added; a rejection has one',
	signer_id       BIGINT        NOT NULL COMMENT 'account; never reused',
	signer_name     VARCHAR(220)  NOT NULL COMMENT 'printed name at that time',
	auth_method     VARCHAR(20)   NOT NULL COMMENT 'how the signer proved who they are',
	signed_at       DATETIME(6)   NOT NULL,
	zone            VARCHAR(60)   NOT NULL COMMENT 'in which the signer saw the time',
	content         MEDIUMTEXT    NOT NULL COMMENT 'exactly what was signed',
	content_sha256  CHAR(64)      NOT NULL COMMENT 'hexadecimal, of content',
	UNIQUE KEY uuid (uuid),
	KEY subject (organization_id, kind, subject_id, id),
	KEY incident (organization_id, incident_id, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (signer_id) REFERENCES account (id),
	CHECK (kind IN ('policy', 'investigation', 'capa', 'incident', 'osha_certification', 'release_notice')),
	CHECK (meaning IN ('authored', 'reviewed', 'approved', 'rejected', 'certified', 'verified', 'closed', 'accepted')),
	CHECK (meaning <> 'rejected' OR reason <> '')
) COMMENT 'Signatures; append only';

CREATE TRIGGER signature_update BEFORE UPDATE ON signature FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'signatures cannot be changed';
CREATE TRIGGER signature_delete BEFORE DELETE ON signature FOR EACH ROW
	SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'signatures cannot be removed';
