-- Lists find the incidents behind the figures of the OSHA log: the outcomes of the recordable cases of each, kept by the
-- OSHA records. Bits as enum osha_outcome numbers them.
ALTER TABLE incident
	ADD COLUMN case_outcomes TINYINT NOT NULL DEFAULT 0 COMMENT 'bits: 2 death, 4 days away, 8 restricted, 16 other recordable',
	ADD KEY outcomes (organization_id, environment, case_outcomes, occurred_at, id);

UPDATE incident i JOIN (SELECT incident_id, BIT_OR(1 << FIELD(outcome, 'death', 'days_away', 'restricted', 'other')) AS bits
		FROM osha_case WHERE recordable = 'yes' AND outcome IS NOT NULL GROUP BY incident_id) c ON c.incident_id = i.id
	SET i.case_outcomes = c.bits;
