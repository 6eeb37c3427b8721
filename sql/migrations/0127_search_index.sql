-- Search by words of its own: which incident has which word, newest first, so that a page is a short stretch of one
-- index however common the word is. A report leaves a note only; the worker writes the words. Who searches meanwhile
-- looks through the texts that have a note, so everything is found at once. See docs/search.md.

ALTER TABLE incident_text
	DROP KEY words,
	DROP KEY shared,
	MODIFY words MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL
		COMMENT 'number, title, description, actions, notes, messages, file names, folded (src/incident/search_words.h)',
	MODIFY shared MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL
		COMMENT 'the same without internal notes; NULL: there are none',
	ADD COLUMN is_folded BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'FALSE: as it was typed, from before there was an index',
	COMMENT 'What search looks in',
	ALGORITHM = COPY;
ALTER TABLE incident_text ALTER COLUMN is_folded SET DEFAULT TRUE;

CREATE TABLE search_word (
	id              BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT      NOT NULL,
	word            VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'folded; one row of none is the turn of who writes',
	incidents       BIGINT      NOT NULL COMMENT 'about how many have it',
	UNIQUE KEY word (organization_id, word)
) COMMENT 'Words that stand in incidents of an organization';

CREATE TABLE search_posting (
	organization_id BIGINT      NOT NULL,
	word_id         BIGINT      NOT NULL,
	occurred_at     DATETIME(6) NOT NULL COMMENT 'of the incident; a row that differs from it is out of date',
	incident_id     BIGINT      NOT NULL,
	is_internal     BOOLEAN     NOT NULL COMMENT 'TRUE: stands in internal notes only',
	PRIMARY KEY (organization_id, word_id, occurred_at, incident_id)
) COMMENT 'Which incident has which word';

CREATE TABLE search_change (
	id              BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT      NOT NULL,
	incident_id     BIGINT      NOT NULL,
	was_at          DATETIME(6) NULL COMMENT 'occurred_at until now, where that is what changed',
	KEY organization (organization_id, incident_id)
) COMMENT 'Incidents whose words in search_posting may be out of date';

-- That an old text is folded is no change to its words.
DELIMITER //
CREATE TRIGGER incident_text_search_insert AFTER INSERT ON incident_text FOR EACH ROW
	INSERT INTO search_change (organization_id, incident_id) VALUES (NEW.organization_id, NEW.incident_id)//
CREATE TRIGGER incident_text_search_update AFTER UPDATE ON incident_text FOR EACH ROW
BEGIN
	IF NEW.is_folded = OLD.is_folded AND NOT (NEW.words = OLD.words AND NEW.shared <=> OLD.shared) THEN
		INSERT INTO search_change (organization_id, incident_id) VALUES (NEW.organization_id, NEW.incident_id);
	END IF;
END//
CREATE TRIGGER incident_search_update AFTER UPDATE ON incident FOR EACH ROW
BEGIN
	IF NEW.occurred_at <> OLD.occurred_at THEN
		INSERT INTO search_change (organization_id, incident_id, was_at) VALUES (NEW.organization_id, NEW.id, OLD.occurred_at);
	END IF;
END//
DELIMITER ;

INSERT INTO search_change (organization_id, incident_id) SELECT organization_id, incident_id FROM incident_text;
