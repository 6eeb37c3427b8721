-- What the channels learn from sending.

CREATE TABLE mail_bounce (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	address         VARCHAR(254) NOT NULL COMMENT 'lower case',
	soft_count      BIGINT       NOT NULL DEFAULT 0 COMMENT 'mails that came back since soft_since though the address may be right',
	soft_since      DATETIME(6)  NOT NULL,
	last_at         DATETIME(6)  NOT NULL,
	status          VARCHAR(11)  NULL COMMENT 'of the last one (RFC 3463)',
	reason          VARCHAR(300) NULL COMMENT 'words of the other server, without addresses',
	stopped_at      DATETIME(6)  NULL COMMENT 'nothing is sent there since then',
	UNIQUE KEY address (organization_id, address),
	KEY stopped (organization_id, stopped_at, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id)
) COMMENT 'Addresses from which mails came back';

CREATE TABLE channel_state (
	organization_id BIGINT       NOT NULL,
	channel         VARCHAR(20)  NOT NULL,
	success_at      DATETIME(6)  NULL COMMENT 'within a minute',
	failure_at      DATETIME(6)  NULL,
	failure         VARCHAR(500) NULL COMMENT 'why, without personal text',
	PRIMARY KEY (organization_id, channel),
	FOREIGN KEY (organization_id) REFERENCES organization (id)
) COMMENT 'The last good and the last bad of each way out';

CREATE TABLE sms_day (
	organization_id BIGINT NOT NULL,
	day_on          DATE   NOT NULL COMMENT 'UTC',
	sent            BIGINT NOT NULL DEFAULT 0,
	PRIMARY KEY (organization_id, day_on),
	FOREIGN KEY (organization_id) REFERENCES organization (id)
) COMMENT 'Short messages sent on a day';
