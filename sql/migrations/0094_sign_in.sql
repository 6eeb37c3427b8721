-- Signing in with what the organization has already: an OpenID provider, a directory, a web server that knows
-- the user. An outside identity leads to one account; groups over there give roles here.

CREATE TABLE identity_link (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	account_id      BIGINT       NOT NULL,
	issuer          VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'who vouches: issuer, directory, "header"',
	subject         VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'name there that is never given to somebody else',
	created_at      DATETIME(6)  NOT NULL,
	UNIQUE KEY subject (organization_id, issuer, subject),
	UNIQUE KEY account (account_id, issuer),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (account_id) REFERENCES account (id)
) COMMENT 'An identity elsewhere that leads to an account';

CREATE TABLE role_mapping (
	id               BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT       NOT NULL,
	source           VARCHAR(20)  NOT NULL COMMENT 'which way of signing in brings the group',
	group_name       VARCHAR(255) NOT NULL,
	role             VARCHAR(20)  NOT NULL,
	establishment_id BIGINT       NULL COMMENT 'limits the role to one place; NULL: everywhere',
	department_id    BIGINT       NULL COMMENT 'limits the role to one department; NULL: all',
	until_on         DATE         NULL COMMENT 'last day on which it holds; auditors need one',
	created_at       DATETIME(6)  NOT NULL,
	KEY organization (organization_id, source, group_name),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (establishment_id) REFERENCES establishment (id),
	FOREIGN KEY (department_id) REFERENCES unit (id),
	CHECK (source IN ('oidc', 'ldap', 'header', 'scim')),
	CHECK (role IN ('employee', 'supervisor', 'ehs_specialist', 'investigator', 'operator', 'superadmin', 'auditor', 'administrator')),
	CHECK (role <> 'auditor' OR until_on IS NOT NULL)
) COMMENT 'Which group elsewhere has which role here; never changed, only added and removed';

ALTER TABLE role_grant
	ADD COLUMN mapping_id BIGINT NULL COMMENT 'the mapping that gave it; NULL: given by hand',
	ADD KEY mapping (mapping_id),
	ADD FOREIGN KEY (mapping_id) REFERENCES role_mapping (id);

ALTER TABLE account
	ADD COLUMN is_break_glass BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'for emergencies; every use is an incident';

ALTER TABLE session
	ADD COLUMN issuer   VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'who vouched; NULL: a local password',
	ADD COLUMN subject  VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
	ADD COLUMN sid      VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'the session there, for its logout',
	ADD COLUMN acr      VARCHAR(255) NULL COMMENT 'how strong the authentication was, in the words of the issuer',
	ADD COLUMN amr      VARCHAR(255) NULL COMMENT 'its means: pwd, otp, hwk ...',
	ADD COLUMN id_token TEXT NULL COMMENT 'hint for the logout there; none when longer',
	ADD COLUMN confirm_hash  BINARY(32)  NULL COMMENT 'SHA-256 of what one signature may be made with, after a fresh authentication',
	ADD COLUMN confirm_until DATETIME(6) NULL,
	ADD KEY sid (issuer, sid),
	ADD KEY subject (issuer, subject);

ALTER TABLE signature
	ADD COLUMN acr VARCHAR(255) NULL COMMENT 'how strong the authentication was, in the words of the issuer',
	ADD COLUMN amr VARCHAR(255) NULL COMMENT 'its means: pwd, otp, hwk ...';

CREATE TABLE kept_form (
	token_hash BINARY(32)    NOT NULL PRIMARY KEY COMMENT 'SHA-256; the value itself travels with the browser',
	path       VARCHAR(2000) NOT NULL,
	fields     MEDIUMTEXT    NOT NULL COMMENT 'as a browser sends them',
	expires_at DATETIME(6)   NOT NULL,
	KEY expires (expires_at)
) COMMENT 'A form that waits while its sender proves elsewhere who they are';

CREATE TABLE logout_token (
	token_hash BINARY(32)  NOT NULL PRIMARY KEY COMMENT 'SHA-256 of issuer and jti',
	expires_at DATETIME(6) NOT NULL,
	KEY expires (expires_at)
) COMMENT 'Logout tokens that were accepted, so that none works twice';
