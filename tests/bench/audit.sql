-- A million entries as the product writes them, about 600 bytes each with their hashes.
INSERT INTO audit_entry (organization_id, recorded_at, actor_id, actor_kind, actor_name, auth_method, request_id,
	environment, action, subject, subject_id, subject_version, incident_id, reason, changes, software)
SELECT 1, UTC_TIMESTAMP(6) - INTERVAL (1000001 - seq) SECOND, seq % 500 + 1, 'account', CONCAT('Person Number ', seq % 500),
	'password', CONCAT('018f3c5e-0000-7000-8000-', LPAD(HEX(seq), 12, '0')), 'prod', 'incident.configured', 'incident',
	seq % 60000 + 1, seq % 9, seq % 60000 + 1, '',
	CONCAT('{"manager_id":[', seq % 400, ',', seq % 399, '],"severity":["medium","high"],"place_detail":["Hall ', seq % 40,
		', line 2","Hall ', seq % 41, ', packing"],"target_on":[null,"2026-03-14"]}'), 'muster 0.1.0'
FROM seq_1_to_1000000;
