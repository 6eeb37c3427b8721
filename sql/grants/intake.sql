-- Public and anonymous reporting: files reports and finds one again by its receipt. No account, session or
-- audit trail to read, no names of people.
GRANT SELECT ON organization TO {user};
GRANT SELECT ON establishment TO {user};
GRANT SELECT ON area TO {user};
GRANT SELECT ON unit TO {user};
GRANT SELECT ON category TO {user};
GRANT SELECT ON assignment_rule TO {user};
GRANT SELECT, UPDATE (opened, filed) ON report_link TO {user};
GRANT SELECT, INSERT, UPDATE ON incident_counter TO {user};
GRANT SELECT, INSERT ON incident TO {user};
GRANT SELECT, INSERT ON injured_person TO {user};
GRANT SELECT, INSERT ON witness TO {user};
GRANT SELECT, INSERT ON attachment TO {user};
GRANT SELECT, INSERT ON comment TO {user};
GRANT SELECT, INSERT, UPDATE (words, shared) ON incident_text TO {user};
GRANT SELECT, INSERT, UPDATE (contact_on) ON receipt TO {user};
GRANT SELECT, INSERT, UPDATE ON submission TO {user};
GRANT INSERT ON event TO {user};
GRANT INSERT ON audit_entry TO {user};
GRANT SELECT ON person_count TO {user};
GRANT SELECT ON workflow_version TO {user};
-- Somebody outside who holds the link of an action: sees it, adds progress and evidence, completes it.
GRANT SELECT, UPDATE (status, completed_at, completed_on, completed_by_id, effectiveness, effectiveness_notes, effectiveness_at,
	effectiveness_check_on, is_settled, version, updated_at) ON capa TO {user};
GRANT SELECT, INSERT ON capa_step TO {user};
GRANT SELECT, INSERT ON capa_file TO {user};
GRANT SELECT, UPDATE (opened_at) ON capa_link TO {user};
-- A witness behind a statement link: finds it by its hash, keeps a draft, hands in one statement and reads none.
GRANT SELECT (id, organization_id, uuid, incident_id, witness_id, token_hash, created_at, expires_at, opened_at, revoked_at, used_at, draft), UPDATE (opened_at, used_at, draft) ON witness_link TO {user};
GRANT INSERT ON witness_statement TO {user};
