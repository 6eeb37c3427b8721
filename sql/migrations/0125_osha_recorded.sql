-- When a case was both decided and, where it is recordable, its Form 301 complete (29 CFR 1904.29(b)(3)).
ALTER TABLE osha_case ADD recorded_at DATETIME(6) NULL
	COMMENT 'decided, and Form 301 complete where it is recordable; NULL: not yet' AFTER lined_out_at;
UPDATE osha_case SET recorded_at = decided_at WHERE recordable = 'no';
UPDATE osha_case c JOIN osha_case_report r ON r.case_id = c.id SET c.recorded_at = c.decided_at
	WHERE c.recordable = 'yes' AND COALESCE(r.street, '') <> '' AND COALESCE(r.city, '') <> '' AND COALESCE(r.state, '') <> ''
	AND COALESCE(r.zip, '') <> '' AND r.born_on IS NOT NULL AND r.hired_on IS NOT NULL AND COALESCE(r.sex, '') <> ''
	AND r.emergency_room IS NOT NULL AND r.inpatient IS NOT NULL AND (r.event_at IS NOT NULL OR r.event_time_unknown)
	AND COALESCE(r.before_event, '') <> '' AND COALESCE(r.what_happened, '') <> '' AND COALESCE(r.injury, '') <> ''
	AND COALESCE(r.completed_by, '') <> '' AND r.completed_on IS NOT NULL AND COALESCE(c.job_title, '') <> ''
	AND COALESCE(c.occurred_where, '') <> '' AND COALESCE(c.description, '') <> '';
