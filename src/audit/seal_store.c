#include "audit/seal_store.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct seal_state, member)
static const struct field state_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(holder)},
	{.kind = FIELD_MOMENT, OFFSET(lease_until)},
	{.kind = FIELD_TEXT, OFFSET(trouble)},
	FIELD_END,
};
#undef OFFSET
const struct record seal_state_record = {"audit_sealer", sizeof(struct seal_state), state_fields};

STATEMENT(seal_lock_row, &seal_state_record, NULL,
	  "SELECT holder, lease_until, trouble FROM audit_sealer WHERE id = 1 FOR UPDATE");
STATEMENT(seal_look_row, &seal_state_record, NULL,
	  "SELECT holder, lease_until, trouble FROM audit_sealer WHERE id = 1");
STATEMENT(seal_lease_row, NULL, NULL, "UPDATE audit_sealer SET holder = ?, lease_until = ? WHERE id = 1");
STATEMENT(seal_trouble_row, NULL, NULL, "UPDATE audit_sealer SET trouble = ? WHERE id = 1");
STATEMENT(seal_waiting_entries, &log_entry_record, NULL,
	  "SELECT e.id, e.recorded_at, e.organization_id, e.actor_id, e.on_behalf_of_id, e.subject_id,"
	  " e.subject_version, e.incident_id, e.actor_kind, e.auth_method, e.request_id, e.environment, e.action,"
	  " e.subject, e.software, e.actor_name, e.reason, e.changes"
	  " FROM audit_pending p STRAIGHT_JOIN audit_entry e ON e.id = p.entry_id"
	  " WHERE p.entry_id > 0 ORDER BY p.entry_id LIMIT 500");
STATEMENT(seal_insert_leaf, NULL, NULL,
	  "INSERT INTO audit_leaf (seq, entry_id, sealed_at, leaf, commitments, nodes) VALUES (?, ?, ?, ?, ?, ?)");
STATEMENT(seal_insert_salts, NULL, NULL, "INSERT INTO audit_salt (seq, salts) VALUES (?, ?)");
enum { AT_ONCE = 50 };
#define TEN "?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
STATEMENT(seal_done_some, NULL, NULL,
	  "DELETE FROM audit_pending WHERE entry_id IN (" TEN ", " TEN ", " TEN ", " TEN ", " TEN ")");
#undef TEN
STATEMENT(seal_insert_checkpoint, NULL, NULL,
	  "INSERT INTO audit_checkpoint (tree_size, root, signed_at, note) VALUES (?, ?, ?, ?)");

enum rc seal_lock(struct db *db, struct arena *arena, struct seal_state *out)
{
	return db_one(db, arena, &seal_lock_row, NO_PARAMS, out);
}

enum rc seal_look(struct db *db, struct arena *arena, struct seal_state *out)
{
	return db_one(db, arena, &seal_look_row, NO_PARAMS, out);
}

enum rc seal_lease(struct db *db, struct str holder, moment until)
{
	return db_write(db, &seal_lease_row, NULL, PARAMS(P_TEXT(holder), P_MOMENT(until)), NULL);
}

enum rc seal_trouble(struct db *db, struct str trouble)
{
	return db_write(db, &seal_trouble_row, NULL, PARAMS(P_TEXT(trouble)), NULL);
}

enum rc seal_waiting(struct db *db, struct arena *arena, struct rows *entries)
{
	return db_list(db, arena, &seal_waiting_entries, NO_PARAMS, entries);
}

enum rc seal_write(struct db *db, const struct log_entry *e)
{
	enum rc rc = db_write_ahead(db, &seal_insert_leaf, NULL,
				    PARAMS(P_INT(e->seq), P_INT(e->id), P_MOMENT(e->sealed_at), P_BYTES(e->leaf),
					   P_BYTES(e->commitments), P_BYTES(e->nodes)));

	return rc == RC_OK ? db_write_ahead(db, &seal_insert_salts, NULL, PARAMS(P_INT(e->seq), P_BYTES(e->salts))) : rc;
}

enum rc seal_done(struct db *db, const struct rows *entries)
{
	struct param ids[AT_ONCE];
	enum rc rc = RC_OK;

	for (size_t first = 0; rc == RC_OK && first < entries->count; first += AT_ONCE) {
		const size_t left = entries->count - first, count = left < AT_ONCE ? left : AT_ONCE;
		struct written written;
		/* The last one fills the places that are left. */
		for (size_t i = 0; i < AT_ONCE; i++)
			ids[i] = P_INT(ROW(struct log_entry, *entries, first + (i < count ? i : count - 1))->id);
		rc = db_write(db, &seal_done_some, NULL, ids, AT_ONCE, &written);
		/* Not there any more: another sealer was at the same entries, and the lease did not keep it away. */
		if (rc == RC_OK && written.affected != (int64_t)count)
			rc = RC_CONFLICT;
	}
	return rc;
}

enum rc seal_checkpoint(struct db *db, const struct log_checkpoint *c)
{
	return db_write(db, &seal_insert_checkpoint, NULL,
			PARAMS(P_INT(c->tree_size), P_BYTES(c->root), P_MOMENT(c->signed_at), P_TEXT(c->note)), NULL);
}
