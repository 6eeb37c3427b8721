-- The worker: files spooled reports, delivers events, watches deadlines, removes what has expired. The only
-- account that removes ways back, and only with their incident left as it is.
GRANT SELECT ON organization TO {user};
GRANT SELECT ON establishment TO {user};
GRANT SELECT ON establishment_year TO {user};
GRANT SELECT ON area TO {user};
GRANT SELECT ON unit TO {user};
GRANT SELECT ON person TO {user};
GRANT SELECT (id, organization_id, person_id, login, locale, is_active, version, created_at) ON account TO {user};
GRANT SELECT ON role_grant TO {user};
GRANT SELECT, DELETE ON session TO {user};
GRANT SELECT (id, account_id, kind, expires_at, used_at, created_at), DELETE ON account_token TO {user};
GRANT SELECT, INSERT ON audit_entry TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON event TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON submission TO {user};
GRANT SELECT ON category TO {user};
GRANT SELECT, INSERT, UPDATE ON incident_counter TO {user};
GRANT SELECT, INSERT, UPDATE ON incident TO {user};
GRANT SELECT, INSERT, UPDATE ON injured_person TO {user};
GRANT SELECT, INSERT ON witness TO {user};
GRANT SELECT, INSERT, UPDATE ON attachment TO {user};
GRANT SELECT, INSERT ON comment TO {user};
GRANT SELECT, INSERT, UPDATE ON incident_text TO {user};
GRANT SELECT ON assignment_rule TO {user};
GRANT SELECT, DELETE ON report_draft TO {user};
GRANT SELECT, UPDATE (opened, filed) ON report_link TO {user};
GRANT SELECT, INSERT, UPDATE, DELETE ON receipt TO {user};
