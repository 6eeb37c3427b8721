-- Calendars to which people subscribe with their own program. Its secret address is the only key to one.

CREATE TABLE calendar_feed (
	id               BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT      NOT NULL,
	uuid             UUID        NOT NULL COMMENT 'the address is derived from it and the key of the installation',
	account_id       BIGINT      NOT NULL COMMENT 'sees what this account sees',
	content          VARCHAR(20) NOT NULL,
	establishment_id BIGINT      NULL COMMENT 'limits it to one place',
	as_events        BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'actions too, for programs that know no tasks',
	token_sha256     BINARY(32)  NOT NULL COMMENT 'the token itself is kept nowhere',
	created_at       DATETIME(6) NOT NULL,
	opened_at        DATETIME(6) NULL COMMENT 'last time, by the hour',
	revoked_at       DATETIME(6) NULL,
	UNIQUE KEY token (token_sha256),
	KEY account (account_id, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (account_id) REFERENCES account (id),
	FOREIGN KEY (establishment_id) REFERENCES establishment (id),
	CHECK (content IN ('mine', 'team', 'all'))
) COMMENT 'Subscriptions to deadlines';
