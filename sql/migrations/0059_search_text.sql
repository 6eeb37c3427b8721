-- Notes among those who work on an incident are found by them and not by its reporter: "shared" holds what the reporter
-- may read as well, where that is less than all.
ALTER TABLE incident_text
	MODIFY words MEDIUMTEXT NOT NULL COMMENT 'number, title, description, actions, notes, messages, file names',
	ADD COLUMN shared MEDIUMTEXT NULL COMMENT 'the same without internal notes; NULL: there are none',
	ADD FULLTEXT KEY shared (shared);

-- What anonymous reporters wrote later was in no text yet.
UPDATE incident_text t JOIN (SELECT c.incident_id, GROUP_CONCAT(c.body ORDER BY c.id SEPARATOR '\n') AS bodies
		FROM comment c WHERE c.audience = 'from_reporter' AND c.author_id IS NULL GROUP BY c.incident_id) m
	ON m.incident_id = t.incident_id
	SET t.words = CONCAT(t.words, '\n', m.bodies);

UPDATE incident_text t JOIN incident i ON i.id = t.incident_id
	SET t.shared = CONCAT_WS('\n', i.number, i.title, i.description, i.immediate_actions, i.specific_location, i.tags,
		(SELECT GROUP_CONCAT(f.name ORDER BY f.id SEPARATOR '\n') FROM attachment f WHERE f.incident_id = i.id),
		(SELECT GROUP_CONCAT(c.body ORDER BY c.id SEPARATOR '\n') FROM comment c
			WHERE c.incident_id = i.id AND c.audience <> 'internal'))
	WHERE EXISTS (SELECT 1 FROM comment c WHERE c.incident_id = i.id AND c.audience = 'internal');
