-- Whose name the pages of an incident mask: kept by the OSHA records, read where injured people are shown.
ALTER TABLE injured_person
	ADD COLUMN is_private BOOLEAN NOT NULL DEFAULT FALSE COMMENT 'privacy concern case (29 CFR 1904.29(b)(6))' AFTER care;

UPDATE injured_person p JOIN osha_case c ON c.injured_person_id = p.id SET p.is_private = TRUE WHERE c.is_privacy;
