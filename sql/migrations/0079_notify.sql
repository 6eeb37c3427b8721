-- Who is told of what: rules, what people chose for themselves, and every message with the rules that caused it.

CREATE TABLE notify_rule (
	id               BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT      NOT NULL COMMENT '0: ships with the product and holds where an organization has none of that code',
	code             VARCHAR(80) NOT NULL COMMENT 'stable; traces name the rule by it',
	event_kind       VARCHAR(60) NOT NULL,
	recipient        VARCHAR(20) NOT NULL,
	role             VARCHAR(20) NULL,
	person_id        BIGINT      NULL,
	by_inbox         BOOLEAN     NOT NULL DEFAULT TRUE,
	by_mail          BOOLEAN     NOT NULL DEFAULT FALSE,
	by_sms           BOOLEAN     NOT NULL DEFAULT FALSE,
	by_push          BOOLEAN     NOT NULL DEFAULT FALSE,
	register         VARCHAR(20) NULL COMMENT 'NULL in this and the next columns: any',
	severity         VARCHAR(10) NULL COMMENT 'this one or worse',
	report_type      VARCHAR(20) NULL,
	environment      VARCHAR(10) NULL,
	establishment_id BIGINT      NULL,
	department_id    BIGINT      NULL,
	is_mandatory     BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'nobody switches it off',
	may_wait         BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'mails may be gathered in a digest',
	breaks_quiet     BOOLEAN     NOT NULL DEFAULT FALSE COMMENT 'quiet hours do not hold it back',
	tells_actor      BOOLEAN     NOT NULL DEFAULT FALSE,
	is_active        BOOLEAN     NOT NULL DEFAULT TRUE,
	version          BIGINT      NOT NULL DEFAULT 1,
	updated_at       DATETIME(6) NOT NULL,
	UNIQUE KEY code (organization_id, code),
	FOREIGN KEY (person_id) REFERENCES person (id),
	FOREIGN KEY (establishment_id) REFERENCES establishment (id),
	FOREIGN KEY (department_id) REFERENCES unit (id),
	CHECK (recipient <> 'role' OR role IS NOT NULL),
	CHECK (recipient <> 'named' OR person_id IS NOT NULL)
) COMMENT 'Which events are told to whom by which channels';

CREATE TABLE notify_policy (
	organization_id BIGINT       NOT NULL PRIMARY KEY,
	rules_version   BIGINT       NOT NULL DEFAULT 0 COMMENT 'grows with every change of a rule',
	mail_title      BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'mails may hold the title of an incident that is not discreet',
	sandbox_people  VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'employee numbers: who hears of the sandbox',
	version         BIGINT       NOT NULL DEFAULT 0,
	FOREIGN KEY (organization_id) REFERENCES organization (id)
) COMMENT 'What holds for all messages of an organization';

CREATE TABLE notify_preference (
	account_id      BIGINT       NOT NULL PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	off             VARCHAR(500) NOT NULL DEFAULT '' COMMENT 'group.channel, comma separated',
	gathered        VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'groups whose mails wait for the digest',
	quiet_from      TIME         NULL,
	quiet_until     TIME         NULL COMMENT 'before quiet_from: over midnight',
	quiet_weekends  BOOLEAN      NOT NULL DEFAULT FALSE,
	zone            VARCHAR(60)  NULL,
	digest          VARCHAR(10)  NULL,
	digest_weekday  VARCHAR(1)   NULL COMMENT '1 Monday to 7 Sunday',
	digest_at       TIME         NULL,
	absent_from     DATE         NULL,
	absent_until    DATE         NULL COMMENT 'last day',
	delegate_id     BIGINT       NULL COMMENT 'person who is told as well meanwhile',
	version         BIGINT       NOT NULL DEFAULT 1,
	updated_at      DATETIME(6)  NOT NULL,
	FOREIGN KEY (account_id) REFERENCES account (id),
	FOREIGN KEY (delegate_id) REFERENCES person (id),
	CHECK (digest IS NULL OR digest IN ('daily', 'weekly'))
) COMMENT 'How somebody wants to be told; without a row as the rules say';

CREATE TABLE notification (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	environment     VARCHAR(10)  NOT NULL DEFAULT 'prod',
	account_id      BIGINT       NOT NULL,
	person_id       BIGINT       NOT NULL,
	event_id        BIGINT       NOT NULL,
	kind            VARCHAR(60)  NOT NULL,
	incident_id     BIGINT       NULL,
	capa_id         BIGINT       NULL,
	number          VARCHAR(120) NOT NULL DEFAULT '' COMMENT 'of the incident, else of the action or the place',
	action          VARCHAR(24)  NOT NULL DEFAULT '',
	status          VARCHAR(30)  NULL COMMENT 'of the incident at that time',
	severity        VARCHAR(10)  NULL,
	what            VARCHAR(60)  NOT NULL DEFAULT '' COMMENT 'code of the deadline, name of the task',
	due_at          DATETIME(6)  NULL,
	is_due_by_day   BOOLEAN      NOT NULL DEFAULT FALSE,
	recipients      VARCHAR(120) NOT NULL COMMENT 'as what the person is told, comma separated',
	rules           VARCHAR(500) NOT NULL COMMENT 'code:version of every rule that led here, comma separated',
	away_id         BIGINT       NULL COMMENT 'person for whom a delegate is told',
	channels        VARCHAR(120) NOT NULL COMMENT 'channel=sending, comma separated: what was decided',
	in_inbox        BOOLEAN      NOT NULL,
	shown_at        DATETIME(6)  NOT NULL COMMENT 'from then on in the inbox',
	read_at         DATETIME(6)  NULL,
	digest_at       DATETIME(6)  NULL COMMENT 'waits for the digest of that time',
	digested_at     DATETIME(6)  NULL,
	created_at      DATETIME(6)  NOT NULL,
	UNIQUE KEY once (event_id, kind, account_id),
	KEY inbox (account_id, in_inbox, shown_at, id),
	KEY unread (account_id, in_inbox, read_at, shown_at, id),
	KEY incident (organization_id, incident_id, id),
	KEY digest (digested_at, digest_at, account_id),
	KEY created (created_at),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (account_id) REFERENCES account (id)
) COMMENT 'Somebody was told, once for each event, with what led to it';

ALTER TABLE person ADD KEY team (organization_id, team_id, id);
-- Another index by kind and time has come with the outbox.
ALTER TABLE event DROP KEY kind;
