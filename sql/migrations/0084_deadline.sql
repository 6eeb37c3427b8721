-- By when things have to be done. Made from the dates that the features keep: nothing here is entered by hand.

CREATE TABLE deadline (
	id               BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT       NOT NULL,
	uuid             UUID         NOT NULL COMMENT 'its name in calendars',
	environment      VARCHAR(10)  NOT NULL DEFAULT 'prod',
	kind             VARCHAR(30)  NOT NULL,
	subject_id       BIGINT       NOT NULL COMMENT 'of the record that the kind is about',
	part             BIGINT       NOT NULL DEFAULT 0 COMMENT 'event, agency or year, where a record has several of one kind',
	incident_id      BIGINT       NULL COMMENT 'it may be in the archive',
	establishment_id BIGINT       NULL,
	department_id    BIGINT       NULL,
	responsible_id   BIGINT       NULL COMMENT 'person; NULL: nobody is named',
	reference        VARCHAR(120) NOT NULL DEFAULT '' COMMENT 'number of the record; never a name of a person',
	zone             VARCHAR(64)  NOT NULL DEFAULT '',
	starts_at        DATETIME(6)  NULL,
	due_at           DATETIME(6)  NOT NULL COMMENT 'late from then on',
	due_on           DATE         NULL COMMENT 'the day there, NULL: due_at is exact',
	is_provisional   BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'whether it holds is still to be judged',
	met_at           DATETIME(6)  NULL,
	cancelled_at     DATETIME(6)  NULL,
	is_quiet         BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'shown, told to nobody',
	stage            BIGINT       NOT NULL DEFAULT 0 COMMENT 'highest that was told',
	round            BIGINT       NOT NULL DEFAULT 1 COMMENT 'one more whenever the date moves or it opens again',
	sequence         BIGINT       NOT NULL DEFAULT 0 COMMENT 'grows with every change that a calendar should hear of',
	dated_at         DATETIME(6)  NOT NULL COMMENT 'since when this date holds',
	next_at          DATETIME(6)  NULL COMMENT 'when the next stage is reached',
	created_at       DATETIME(6)  NOT NULL,
	updated_at       DATETIME(6)  NOT NULL,
	is_open          BOOLEAN AS (met_at IS NULL AND cancelled_at IS NULL) STORED,
	UNIQUE KEY uuid (uuid),
	UNIQUE KEY subject (organization_id, kind, subject_id, part),
	KEY incident (organization_id, incident_id, id),
	KEY next (next_at, id),
	KEY due (organization_id, environment, is_open, due_at, id),
	KEY responsible (organization_id, responsible_id, is_open, due_at, id),
	KEY establishment (organization_id, establishment_id, is_open, due_at, id),
	KEY kind (organization_id, kind, due_at, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (establishment_id) REFERENCES establishment (id),
	FOREIGN KEY (department_id) REFERENCES unit (id),
	FOREIGN KEY (responsible_id) REFERENCES person (id),
	CHECK (environment IN ('prod', 'sandbox')),
	CHECK (stage BETWEEN 0 AND 9)
) COMMENT 'By when something has to be done';

CREATE TABLE deadline_told (
	deadline_id     BIGINT      NOT NULL,
	round           BIGINT      NOT NULL,
	stage           BIGINT      NOT NULL,
	organization_id BIGINT      NOT NULL,
	told_at         DATETIME(6) NOT NULL,
	PRIMARY KEY (deadline_id, round, stage),
	FOREIGN KEY (deadline_id) REFERENCES deadline (id)
) COMMENT 'Each stage is told once: its event is written together with this row';

CREATE TABLE deadline_rule (
	organization_id  BIGINT      NOT NULL,
	kind             VARCHAR(30) NOT NULL,
	is_active        BOOLEAN     NOT NULL DEFAULT TRUE,
	term_minutes     BIGINT      NOT NULL DEFAULT 0 COMMENT 'of kinds whose record has no date of its own',
	lead_minutes     BIGINT      NOT NULL DEFAULT 0,
	is_due_told      BOOLEAN     NOT NULL DEFAULT FALSE,
	escalate_minutes BIGINT      NOT NULL DEFAULT 0,
	escalate_steps   BIGINT      NOT NULL DEFAULT 0,
	on_working_days  BOOLEAN     NOT NULL DEFAULT FALSE,
	version          BIGINT      NOT NULL DEFAULT 1,
	updated_at       DATETIME(6) NOT NULL,
	PRIMARY KEY (organization_id, kind),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	CHECK (escalate_steps BETWEEN 0 AND 3),
	CHECK (lead_minutes >= 0 AND escalate_minutes >= 0 AND term_minutes >= 0)
) COMMENT 'Who hears of which deadlines when; a kind without a row has the defaults of the product';

CREATE TABLE deadline_day_off (
	id               BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT       NOT NULL,
	establishment_id BIGINT       NULL COMMENT 'NULL: everywhere',
	off_on           DATE         NOT NULL,
	name             VARCHAR(120) NOT NULL,
	created_at       DATETIME(6)  NOT NULL,
	KEY day (organization_id, off_on),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (establishment_id) REFERENCES establishment (id)
) COMMENT 'Days beside Saturdays and Sundays on which nobody is told';

CREATE TABLE deadline_sweep (
	organization_id BIGINT      NOT NULL PRIMARY KEY,
	begun_at        DATETIME(6) NOT NULL COMMENT 'what was late before is told to nobody',
	incident_id     BIGINT      NOT NULL DEFAULT 0 COMMENT 'how far the slow round over everything has come',
	capa_id         BIGINT      NOT NULL DEFAULT 0,
	rounded_at      DATETIME(6) NULL COMMENT 'when the last round was through',
	wide_at         DATETIME(6) NULL COMMENT 'when years, training and roles were last looked at; NULL: to be done at once',
	FOREIGN KEY (organization_id) REFERENCES organization (id)
) COMMENT 'How far the sweep of an organization has come';

CREATE TABLE deadline_feed (
	id        TINYINT NOT NULL PRIMARY KEY,
	audit_seq BIGINT  NOT NULL DEFAULT -1 COMMENT 'changes up to this leaf of the audit log are in; -1: not begun',
	CHECK (id = 1)
) COMMENT 'One row: how far the changes of all organizations were followed';
INSERT INTO deadline_feed (id) VALUES (1);
