-- What processes keep between requests - names of places, groups and categories, who an account is and what it may
-- do - holds as long as this number stands still. It is read with the session, so keeping costs no round trip and
-- a change shows everywhere with the next request.

CREATE TABLE directory_version (
	organization_id BIGINT NOT NULL PRIMARY KEY,
	version         BIGINT NOT NULL DEFAULT 1 COMMENT 'raised by triggers, in the transaction of the change',
	FOREIGN KEY (organization_id) REFERENCES organization (id)
) COMMENT 'Counts changes of places, groups, categories, names of people, accounts and roles';

INSERT INTO directory_version (organization_id) SELECT id FROM organization;

CREATE TRIGGER organization_directory_insert AFTER INSERT ON organization FOR EACH ROW
	INSERT INTO directory_version (organization_id) VALUES (NEW.id);
CREATE TRIGGER organization_directory_update AFTER UPDATE ON organization FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.id;

CREATE TRIGGER establishment_directory_insert AFTER INSERT ON establishment FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.organization_id;
CREATE TRIGGER establishment_directory_update AFTER UPDATE ON establishment FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.organization_id;

CREATE TRIGGER unit_directory_insert AFTER INSERT ON unit FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.organization_id;
CREATE TRIGGER unit_directory_update AFTER UPDATE ON unit FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.organization_id;

CREATE TRIGGER category_directory_insert AFTER INSERT ON category FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.organization_id;
CREATE TRIGGER category_directory_update AFTER UPDATE ON category FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.organization_id;

-- A new person is in nothing that is kept.
CREATE TRIGGER person_directory_update AFTER UPDATE ON person FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.organization_id;

-- Signing in writes to the account as well and changes nothing that is kept.
CREATE TRIGGER account_directory_update AFTER UPDATE ON account FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.organization_id
		AND NOT (OLD.person_id = NEW.person_id AND OLD.is_active = NEW.is_active
			AND BINARY OLD.login = BINARY NEW.login AND BINARY OLD.locale <=> BINARY NEW.locale);

CREATE TRIGGER role_grant_directory_insert AFTER INSERT ON role_grant FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.organization_id;
CREATE TRIGGER role_grant_directory_update AFTER UPDATE ON role_grant FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.organization_id;
CREATE TRIGGER role_grant_directory_delete AFTER DELETE ON role_grant FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = OLD.organization_id;
