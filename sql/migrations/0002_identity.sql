-- Who may sign in, and what each may do.

CREATE TABLE account (
	id               BIGINT         NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT         NOT NULL,
	person_id        BIGINT         NOT NULL,
	login            VARCHAR(254)   NOT NULL COMMENT 'lower case; usually the mail address; never reused',
	password_hash    VARCHAR(200)   NULL COMMENT 'argon2id string; NULL: cannot sign in with a password',
	password_set_at  DATETIME(6)    NULL,
	totp_secret      VARBINARY(120) NULL COMMENT 'sealed with the installation key',
	totp_step        BIGINT         NOT NULL DEFAULT 0 COMMENT 'newest used step; an older or equal one is refused',
	totp_since       DATETIME(6)    NULL COMMENT 'when the second factor was confirmed',
	failures         BIGINT         NOT NULL DEFAULT 0 COMMENT 'failed attempts since the last good one',
	failed_at        DATETIME(6)    NULL,
	locale           VARCHAR(10)    NULL,
	is_active        BOOLEAN        NOT NULL DEFAULT TRUE,
	signed_in_at     DATETIME(6)    NULL,
	version          BIGINT         NOT NULL DEFAULT 1,
	created_at       DATETIME(6)    NOT NULL,
	UNIQUE KEY login (login),
	UNIQUE KEY person (person_id),
	KEY organization (organization_id, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (person_id) REFERENCES person (id)
) COMMENT 'A person who can sign in';

CREATE TABLE role_grant (
	id               BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT      NOT NULL,
	account_id       BIGINT      NOT NULL,
	role             VARCHAR(20) NOT NULL,
	establishment_id BIGINT      NULL COMMENT 'limits the role to one place; NULL: everywhere',
	department_id    BIGINT      NULL COMMENT 'limits the role to one department; NULL: all',
	until_on         DATE        NULL COMMENT 'last day on which it holds; auditors need one',
	created_at       DATETIME(6) NOT NULL,
	KEY account (account_id, role),
	KEY organization (organization_id, role),
	FOREIGN KEY (account_id) REFERENCES account (id),
	FOREIGN KEY (establishment_id) REFERENCES establishment (id),
	FOREIGN KEY (department_id) REFERENCES unit (id),
	CHECK (role IN ('employee', 'supervisor', 'ehs_specialist', 'investigator', 'operator', 'superadmin', 'auditor', 'administrator')),
	CHECK (role <> 'auditor' OR until_on IS NOT NULL)
) COMMENT 'A role that an account holds, with its limits';

CREATE TABLE session (
	id               BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT       NOT NULL,
	token_hash       BINARY(32)   NOT NULL COMMENT 'SHA-256 of the cookie value',
	account_id       BIGINT       NOT NULL,
	method           VARCHAR(20)  NOT NULL COMMENT 'password, password_totp ...',
	is_pending       BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'password accepted, second factor still asked',
	agent            VARCHAR(120) NULL COMMENT 'browser and system in words, for the list of own sessions',
	created_at       DATETIME(6)  NOT NULL,
	seen_at          DATETIME(6)  NOT NULL COMMENT 'within a minute; idle limit counts from here',
	ends_at          DATETIME(6)  NOT NULL COMMENT 'absolute limit',
	UNIQUE KEY token (token_hash),
	KEY account (account_id, seen_at),
	KEY ends (ends_at),
	FOREIGN KEY (account_id) REFERENCES account (id)
) COMMENT 'A signed-in browser';

CREATE TABLE account_token (
	id         BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	account_id BIGINT      NOT NULL,
	kind       VARCHAR(20) NOT NULL,
	token_hash BINARY(32)  NOT NULL COMMENT 'SHA-256; the value itself is only in the mail or on paper',
	expires_at DATETIME(6) NULL,
	used_at    DATETIME(6) NULL,
	created_at DATETIME(6) NOT NULL,
	UNIQUE KEY token (token_hash),
	KEY account (account_id, kind),
	FOREIGN KEY (account_id) REFERENCES account (id),
	CHECK (kind IN ('password_reset', 'recovery'))
) COMMENT 'Single-use links and recovery codes';
