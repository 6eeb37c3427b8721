#include "audit/log_store.h"

#include <stddef.h>
#include <string.h>

#include "base/log.h"

#define OFFSET(type, member) .name = #member, .offset = offsetof(struct type, member)
static const struct field checkpoint_fields[] = {
	{.kind = FIELD_INT, OFFSET(log_checkpoint, id)},
	{.kind = FIELD_INT, OFFSET(log_checkpoint, tree_size)},
	{.kind = FIELD_BYTES, OFFSET(log_checkpoint, root)},
	{.kind = FIELD_MOMENT, OFFSET(log_checkpoint, signed_at)},
	{.kind = FIELD_PROSE, OFFSET(log_checkpoint, note)},
	FIELD_END,
};
const struct record log_checkpoint_record = {"audit_checkpoint", sizeof(struct log_checkpoint), checkpoint_fields};

static const struct field cosignature_fields[] = {
	{.kind = FIELD_INT, OFFSET(log_cosignature, id)},
	{.kind = FIELD_INT, OFFSET(log_cosignature, checkpoint_id)},
	{.kind = FIELD_INT, OFFSET(log_cosignature, tree_size)},
	{.kind = FIELD_TEXT, OFFSET(log_cosignature, witness)},
	{.kind = FIELD_BYTES, OFFSET(log_cosignature, key_id)},
	{.kind = FIELD_MOMENT, OFFSET(log_cosignature, cosigned_at)},
	{.kind = FIELD_PROSE, OFFSET(log_cosignature, line)},
	{.kind = FIELD_MOMENT, OFFSET(log_cosignature, received_at)},
	FIELD_END,
};
const struct record log_cosignature_record = {"audit_cosignature", sizeof(struct log_cosignature), cosignature_fields};

static const struct field loose_fields[] = {
	{.kind = FIELD_INT, OFFSET(log_loose, id)},
	{.kind = FIELD_MOMENT, OFFSET(log_loose, recorded_at)},
	{.kind = FIELD_BOOL, OFFSET(log_loose, is_pending)},
	{.kind = FIELD_MOMENT, OFFSET(log_loose, since)},
	FIELD_END,
};
static const struct record loose_record = {"log_loose", sizeof(struct log_loose), loose_fields};

static const struct field verification_fields[] = {
	{.kind = FIELD_INT, OFFSET(log_verification, id)},
	{.kind = FIELD_MOMENT, OFFSET(log_verification, started_at)},
	{.kind = FIELD_INT, OFFSET(log_verification, took_us)},
	{.kind = FIELD_INT, OFFSET(log_verification, status)},
	{.kind = FIELD_PROSE, OFFSET(log_verification, report)},
	{.kind = FIELD_MOMENT, OFFSET(log_verification, told_at)},
	FIELD_END,
};
const struct record log_verification_record = {"audit_verification", sizeof(struct log_verification),
					       verification_fields};

struct number {
	int64_t number;
	moment at;
};
static const struct field number_fields[] = {
	{.kind = FIELD_INT, .flags = FIELD_OPTIONAL, OFFSET(number, number)},
	{.kind = FIELD_MOMENT, OFFSET(number, at)},
	FIELD_END,
};
#undef OFFSET
static const struct record number_record = {"number", sizeof(struct number), number_fields};

#define ENTRY_COLUMNS                                                                                       \
	" e.recorded_at, e.organization_id, e.actor_id, e.on_behalf_of_id, e.subject_id, e.subject_version,"   \
	" e.incident_id, e.actor_kind, e.auth_method, e.request_id, e.environment, e.action, e.subject,"       \
	" e.software, e.actor_name, e.reason, e.changes"
#define LEAF_COLUMNS " l.seq, l.sealed_at, l.leaf, l.commitments, l.nodes"

/* --- the tree --- */

STATEMENT(log_leaf_hash, &log_entry_record, NULL, "SELECT leaf, nodes FROM audit_leaf WHERE seq = ?");
STATEMENT(log_last, &number_record, NULL, "SELECT MAX(seq) AS number FROM audit_leaf");
STATEMENT(log_last_at, &number_record, NULL, "SELECT seq AS number, sealed_at AS at FROM audit_leaf WHERE seq = ?");

enum rc log_hash(void *closure, unsigned level, uint64_t position, struct digest *out)
{
	const struct log_source *source = closure;
	int64_t last = (int64_t)((position + 1) << level) - 1;
	struct log_entry entry;
	enum rc rc = db_one(source->db, source->arena, &log_leaf_hash, PARAMS(P_INT(last)), &entry);

	if (rc == RC_NOT_FOUND)
		return FAULT("audit.tree", "leaf %lld is missing", (long long)last);
	if (rc != RC_OK)
		return rc;
	struct str hash = level == 0 ? entry.leaf
				     : str_slice(entry.nodes, (size_t)(level - 1) * DIGEST_BYTES, DIGEST_BYTES);
	return digest_read(hash, out) ? RC_OK : FAULT("audit.tree", "node %u of leaf %lld is missing", level, (long long)last);
}

