-- Report programs and the program that starts them: read, and no passwords or ways back. Downloads leave their entry in
-- the audit trail and keep the session alive.
GRANT SELECT ON organization TO {user};
GRANT SELECT ON establishment TO {user};
GRANT SELECT ON establishment_year TO {user};
GRANT SELECT ON area TO {user};
GRANT SELECT ON unit TO {user};
GRANT SELECT ON person TO {user};
GRANT SELECT (id, organization_id, person_id, login, locale, is_active, version, created_at) ON account TO {user};
GRANT SELECT ON role_grant TO {user};
GRANT SELECT, UPDATE (seen_at) ON session TO {user};
GRANT SELECT, INSERT ON audit_entry TO {user};
GRANT SELECT ON category TO {user};
GRANT SELECT ON incident TO {user};
GRANT SELECT ON injured_person TO {user};
GRANT SELECT ON witness TO {user};
GRANT SELECT ON attachment TO {user};
GRANT SELECT ON comment TO {user};
GRANT SELECT ON incident_text TO {user};
GRANT SELECT ON report_link TO {user};
GRANT SELECT ON osha_case TO {user};
GRANT SELECT ON osha_case_facts TO {user};
GRANT SELECT ON osha_case_report TO {user};
GRANT SELECT ON osha_decision TO {user};
GRANT SELECT ON osha_certification TO {user};
GRANT SELECT ON osha_notice TO {user};
GRANT SELECT ON osha_step TO {user};
