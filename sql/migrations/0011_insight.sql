-- Figures for dashboards. A change of an incident leaves a note; the worker adds the notes up by month. What people
-- see is the sums plus the notes that are not added up yet, so it is always right, and reports that come in at the
-- same time never wait for one row.

CREATE TABLE figure_change (
	id               BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT      NOT NULL,
	sign             TINYINT     NOT NULL COMMENT '1: an incident as it is now; -1: as it was before',
	occurred_at      DATETIME(6) NOT NULL,
	register         VARCHAR(20) NOT NULL,
	report_type      VARCHAR(20) NOT NULL,
	severity         VARCHAR(10) NOT NULL,
	establishment_id BIGINT      NOT NULL,
	department_id    BIGINT      NULL,
	category_id      BIGINT      NULL,
	KEY organization (organization_id, register, id)
) COMMENT 'Incidents of figure_month that are still to be added or taken off';

CREATE TABLE figure_month (
	organization_id  BIGINT  NOT NULL,
	register         TINYINT NOT NULL COMMENT 'numbers as in src/incident/incident.h',
	establishment_id BIGINT  NOT NULL COMMENT '0: all together',
	department_id    BIGINT  NOT NULL COMMENT '0: all together; -1: none given',
	is_by_category   BOOLEAN NOT NULL COMMENT 'FALSE: all categories together',
	month_on         DATE    NOT NULL COMMENT 'first day of the month in the zone of the organization',
	category_id      BIGINT  NOT NULL COMMENT '0: all together; -1: none given',
	report_type      TINYINT NOT NULL,
	severity         TINYINT NOT NULL,
	incidents        BIGINT  NOT NULL,
	PRIMARY KEY (organization_id, register, establishment_id, department_id, is_by_category, month_on,
		category_id, report_type, severity)
) COMMENT 'How many incidents happened: for every dashboard the few rows it needs, one after another';

CREATE TABLE figure_case (
	organization_id  BIGINT      NOT NULL,
	month_on         DATE        NOT NULL,
	establishment_id BIGINT      NOT NULL COMMENT 'whose log it is on',
	outcome          VARCHAR(20) NOT NULL,
	cases            BIGINT      NOT NULL,
	days_away        BIGINT      NOT NULL,
	days_restricted  BIGINT      NOT NULL,
	PRIMARY KEY (organization_id, month_on, establishment_id, outcome)
) COMMENT 'Recordable cases by month of injury';

DELIMITER //
CREATE TRIGGER incident_figures_insert AFTER INSERT ON incident FOR EACH ROW
BEGIN
	IF NEW.environment = 'prod' THEN
		INSERT INTO figure_change (organization_id, sign, occurred_at, register, report_type, severity,
			establishment_id, department_id, category_id)
		VALUES (NEW.organization_id, 1, NEW.occurred_at, NEW.register, NEW.report_type, NEW.severity,
			NEW.establishment_id, NEW.department_id, NEW.category_id);
	END IF;
END//
CREATE TRIGGER incident_figures_update AFTER UPDATE ON incident FOR EACH ROW
BEGIN
	IF NOT (OLD.environment = NEW.environment AND OLD.occurred_at = NEW.occurred_at AND OLD.register = NEW.register
		AND OLD.report_type = NEW.report_type AND OLD.severity = NEW.severity
		AND OLD.establishment_id = NEW.establishment_id AND OLD.department_id <=> NEW.department_id
		AND OLD.category_id <=> NEW.category_id) THEN
		IF OLD.environment = 'prod' THEN
			INSERT INTO figure_change (organization_id, sign, occurred_at, register, report_type, severity,
				establishment_id, department_id, category_id)
			VALUES (OLD.organization_id, -1, OLD.occurred_at, OLD.register, OLD.report_type, OLD.severity,
				OLD.establishment_id, OLD.department_id, OLD.category_id);
		END IF;
		IF NEW.environment = 'prod' THEN
			INSERT INTO figure_change (organization_id, sign, occurred_at, register, report_type, severity,
				establishment_id, department_id, category_id)
			VALUES (NEW.organization_id, 1, NEW.occurred_at, NEW.register, NEW.report_type, NEW.severity,
				NEW.establishment_id, NEW.department_id, NEW.category_id);
		END IF;
	END IF;
END//
CREATE TRIGGER osha_case_figures_insert AFTER INSERT ON osha_case FOR EACH ROW
BEGIN
	IF NEW.recordable = 'yes' AND NEW.outcome IS NOT NULL AND NEW.injury_on IS NOT NULL THEN
		INSERT INTO figure_case VALUES (NEW.organization_id, DATE_FORMAT(NEW.injury_on, '%Y-%m-01'), NEW.establishment_id,
			NEW.outcome, 1, NEW.days_away, NEW.days_restricted)
		ON DUPLICATE KEY UPDATE cases = cases + 1, days_away = figure_case.days_away + NEW.days_away,
			days_restricted = figure_case.days_restricted + NEW.days_restricted;
	END IF;
END//
CREATE TRIGGER osha_case_figures_update AFTER UPDATE ON osha_case FOR EACH ROW
BEGIN
	IF OLD.recordable = 'yes' AND OLD.outcome IS NOT NULL AND OLD.injury_on IS NOT NULL THEN
		UPDATE figure_case SET cases = cases - 1, days_away = days_away - OLD.days_away,
			days_restricted = days_restricted - OLD.days_restricted
		WHERE organization_id = OLD.organization_id AND month_on = DATE_FORMAT(OLD.injury_on, '%Y-%m-01')
			AND establishment_id = OLD.establishment_id AND outcome = OLD.outcome;
	END IF;
	IF NEW.recordable = 'yes' AND NEW.outcome IS NOT NULL AND NEW.injury_on IS NOT NULL THEN
		INSERT INTO figure_case VALUES (NEW.organization_id, DATE_FORMAT(NEW.injury_on, '%Y-%m-01'), NEW.establishment_id,
			NEW.outcome, 1, NEW.days_away, NEW.days_restricted)
		ON DUPLICATE KEY UPDATE cases = cases + 1, days_away = figure_case.days_away + NEW.days_away,
			days_restricted = figure_case.days_restricted + NEW.days_restricted;
	END IF;
END//
DELIMITER ;

INSERT INTO figure_change (organization_id, sign, occurred_at, register, report_type, severity, establishment_id,
	department_id, category_id)
SELECT organization_id, 1, occurred_at, register, report_type, severity, establishment_id, department_id, category_id
FROM incident WHERE environment = 'prod';

INSERT INTO figure_case
SELECT organization_id, DATE_FORMAT(injury_on, '%Y-%m-01'), establishment_id, outcome, COUNT(*), SUM(days_away),
	SUM(days_restricted)
FROM osha_case WHERE recordable = 'yes' AND outcome IS NOT NULL AND injury_on IS NOT NULL
GROUP BY 1, 2, 3, 4;