enum rc log_size(struct db *db, int64_t *size, moment *last_sealed_at)
{
	struct number last;
	enum rc rc = db_one(db, NULL, &log_last, NO_PARAMS, &last);

	*size = 0;
	*last_sealed_at = MOMENT_NONE;
	if (rc != RC_OK || last.number == NUMBER_NONE)
		return rc;
	*size = last.number + 1;
	rc = db_one(db, NULL, &log_last_at, PARAMS(P_INT(last.number)), &last);
	*last_sealed_at = last.at;
	return rc;
}

/* --- checkpoints --- */

#define CHECKPOINT_COLUMNS "SELECT id, tree_size, root, signed_at, note FROM audit_checkpoint"
STATEMENT(log_newest_checkpoint, &log_checkpoint_record, NULL,
	  CHECKPOINT_COLUMNS " WHERE id = (SELECT MAX(id) FROM audit_checkpoint)");
STATEMENT(log_covering_checkpoint, &log_checkpoint_record, NULL,
	  CHECKPOINT_COLUMNS " WHERE tree_size > ? ORDER BY tree_size, id LIMIT 1");
STATEMENT(log_sized_checkpoint, &log_checkpoint_record, NULL,
	  CHECKPOINT_COLUMNS " WHERE tree_size = ? ORDER BY id DESC LIMIT 1");
STATEMENT(log_each_checkpoint, &log_checkpoint_record, NULL, CHECKPOINT_COLUMNS " WHERE id > 0 ORDER BY id");

enum rc log_checkpoint_newest(struct db *db, struct arena *arena, struct log_checkpoint *out)
{
	return db_one(db, arena, &log_newest_checkpoint, NO_PARAMS, out);
}

enum rc log_checkpoint_over(struct db *db, struct arena *arena, int64_t size, struct log_checkpoint *out)
{
	return db_one(db, arena, &log_covering_checkpoint, PARAMS(P_INT(size)), out);
}

enum rc log_checkpoint_of_size(struct db *db, struct arena *arena, int64_t size, struct log_checkpoint *out)
{
	return db_one(db, arena, &log_sized_checkpoint, PARAMS(P_INT(size)), out);
}

enum rc log_checkpoint_each(struct db *db, enum rc (*each)(void *closure, struct arena *arena, void *row),
			    void *closure)
{
	return db_each(db, &log_each_checkpoint, NO_PARAMS, each, closure);
}

#define COSIGNATURE_COLUMNS                                                                               \
	"SELECT s.id, s.checkpoint_id, c.tree_size, s.witness, s.key_id, s.cosigned_at, s.line, s.received_at" \
	" FROM audit_cosignature s JOIN audit_checkpoint c ON c.id = s.checkpoint_id"
STATEMENT(log_cosignatures_of, &log_cosignature_record, NULL,
	  COSIGNATURE_COLUMNS " WHERE s.checkpoint_id = ? ORDER BY s.id");
STATEMENT(log_newest_cosignature, &log_cosignature_record, NULL,
	  COSIGNATURE_COLUMNS " WHERE s.witness = ? ORDER BY s.id DESC LIMIT 1");
STATEMENT(log_insert_cosignature, NULL, NULL,
	  "INSERT INTO audit_cosignature (checkpoint_id, witness, key_id, cosigned_at, line, received_at)"
	  " VALUES (?, ?, ?, ?, ?, ?)");

enum rc log_cosignatures(struct db *db, struct arena *arena, int64_t checkpoint_id, struct rows *out)
{
	return db_list(db, arena, &log_cosignatures_of, PARAMS(P_INT(checkpoint_id)), out);
}

enum rc log_cosignature_newest(struct db *db, struct arena *arena, struct str witness, struct log_cosignature *out)
{
	return db_one(db, arena, &log_newest_cosignature, PARAMS(P_TEXT(witness)), out);
}

enum rc log_cosignature_add(struct db *db, const struct log_cosignature *s)
{
	return db_write(db, &log_insert_cosignature, NULL,
			PARAMS(P_INT(s->checkpoint_id), P_TEXT(s->witness), P_BYTES(s->key_id), P_MOMENT(s->cosigned_at),
			       P_TEXT(s->line), P_MOMENT(s->received_at)), NULL);
}

/* --- entries --- */

#define ENTRY_SEALED                                                       \
	"SELECT e.id," ENTRY_COLUMNS "," LEAF_COLUMNS ", s.salts FROM audit_entry e" \
	" LEFT JOIN audit_leaf l ON l.entry_id = e.id LEFT JOIN audit_salt s ON s.seq = l.seq"
STATEMENT(log_incident_entries, &log_entry_record, NULL,
	  ENTRY_SEALED " WHERE e.organization_id = ? AND e.incident_id = ? ORDER BY e.id LIMIT 2000");
STATEMENT(log_one_entry, &log_entry_record, NULL, ENTRY_SEALED " WHERE e.organization_id = ? AND e.id = ?");
STATEMENT(log_entry_at, &log_entry_record, NULL,
	  "SELECT e.id," ENTRY_COLUMNS "," LEAF_COLUMNS ", s.salts FROM audit_leaf l"
	  " JOIN audit_entry e ON e.id = l.entry_id LEFT JOIN audit_salt s ON s.seq = l.seq WHERE l.seq = ?");
