-- Users and groups that an identity provider keeps (SCIM), and sign-in names that nobody else may ever get.

CREATE TABLE scim_user (
	person_id       BIGINT       NOT NULL PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	external_id     VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'id at the provider',
	display_name    VARCHAR(220) NULL,
	deleted_at      DATETIME(6)  NULL COMMENT 'removed by the provider: switched off, found no longer',
	version         BIGINT       NOT NULL DEFAULT 1,
	created_at      DATETIME(6)  NOT NULL,
	updated_at      DATETIME(6)  NOT NULL,
	UNIQUE KEY external_id (organization_id, external_id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (person_id) REFERENCES person (id)
) COMMENT 'What a provider says of a user beside person and account';

CREATE TABLE scim_group (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	uuid            UUID         NOT NULL,
	display_name    VARCHAR(255) NOT NULL COMMENT 'by which role_mapping knows it',
	external_id     VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL COMMENT 'id at the provider',
	version         BIGINT       NOT NULL DEFAULT 1,
	created_at      DATETIME(6)  NOT NULL,
	updated_at      DATETIME(6)  NOT NULL,
	UNIQUE KEY uuid (uuid),
	UNIQUE KEY display_name (organization_id, display_name),
	KEY external_id (organization_id, external_id),
	KEY organization (organization_id, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id)
) COMMENT 'A group of users that a provider keeps';

CREATE TABLE scim_member (
	group_id  BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	PRIMARY KEY (group_id, person_id),
	KEY person (person_id, group_id),
	FOREIGN KEY (group_id) REFERENCES scim_group (id),
	FOREIGN KEY (person_id) REFERENCES person (id)
) COMMENT 'Who is in a group';

CREATE TABLE retired_login (
	login      VARCHAR(254) NOT NULL PRIMARY KEY,
	account_id BIGINT       NOT NULL COMMENT 'whose it was',
	retired_at DATETIME(6)  NOT NULL,
	FOREIGN KEY (account_id) REFERENCES account (id)
) COMMENT 'Former sign-in names (21 CFR 11.300(a): never given to somebody else)';
