-- An organization with a million incidents over four years, spread as a large company's are: many at few places,
-- mostly closed, few critical. Made by the server in about a minute.
SET @now = NOW(6);
INSERT INTO organization (code, name, zone, created_at) VALUES ('million', 'Million', 'UTC', @now);
SET @org = LAST_INSERT_ID();
INSERT INTO establishment (organization_id, uuid, code, name, zone, created_at, updated_at)
	SELECT @org, UUID(), CONCAT('M', seq), CONCAT('Place ', seq), 'UTC', @now, @now FROM seq_1_to_40;
SET @place = (SELECT MIN(id) FROM establishment WHERE organization_id = @org);
INSERT INTO unit (organization_id, kind, code, name)
	SELECT @org, 'department', CONCAT('M', seq), CONCAT('Department ', seq) FROM seq_1_to_200;
SET @unit = (SELECT MIN(id) FROM unit WHERE organization_id = @org);
INSERT INTO unit (organization_id, kind, code, name)
	SELECT @org, 'project', CONCAT('M', seq), CONCAT('Project ', seq) FROM seq_1_to_50;
SET @project = (SELECT MIN(id) FROM unit WHERE organization_id = @org AND kind = 'project');
INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name, created_at, updated_at)
	SELECT @org, UUID(), CONCAT('M', seq), CONCAT('Given', seq), CONCAT('Family', seq), @now, @now FROM seq_1_to_5000;
SET @person = (SELECT MIN(id) FROM person WHERE organization_id = @org);
SET unique_checks = 0, foreign_key_checks = 0;
INSERT INTO incident (organization_id, uuid, number, register, report_type, environment, status, title, description, occurred_at,
	reported_at, establishment_id, department_id, project_id, severity, reporting, reporter_id, manager_id, investigation_lead_id,
	target_on, source, created_at, updated_at)
SELECT @org, UUID(), CONCAT('INC-', DATE_FORMAT(@now - INTERVAL seq * 2 MINUTE, '%Y%m%d'), '-', LPAD(seq % 720, 4, '0'), seq),
	CASE WHEN seq % 20 = 0 THEN 'environment' WHEN seq % 33 = 0 THEN 'operations' ELSE 'safety' END,
	CASE WHEN seq % 3 = 0 THEN 'near_miss' WHEN seq % 5 = 0 THEN 'observation' ELSE 'incident' END, 'prod',
	CASE WHEN seq < 15000 AND seq % 3 = 0 THEN 'new' WHEN seq < 30000 AND seq % 3 = 1 THEN 'under_review'
		WHEN seq % 5000 = 1 THEN 'investigation' ELSE 'closed' END,
	CONCAT('Slipped on the wet floor beside the filling line, row ', seq), REPEAT('words ', 40),
	@now - INTERVAL seq * 2 MINUTE, @now - INTERVAL seq * 2 MINUTE + INTERVAL seq % 500 MINUTE,
	@place + FLOOR(POW(RAND(seq), 3) * 40), IF(seq % 10 = 0, NULL, @unit + seq * 7 % 200), IF(seq % 9 = 0, @project + seq % 50, NULL),
	CASE WHEN seq % 997 = 0 THEN 'critical' WHEN seq % 11 = 0 THEN 'high' WHEN seq % 3 = 0 THEN 'medium' ELSE 'low' END,
	IF(seq % 50 = 0, 'confidential', 'named'), @person + seq * 13 % 5000, IF(seq % 400 = 0, NULL, @person + seq % 150),
	IF(seq % 600 = 0, @person + 200 + seq % 30, NULL), IF(seq % 2, DATE(@now) - INTERVAL seq DIV 700 DAY + INTERVAL 10 DAY, NULL), 'import',
	@now, @now - INTERVAL seq * 90 SECOND
FROM seq_1_to_1000000;
SET unique_checks = 1, foreign_key_checks = 1;
INSERT INTO incident_text (incident_id, organization_id, words)
	SELECT id, organization_id, LOWER(CONCAT(' ', REPLACE(number, '-', ' '), ' ', REPLACE(title, ',', ''), IF(id % 90 = 0, ' forklift', ''),
		IF(id % 5003 = 0, ' ammonia', ''), ' '))
	FROM incident WHERE organization_id = @org;
-- Their words, but for the numbers that no two share: what the worker does, by far fewer statements.
INSERT INTO search_word (organization_id, word, incidents) VALUES (@org, 'inc', 1000000), (@org, 'slipped', 1000000),
	(@org, 'wet', 1000000), (@org, 'floor', 1000000), (@org, 'beside', 1000000), (@org, 'filling', 1000000),
	(@org, 'line', 1000000), (@org, 'row', 1000000), (@org, 'forklift', 11111), (@org, 'ammonia', 200);
INSERT INTO search_posting (organization_id, word_id, occurred_at, incident_id, is_internal)
	SELECT @org, w.id, i.occurred_at, i.id, FALSE FROM search_word w STRAIGHT_JOIN incident i FORCE INDEX (newest)
	WHERE w.organization_id = @org AND i.organization_id = @org
		AND i.id % CASE w.word WHEN 'forklift' THEN 90 WHEN 'ammonia' THEN 5003 ELSE 1 END = 0
	ORDER BY w.id, i.occurred_at, i.id;
DELETE FROM search_change WHERE organization_id = @org;
ANALYZE TABLE incident, incident_text, search_word, search_posting;
