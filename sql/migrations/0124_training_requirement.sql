-- Who needs which course, and from when on.

CREATE TABLE training_requirement (
	id               BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT       NOT NULL,
	course_id        BIGINT       NOT NULL,
	establishment_id BIGINT       NULL COMMENT 'NULL: everywhere',
	department_id    BIGINT       NULL COMMENT 'and those below it; NULL: all',
	job_title        VARCHAR(255) NULL COMMENT 'of the person, whatever its case; NULL: any',
	applies_from     DATE         NOT NULL COMMENT 'nobody needs it before',
	within_days      BIGINT       NOT NULL DEFAULT 0 COMMENT 'after that day, or after the day of hire when it is later',
	is_active        BOOLEAN      NOT NULL DEFAULT TRUE,
	version          BIGINT       NOT NULL DEFAULT 1,
	updated_at       DATETIME(6)  NOT NULL,
	KEY course (organization_id, course_id, id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (course_id) REFERENCES training_course (id),
	FOREIGN KEY (establishment_id) REFERENCES establishment (id),
	FOREIGN KEY (department_id) REFERENCES unit (id),
	CHECK (within_days BETWEEN 0 AND 3660)
) COMMENT 'A course that people of a place, department or job title must have';
