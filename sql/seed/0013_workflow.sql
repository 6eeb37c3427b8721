-- The workflows of the three registers. Severities in operations read SEV4 to SEV1.
INSERT INTO workflow_transition (register, from_status, to_status, position, label, permits, guard, needs_reason, is_automatic, is_active) VALUES
	('safety', 'new', 'under_review', 1, 'Start review', 'manager:critical supervisor:critical ehs_specialist:critical superadmin:critical administrator:critical', '', FALSE, FALSE, TRUE),
	('safety', 'under_review', 'investigation', 1, 'Start investigation', 'manager:critical supervisor:critical ehs_specialist:critical superadmin:critical administrator:critical', 'investigation', FALSE, FALSE, TRUE),
	('safety', 'under_review', 'closed', 2, 'Close', 'manager:low supervisor:low ehs_specialist:critical superadmin:critical administrator:critical', 'no_investigation', TRUE, FALSE, TRUE),
	('safety', 'closed', 'under_review', 1, 'Reopen', 'ehs_specialist:critical', '', TRUE, FALSE, TRUE),
	('environment', 'open', 'under_investigation', 1, 'Start investigation', 'manager:critical supervisor:critical ehs_specialist:critical superadmin:critical administrator:critical', '', FALSE, FALSE, TRUE),
	('environment', 'under_investigation', 'resolved', 1, 'Resolve', 'manager:critical supervisor:critical ehs_specialist:critical superadmin:critical administrator:critical', '', TRUE, FALSE, TRUE),
	('environment', 'resolved', 'closed', 1, 'Close', 'manager:low supervisor:low ehs_specialist:critical superadmin:critical administrator:critical', '', TRUE, FALSE, TRUE),
	('environment', 'resolved', 'under_investigation', 2, 'Investigate again', 'ehs_specialist:critical superadmin:critical administrator:critical', '', TRUE, FALSE, TRUE),
	('environment', 'closed', 'under_investigation', 1, 'Reopen', 'ehs_specialist:critical superadmin:critical administrator:critical', '', TRUE, FALSE, TRUE),
	('operations', 'open', 'mitigating', 1, 'Start mitigating', 'manager:critical operator:critical superadmin:critical administrator:critical', '', TRUE, FALSE, TRUE),
	('operations', 'open', 'mitigated', 2, 'Mark as mitigated', 'manager:critical operator:critical superadmin:critical administrator:critical', '', TRUE, FALSE, TRUE),
	('operations', 'mitigating', 'mitigated', 1, 'Mark as mitigated', 'manager:critical operator:critical superadmin:critical administrator:critical', '', TRUE, FALSE, TRUE),
	('operations', 'mitigating', 'resolved', 2, 'Resolve', 'manager:high operator:high superadmin:critical administrator:high', '', TRUE, FALSE, TRUE),
	('operations', 'mitigated', 'resolved', 1, 'Resolve', 'manager:high operator:high superadmin:critical administrator:high', '', TRUE, FALSE, TRUE),
	('operations', 'resolved', 'closed', 1, 'Close', 'manager:low operator:high superadmin:critical administrator:critical', 'postmortem', TRUE, FALSE, TRUE)
ON DUPLICATE KEY UPDATE position = VALUES(position), label = VALUES(label), permits = VALUES(permits), guard = VALUES(guard),
	needs_reason = VALUES(needs_reason), is_automatic = VALUES(is_automatic), is_active = VALUES(is_active);