STATEMENT(log_each_entry, &log_entry_record, NULL,
	  "SELECT STRAIGHT_JOIN l.entry_id AS id," ENTRY_COLUMNS "," LEAF_COLUMNS ", s.salts FROM audit_leaf l"
	  " LEFT JOIN audit_entry e ON e.id = l.entry_id LEFT JOIN audit_salt s ON s.seq = l.seq"
	  " WHERE l.seq >= 0 ORDER BY l.seq");
STATEMENT(log_entries_count, &number_record, NULL, "SELECT COUNT(*) AS number FROM audit_entry WHERE id > 0");
STATEMENT(log_each_loose, &loose_record, NULL,
	  "SELECT e.id, e.recorded_at, p.entry_id IS NOT NULL AS is_pending, p.since FROM audit_entry e"
	  " LEFT JOIN audit_leaf l ON l.entry_id = e.id LEFT JOIN audit_pending p ON p.entry_id = e.id"
	  " WHERE e.id > 0 AND l.seq IS NULL");
STATEMENT(log_each_pending, &loose_record, NULL,
	  "SELECT p.entry_id AS id, e.recorded_at, TRUE AS is_pending, p.since FROM audit_pending p"
	  " LEFT JOIN audit_entry e ON e.id = p.entry_id WHERE p.entry_id > 0");

enum rc log_entries_of_incident(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
				struct rows *out)
{
	return db_list(db, arena, &log_incident_entries, PARAMS(P_INT(organization_id), P_INT(incident_id)), out);
}

enum rc log_entry_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct log_entry *out)
{
	return db_one(db, arena, &log_one_entry, PARAMS(P_INT(organization_id), P_INT(id)), out);
}

enum rc log_entry_by_seq(struct db *db, struct arena *arena, int64_t seq, struct log_entry *out)
{
	return db_one(db, arena, &log_entry_at, PARAMS(P_INT(seq)), out);
}

enum rc log_entry_each(struct db *db, enum rc (*each)(void *closure, struct arena *arena, void *row), void *closure)
{
	return db_each(db, &log_each_entry, NO_PARAMS, each, closure);
}

enum rc log_entry_count(struct db *db, int64_t *count)
{
	struct number found;
	enum rc rc = db_one(db, NULL, &log_entries_count, NO_PARAMS, &found);

	*count = found.number;
	return rc;
}

enum rc log_loose_each(struct db *db, enum rc (*each)(void *closure, struct arena *arena, void *row), void *closure)
{
	return db_each(db, &log_each_loose, NO_PARAMS, each, closure);
}

static const struct field waiting_fields[] = {
	{.kind = FIELD_MOMENT, .name = "since", .offset = offsetof(struct log_waiting, since)},
	FIELD_END,
};
static const struct record waiting_record = {"log_waiting", sizeof(struct log_waiting), waiting_fields};

STATEMENT(log_waiting_longest, &waiting_record, NULL,
	  "SELECT since FROM audit_pending WHERE entry_id > 0 ORDER BY entry_id LIMIT 1");

enum rc log_waiting(struct db *db, struct log_waiting *out)
{
	struct arena *arena = arena_new(512);
	enum rc rc = db_one(db, arena, &log_waiting_longest, NO_PARAMS, out);

	arena_free(arena);
	if (rc == RC_NOT_FOUND)
		out->since = MOMENT_NONE;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc log_pending_each(struct db *db, enum rc (*each)(void *closure, struct arena *arena, void *row), void *closure)
{
	return db_each(db, &log_each_pending, NO_PARAMS, each, closure);
}

/* --- results of full checks --- */

STATEMENT(log_newest_verification, &log_verification_record, NULL,
	  "SELECT id, started_at, took_us, status, report, told_at FROM audit_verification"
	  " WHERE id = (SELECT MAX(id) FROM audit_verification)");
STATEMENT(log_insert_verification, NULL, NULL,
	  "INSERT INTO audit_verification (started_at, took_us, status, report) VALUES (?, ?, ?, ?)");
STATEMENT(log_tell_verification, NULL, NULL, "UPDATE audit_verification SET told_at = ? WHERE id = ?");

enum rc log_verification_newest(struct db *db, struct arena *arena, struct log_verification *out)
{
	return db_one(db, arena, &log_newest_verification, NO_PARAMS, out);
}

enum rc log_verification_add(struct db *db, const struct log_verification *v)
{
	return db_write(db, &log_insert_verification, NULL,
			PARAMS(P_MOMENT(v->started_at), P_INT(v->took_us), P_INT(v->status), P_TEXT(v->report)), NULL);
}

enum rc log_verification_told(struct db *db, int64_t id, moment now)
{
	return db_write(db, &log_tell_verification, NULL, PARAMS(P_MOMENT(now), P_INT(id)), NULL);
}
