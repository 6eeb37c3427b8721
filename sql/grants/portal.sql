-- Pages for people who are signed in. Nothing that happened is ever removed: incidents and what belongs to
-- them have no DELETE, the audit trail and comments no UPDATE either.
GRANT SELECT, UPDATE ON organization TO {user};
GRANT SELECT, INSERT, UPDATE ON establishment TO {user};
GRANT SELECT, INSERT, UPDATE ON establishment_year TO {user};
GRANT SELECT, INSERT, UPDATE ON area TO {user};
GRANT SELECT, INSERT, UPDATE ON unit TO {user};
GRANT SELECT, INSERT, UPDATE ON person TO {user};
GRANT SELECT ON naics TO {user};
GRANT SELECT, INSERT, UPDATE ON import_batch TO {user};
GRANT SELECT, INSERT, UPDATE ON account TO {user};
GRANT SELECT, INSERT, DELETE ON role_grant TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON account_token TO {user};
GRANT SELECT, INSERT ON audit_entry TO {user};
GRANT SELECT, INSERT ON event TO {user};
GRANT SELECT, INSERT, UPDATE ON submission TO {user};
GRANT SELECT, INSERT, UPDATE ON category TO {user};
GRANT SELECT, INSERT, UPDATE ON incident_counter TO {user};
GRANT SELECT, INSERT, UPDATE ON incident TO {user};
GRANT SELECT, INSERT, UPDATE ON injured_person TO {user};
GRANT SELECT, INSERT, UPDATE ON witness TO {user};
GRANT SELECT, INSERT, UPDATE ON attachment TO {user};
GRANT SELECT, INSERT ON comment TO {user};
GRANT SELECT, INSERT, UPDATE ON incident_text TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON assignment_rule TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON report_draft TO {user};
GRANT SELECT, INSERT, UPDATE ON report_link TO {user};
GRANT SELECT, INSERT, UPDATE ON unmask_request TO {user};
-- That there is a way back, and until when; never the hashes that lead to a reporter's channel.
GRANT SELECT (incident_id, organization_id, contact_on, expires_on) ON receipt TO {user};
GRANT SELECT, INSERT, UPDATE ON osha_case TO {user};
GRANT SELECT, INSERT, UPDATE ON osha_case_counter TO {user};
GRANT SELECT, INSERT, UPDATE ON osha_case_facts TO {user};
GRANT SELECT, INSERT, UPDATE ON osha_case_report TO {user};
GRANT SELECT, INSERT ON osha_decision TO {user};
GRANT SELECT, INSERT ON osha_certification TO {user};
GRANT SELECT, INSERT ON osha_notice TO {user};
GRANT SELECT, INSERT ON osha_step TO {user};
