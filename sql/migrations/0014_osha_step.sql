-- What was done with a year's summary besides certifying it.

CREATE TABLE osha_step (
	id               BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id  BIGINT       NOT NULL,
	establishment_id BIGINT       NOT NULL,
	year             SMALLINT     NOT NULL,
	step             VARCHAR(20)  NOT NULL COMMENT 'posted: the summary hangs where notices hang; filed: sent to OSHA electronically',
	done_on          DATE         NOT NULL,
	confirmation     VARCHAR(200) NULL COMMENT 'where it hangs, or the number that the agency gave',
	done_by_name     VARCHAR(220) NOT NULL,
	created_at       DATETIME(6)  NOT NULL,
	KEY year (organization_id, year, establishment_id, step, id),
	FOREIGN KEY (establishment_id) REFERENCES establishment (id),
	CHECK (step IN ('posted', 'filed'))
) COMMENT 'Posting (29 CFR 1904.32(b)(5)) and electronic filing (29 CFR 1904.41) of annual summaries; append only';
