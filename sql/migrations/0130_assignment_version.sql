-- Rules that choose the manager of a report are kept by processes like names: with every change the number rises.

CREATE TRIGGER assignment_rule_directory_insert AFTER INSERT ON assignment_rule FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.organization_id;
CREATE TRIGGER assignment_rule_directory_update AFTER UPDATE ON assignment_rule FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = NEW.organization_id;
CREATE TRIGGER assignment_rule_directory_delete AFTER DELETE ON assignment_rule FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = OLD.organization_id;
