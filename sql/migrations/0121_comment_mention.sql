-- Whom a note names with @, as it was meant when it was written.
CREATE TABLE comment_mention (
	id              BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	organization_id BIGINT       NOT NULL,
	incident_id     BIGINT       NOT NULL,
	comment_id      BIGINT       NOT NULL,
	person_id       BIGINT       NOT NULL,
	mark            VARCHAR(250) NOT NULL COMMENT 'as it stands in the text, with the @',
	KEY incident (incident_id, comment_id),
	FOREIGN KEY (organization_id) REFERENCES organization (id),
	FOREIGN KEY (comment_id) REFERENCES comment (id),
	FOREIGN KEY (person_id) REFERENCES person (id)
) COMMENT 'People named in a note; append only, like the note';
