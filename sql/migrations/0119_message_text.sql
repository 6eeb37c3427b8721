-- An organization's own words for messages, every version of them: what somebody was told keeps its words.
CREATE TABLE message_text (
	id              BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT        NOT NULL,
	event_kind      VARCHAR(60)   NOT NULL,
	family          VARCHAR(10)   NOT NULL,
	language        VARCHAR(8)    NOT NULL,
	version         BIGINT        NOT NULL COMMENT 'counts for each event, family and language; the highest holds',
	is_standard     BOOLEAN       NOT NULL DEFAULT FALSE COMMENT 'back to the text that ships with the product',
	subject         VARCHAR(150)  NOT NULL DEFAULT '' COMMENT 'mustache; of mail and screen',
	body            VARCHAR(4000) NOT NULL DEFAULT '' COMMENT 'mustache',
	reason          VARCHAR(500)  NOT NULL,
	account_id      BIGINT        NULL COMMENT 'who wrote it',
	created_at      DATETIME(6)   NOT NULL COMMENT 'holds for messages from then on',
	UNIQUE KEY version (organization_id, event_kind, family, language, version),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	CONSTRAINT message_text_family CHECK (family IN ('mail', 'sms', 'screen'))
) COMMENT 'Own words of messages';

ALTER TABLE notify_policy
	ADD COLUMN texts_version BIGINT NOT NULL DEFAULT 0 COMMENT 'grows with every change of a message text' AFTER rules_version;
