-- What stands around an incident: links to others, people who watch it, texts that are not sent yet.
CREATE TABLE incident_link (
	id              BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT      NOT NULL,
	incident_id     BIGINT      NOT NULL,
	other_id        BIGINT      NOT NULL,
	kind            VARCHAR(20) NOT NULL COMMENT 'related and same_cause hold both ways; led_to: incident_id led to other_id',
	is_removed      BOOLEAN     NOT NULL DEFAULT FALSE,
	created_at      DATETIME(6) NOT NULL,
	UNIQUE KEY pair (incident_id, other_id, kind),
	KEY other (other_id, incident_id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (incident_id) REFERENCES incident (id),
	FOREIGN KEY (other_id) REFERENCES incident (id),
	CHECK (kind IN ('related', 'same_cause', 'led_to')),
	CHECK (incident_id <> other_id)
) COMMENT 'Two incidents that have to do with each other';

CREATE TABLE incident_watcher (
	incident_id     BIGINT      NOT NULL,
	person_id       BIGINT      NOT NULL,
	organization_id BIGINT      NOT NULL,
	created_at      DATETIME(6) NOT NULL,
	PRIMARY KEY (incident_id, person_id),
	KEY person (organization_id, person_id, incident_id),
	FOREIGN KEY (incident_id) REFERENCES incident (id),
	FOREIGN KEY (person_id) REFERENCES person (id)
) COMMENT 'Who wants to hear of changes';

CREATE TABLE draft (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	account_id      BIGINT       NOT NULL,
	path            VARCHAR(300) NOT NULL COMMENT 'of the form that it was typed into',
	answers         MEDIUMTEXT   NOT NULL COMMENT 'JSON: form key to value, as typed',
	created_at      DATETIME(6)  NOT NULL,
	updated_at      DATETIME(6)  NOT NULL,
	UNIQUE KEY form (account_id, path),
	KEY updated (updated_at),
	FOREIGN KEY (account_id) REFERENCES account (id),
	CHECK (JSON_VALID(answers))
) COMMENT 'What somebody typed into a form and has not sent yet';

-- Duplicates are left out of lists from the index alone.
ALTER TABLE incident
	DROP KEY newest,
	DROP KEY status,
	DROP KEY establishment,
	DROP KEY department,
	DROP KEY open_now,
	ADD KEY open_now (organization_id, environment, status_rank, register, establishment_id, department_id, severity_rank,
		target_on, merged_into_id),
	ADD KEY newest (organization_id, environment, occurred_at, id, register, status_rank, severity_rank,
		establishment_id, department_id, reporter_id, manager_id, investigation_lead_id, report_type, target_on,
		merged_into_id),
	ADD KEY status (organization_id, environment, status_rank, occurred_at, id, severity_rank, register, report_type,
		establishment_id, department_id, target_on, merged_into_id),
	ADD KEY establishment (organization_id, environment, establishment_id, occurred_at, id, status_rank, severity_rank, register,
		report_type, department_id, merged_into_id),
	ADD KEY department (organization_id, environment, department_id, occurred_at, id, status_rank, severity_rank, register, report_type,
		establishment_id, merged_into_id);

-- A duplicate is counted with the incident that it was merged into, not once more.
DELIMITER //
DROP TRIGGER incident_figures_update//
CREATE TRIGGER incident_figures_update AFTER UPDATE ON incident FOR EACH ROW
BEGIN
	IF NOT (OLD.environment = NEW.environment AND OLD.occurred_at = NEW.occurred_at AND OLD.register = NEW.register
		AND OLD.report_type = NEW.report_type AND OLD.severity = NEW.severity
		AND OLD.establishment_id = NEW.establishment_id AND OLD.department_id <=> NEW.department_id
		AND OLD.category_id <=> NEW.category_id AND OLD.merged_into_id <=> NEW.merged_into_id) THEN
		IF OLD.environment = 'prod' AND OLD.merged_into_id IS NULL THEN
			INSERT INTO figure_change (organization_id, sign, occurred_at, register, report_type, severity,
				establishment_id, department_id, category_id)
			VALUES (OLD.organization_id, -1, OLD.occurred_at, OLD.register, OLD.report_type, OLD.severity,
				OLD.establishment_id, OLD.department_id, OLD.category_id);
		END IF;
		IF NEW.environment = 'prod' AND NEW.merged_into_id IS NULL THEN
			INSERT INTO figure_change (organization_id, sign, occurred_at, register, report_type, severity,
				establishment_id, department_id, category_id)
			VALUES (NEW.organization_id, 1, NEW.occurred_at, NEW.register, NEW.report_type, NEW.severity,
				NEW.establishment_id, NEW.department_id, NEW.category_id);
		END IF;
	END IF;
END//
DELIMITER ;
