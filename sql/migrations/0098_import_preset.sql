-- Files from other systems: how their columns are read, who stood in them, what each import changed and how that is
-- taken back; and when people leave.

ALTER TABLE person
	ADD COLUMN left_on DATE NULL COMMENT 'last day of employment; inactive from the next day on' AFTER hired_on,
	ADD KEY leaving (organization_id, is_active, left_on);

CREATE TABLE import_preset (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	kind            VARCHAR(30)  NOT NULL COMMENT 'people, assets, ...',
	name            VARCHAR(60)  NOT NULL COMMENT 'of the source; what commands and folders call it',
	columns_json    MEDIUMTEXT   NOT NULL COMMENT 'which column is which field, with values to replace',
	day_order       VARCHAR(10)  NOT NULL DEFAULT 'iso' COMMENT 'how the file writes days',
	missing         VARCHAR(20)  NOT NULL DEFAULT 'keep' COMMENT 'rows of earlier files that this one lacks: keep or switch_off',
	missing_most    BIGINT       NOT NULL DEFAULT 5 COMMENT 'percent of them that may be switched off unasked',
	skip_refused    BOOLEAN      NOT NULL DEFAULT FALSE COMMENT 'good rows are written although others are refused',
	file_pattern    VARCHAR(100) NULL COMMENT 'of files in the drop folder, * for anything; NULL: none',
	is_active       BOOLEAN      NOT NULL DEFAULT TRUE,
	version         BIGINT       NOT NULL DEFAULT 1,
	updated_at      DATETIME(6)  NOT NULL,
	UNIQUE KEY name (organization_id, name),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	CHECK (day_order IN ('iso', 'mdy', 'dmy')),
	CHECK (missing IN ('keep', 'switch_off')),
	CHECK (missing_most BETWEEN 0 AND 100)
) COMMENT 'How the files of one source are read';

CREATE TABLE import_member (
	preset_id BIGINT NOT NULL,
	row_id    BIGINT NOT NULL COMMENT 'of the table of the kind',
	batch_id  BIGINT NOT NULL COMMENT 'newest one that had the row',
	PRIMARY KEY (preset_id, row_id),
	KEY batch (batch_id),
	FOREIGN KEY (preset_id) REFERENCES import_preset (id)
) COMMENT 'Rows that stood in the files of a source';

ALTER TABLE import_batch
	ADD COLUMN preset_id BIGINT NULL AFTER kind,
	ADD COLUMN source VARCHAR(20) NOT NULL DEFAULT 'page' COMMENT 'page, command, folder or api' AFTER preset_id,
	ADD COLUMN rows_ended BIGINT NOT NULL DEFAULT 0 COMMENT 'switched off because the file lacks them' AFTER rows_refused,
	ADD COLUMN held VARCHAR(300) NULL COMMENT 'why it waits for somebody to agree' AFTER rows_ended,
	ADD COLUMN undo_results LONGTEXT NULL COMMENT 'CSV: what, outcome, problem' AFTER results,
	ADD COLUMN undone_at DATETIME(6) NULL AFTER finished_at,
	ADD COLUMN undone_by_id BIGINT NULL AFTER undone_at,
	ADD COLUMN has_changes BOOLEAN NOT NULL DEFAULT TRUE COMMENT 'FALSE: what it changed is forgotten, it cannot be taken back',
	ADD KEY finished (has_changes, finished_at),
	ADD FOREIGN KEY (preset_id) REFERENCES import_preset (id),
	DROP CONSTRAINT CONSTRAINT_1,
	ADD CONSTRAINT state CHECK (state IN ('checked', 'done', 'given_up', 'refused', 'undone'));

CREATE TABLE import_change (
	batch_id      BIGINT   NOT NULL,
	position      BIGINT   NOT NULL,
	row_id        BIGINT   NOT NULL,
	what          VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'key of the row as the file wrote it',
	before_json   LONGTEXT NULL COMMENT 'the row as it was; NULL: the import created it',
	version_after BIGINT   NOT NULL COMMENT 'taken back only while the row still has it',
	PRIMARY KEY (batch_id, position),
	FOREIGN KEY (batch_id) REFERENCES import_batch (id)
) COMMENT 'What an import wrote; kept as long as it can be taken back';

-- An import that is taken back removes what it created.
CREATE TRIGGER establishment_directory_delete AFTER DELETE ON establishment FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = OLD.organization_id;
CREATE TRIGGER unit_directory_delete AFTER DELETE ON unit FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = OLD.organization_id;
CREATE TRIGGER person_directory_delete AFTER DELETE ON person FOR EACH ROW
	UPDATE directory_version SET version = version + 1 WHERE organization_id = OLD.organization_id;
