-- The log as it stood: every line, each time it changes. Written by triggers, so that no program can leave one out; the
-- programs may only read it.

CREATE TABLE osha_log_version (
	id                BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id   BIGINT       NOT NULL,
	establishment_id  BIGINT       NOT NULL,
	year              SMALLINT     NOT NULL,
	case_id           BIGINT       NOT NULL,
	recorded_at       DATETIME(6)  NOT NULL COMMENT 'from then on the line read so',
	is_gone           BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'from then on the case was not on this log any more',
	case_position     BIGINT       NOT NULL,
	case_number       VARCHAR(50)  NULL,
	full_name         VARCHAR(200) NOT NULL,
	job_title         VARCHAR(255) NULL,
	occurred_where    VARCHAR(255) NULL,
	description       VARCHAR(255) NULL,
	injury_on         DATE         NULL,
	outcome           VARCHAR(20)  NULL,
	days_away         BIGINT       NOT NULL,
	days_restricted   BIGINT       NOT NULL,
	is_days_estimated BOOLEAN      NOT NULL,
	type              VARCHAR(20)  NULL,
	is_privacy        BOOLEAN      NOT NULL,
	lined_out_at      DATETIME(6)  NULL,
	KEY log (organization_id, establishment_id, year, case_id, id),
	KEY osha_case (case_id, id),
	FOREIGN KEY (case_id) REFERENCES osha_case (id)
) COMMENT 'Lines of OSHA logs as they read at any time (29 CFR 1904.33(b)); append only';

INSERT INTO osha_log_version (organization_id, establishment_id, year, case_id, recorded_at, case_position, case_number,
	full_name, job_title, occurred_where, description, injury_on, outcome, days_away, days_restricted, is_days_estimated, type,
	is_privacy, lined_out_at)
SELECT c.organization_id, c.establishment_id, c.year, c.id, c.updated_at, c.case_position, c.case_number, p.full_name,
	c.job_title, c.occurred_where, c.description, c.injury_on, c.outcome, c.days_away, c.days_restricted, c.is_days_estimated,
	c.type, c.is_privacy, c.lined_out_at
FROM osha_case c JOIN injured_person p ON p.id = c.injured_person_id WHERE c.case_position IS NOT NULL;

DELIMITER //
CREATE TRIGGER osha_case_version_insert AFTER INSERT ON osha_case FOR EACH ROW
BEGIN
	IF NEW.case_position IS NOT NULL THEN
		INSERT INTO osha_log_version (organization_id, establishment_id, year, case_id, recorded_at, case_position, case_number,
			full_name, job_title, occurred_where, description, injury_on, outcome, days_away, days_restricted,
			is_days_estimated, type, is_privacy, lined_out_at)
		SELECT NEW.organization_id, NEW.establishment_id, NEW.year, NEW.id, NEW.updated_at, NEW.case_position,
			NEW.case_number, p.full_name, NEW.job_title, NEW.occurred_where, NEW.description, NEW.injury_on, NEW.outcome,
			NEW.days_away, NEW.days_restricted, NEW.is_days_estimated, NEW.type, NEW.is_privacy, NEW.lined_out_at
		FROM injured_person p WHERE p.id = NEW.injured_person_id;
	END IF;
END//
CREATE TRIGGER osha_case_version_update AFTER UPDATE ON osha_case FOR EACH ROW
BEGIN
	IF OLD.case_position IS NOT NULL AND (NEW.case_position IS NULL OR OLD.establishment_id <> NEW.establishment_id
		OR OLD.year <> NEW.year) THEN
		INSERT INTO osha_log_version (organization_id, establishment_id, year, case_id, recorded_at, is_gone, case_position,
			case_number, full_name, injury_on, days_away, days_restricted, is_days_estimated, is_privacy)
		SELECT OLD.organization_id, OLD.establishment_id, OLD.year, OLD.id, NEW.updated_at, TRUE, OLD.case_position,
			OLD.case_number, p.full_name, OLD.injury_on, 0, 0, FALSE, OLD.is_privacy
		FROM injured_person p WHERE p.id = OLD.injured_person_id;
	END IF;
	IF NEW.case_position IS NOT NULL AND NOT (OLD.case_position <=> NEW.case_position
		AND OLD.establishment_id = NEW.establishment_id AND OLD.year = NEW.year AND OLD.case_number <=> NEW.case_number
		AND OLD.job_title <=> NEW.job_title AND OLD.occurred_where <=> NEW.occurred_where
		AND OLD.description <=> NEW.description AND OLD.injury_on <=> NEW.injury_on AND OLD.outcome <=> NEW.outcome
		AND OLD.days_away = NEW.days_away AND OLD.days_restricted = NEW.days_restricted
		AND OLD.is_days_estimated = NEW.is_days_estimated AND OLD.type <=> NEW.type AND OLD.is_privacy = NEW.is_privacy
		AND OLD.lined_out_at <=> NEW.lined_out_at) THEN
		INSERT INTO osha_log_version (organization_id, establishment_id, year, case_id, recorded_at, case_position, case_number,
			full_name, job_title, occurred_where, description, injury_on, outcome, days_away, days_restricted,
			is_days_estimated, type, is_privacy, lined_out_at)
		SELECT NEW.organization_id, NEW.establishment_id, NEW.year, NEW.id, NEW.updated_at, NEW.case_position,
			NEW.case_number, p.full_name, NEW.job_title, NEW.occurred_where, NEW.description, NEW.injury_on, NEW.outcome,
			NEW.days_away, NEW.days_restricted, NEW.is_days_estimated, NEW.type, NEW.is_privacy, NEW.lined_out_at
		FROM injured_person p WHERE p.id = NEW.injured_person_id;
	END IF;
END//
CREATE TRIGGER injured_person_version_update AFTER UPDATE ON injured_person FOR EACH ROW
BEGIN
	IF OLD.full_name <> NEW.full_name THEN
		INSERT INTO osha_log_version (organization_id, establishment_id, year, case_id, recorded_at, case_position, case_number,
			full_name, job_title, occurred_where, description, injury_on, outcome, days_away, days_restricted,
			is_days_estimated, type, is_privacy, lined_out_at)
		SELECT c.organization_id, c.establishment_id, c.year, c.id, NEW.updated_at, c.case_position, c.case_number,
			NEW.full_name, c.job_title, c.occurred_where, c.description, c.injury_on, c.outcome, c.days_away,
			c.days_restricted, c.is_days_estimated, c.type, c.is_privacy, c.lined_out_at
		FROM osha_case c WHERE c.injured_person_id = NEW.id AND c.case_position IS NOT NULL;
	END IF;
END//
DELIMITER ;
