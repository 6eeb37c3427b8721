-- What is open, and by when it should not be: counted like the months, so that a dashboard reads some hundred sums
-- instead of every open incident. A note says whether its incident was open, and its target date.

ALTER TABLE figure_change
	ADD COLUMN is_open BOOLEAN NOT NULL DEFAULT FALSE,
	ADD COLUMN target_on DATE NULL;
ALTER TABLE figure_month
	CHANGE is_by_category kind TINYINT NOT NULL
		COMMENT '0: by month; 1: by month and category; 2: open ones by target date, whenever they happened',
	MODIFY month_on DATE NOT NULL
		COMMENT 'first day of the month in the zone of the organization; of open ones the target date, 9999-12-31: none';

DELIMITER //
DROP TRIGGER incident_figures_insert//
CREATE TRIGGER incident_figures_insert AFTER INSERT ON incident FOR EACH ROW
BEGIN
	IF NEW.environment = 'prod' THEN
		INSERT INTO figure_change (organization_id, sign, occurred_at, register, report_type, severity,
			establishment_id, department_id, category_id, is_open, target_on)
		VALUES (NEW.organization_id, 1, NEW.occurred_at, NEW.register, NEW.report_type, NEW.severity,
			NEW.establishment_id, NEW.department_id, NEW.category_id, NEW.status_rank BETWEEN 1 AND 8, NEW.target_on);
	END IF;
END//
DROP TRIGGER incident_figures_update//
CREATE TRIGGER incident_figures_update AFTER UPDATE ON incident FOR EACH ROW
BEGIN
	IF NOT (OLD.environment = NEW.environment AND OLD.occurred_at = NEW.occurred_at AND OLD.register = NEW.register
		AND OLD.report_type = NEW.report_type AND OLD.severity = NEW.severity
		AND OLD.establishment_id = NEW.establishment_id AND OLD.department_id <=> NEW.department_id
		AND OLD.category_id <=> NEW.category_id AND OLD.merged_into_id <=> NEW.merged_into_id
		AND (OLD.status_rank BETWEEN 1 AND 8) = (NEW.status_rank BETWEEN 1 AND 8)
		AND (NEW.status_rank NOT BETWEEN 1 AND 8 OR OLD.target_on <=> NEW.target_on)) THEN
		IF OLD.environment = 'prod' AND OLD.merged_into_id IS NULL THEN
			INSERT INTO figure_change (organization_id, sign, occurred_at, register, report_type, severity,
				establishment_id, department_id, category_id, is_open, target_on)
			VALUES (OLD.organization_id, -1, OLD.occurred_at, OLD.register, OLD.report_type, OLD.severity,
				OLD.establishment_id, OLD.department_id, OLD.category_id, OLD.status_rank BETWEEN 1 AND 8, OLD.target_on);
		END IF;
		IF NEW.environment = 'prod' AND NEW.merged_into_id IS NULL THEN
			INSERT INTO figure_change (organization_id, sign, occurred_at, register, report_type, severity,
				establishment_id, department_id, category_id, is_open, target_on)
			VALUES (NEW.organization_id, 1, NEW.occurred_at, NEW.register, NEW.report_type, NEW.severity,
				NEW.establishment_id, NEW.department_id, NEW.category_id, NEW.status_rank BETWEEN 1 AND 8, NEW.target_on);
		END IF;
	END IF;
END//
DELIMITER ;

-- Notes that wait say nothing of what is open: it is all counted here.
INSERT INTO figure_month (organization_id, register, establishment_id, department_id, kind, month_on, category_id, report_type,
	severity, incidents)
SELECT i.organization_id, FIELD(i.register, 'safety', 'environment', 'operations'), IF(w.by_place, i.establishment_id, 0),
	IF(w.by_department, COALESCE(i.department_id, -1), 0), 2, COALESCE(i.target_on, '9999-12-31'), 0, 0, i.severity_rank, COUNT(*)
FROM incident i JOIN (SELECT 0 AS by_place, 0 AS by_department UNION ALL SELECT 1, 0 UNION ALL SELECT 0, 1 UNION ALL SELECT 1, 1) w
WHERE i.environment = 'prod' AND i.merged_into_id IS NULL AND i.status_rank BETWEEN 1 AND 8
GROUP BY 1, 2, 3, 4, 6, 9;
