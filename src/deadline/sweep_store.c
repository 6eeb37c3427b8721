#include "deadline/sweep_store.h"

#include <stddef.h>

#define AT(member) .name = #member, .offset = offsetof(struct sweep, member), .flags = FIELD_STORED
static const struct field sweep_fields[] = {
	{.kind = FIELD_ID, .name = "organization_id", .offset = offsetof(struct sweep, organization_id),
	 .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_MOMENT, AT(begun_at)},
	{.kind = FIELD_INT, AT(incident_id)},
	{.kind = FIELD_INT, AT(capa_id)},
	{.kind = FIELD_MOMENT, AT(rounded_at)},
	{.kind = FIELD_MOMENT, AT(wide_at)},
	FIELD_END,
};
#undef AT
static const struct record sweep_record = {"deadline_sweep", sizeof(struct sweep), sweep_fields};
STATEMENT(sweep_one, &sweep_record, NULL, "SELECT {columns} FROM deadline_sweep WHERE organization_id = ?");
STATEMENT(sweep_add, NULL, &sweep_record, "INSERT INTO deadline_sweep ({names}) VALUES ({values})");
STATEMENT(sweep_change_row, NULL, &sweep_record, "UPDATE deadline_sweep SET {assignments} WHERE organization_id = ?");
STATEMENT(sweep_wide_null, NULL, NULL, "UPDATE deadline_sweep SET wide_at = NULL WHERE organization_id = ?");

#define AT(member) .name = #member, .offset = offsetof(struct sweep_change, member)
static const struct field change_fields[] = {
	{.kind = FIELD_INT, AT(seq)},
	{.kind = FIELD_ID, AT(organization_id)},
	{.kind = FIELD_ID, AT(incident_id)},
	{.kind = FIELD_TEXT, AT(subject)},
	{.kind = FIELD_ID, AT(subject_id)},
	FIELD_END,
};
#undef AT
static const struct record change_record = {"sweep_change", sizeof(struct sweep_change), change_fields};
/* Reading somebody's record and signing in move no date; a report has its own event. */
STATEMENT(changes_after, &change_record, NULL,
	  "SELECT l.seq, e.organization_id, e.incident_id, e.subject, e.subject_id FROM audit_leaf l"
	  " JOIN audit_entry e ON e.id = l.entry_id WHERE l.seq > ? AND l.seq <= ?"
	  " AND e.organization_id IS NOT NULL AND e.action NOT LIKE '%.read' AND e.action <> 'incident.created' AND e.subject NOT IN ('session', 'deadline')"
	  " ORDER BY l.seq LIMIT 5000");

static const struct field id_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct sweep_id, id)},
	FIELD_END,
};
static const struct record id_record = {"sweep_id", sizeof(struct sweep_id), id_fields};
/* What deadline_feed.audit_seq is before the first run, and while the log has no leaf yet. */
enum { NOT_BEGUN = -1, BEFORE_FIRST = -2 };
STATEMENT(leaf_last, &id_record, NULL, "SELECT COALESCE(MAX(seq), -2) AS id FROM audit_leaf");
/* What is recorded gets its leaves in the order it waits in. */
STATEMENT(leaf_awaited, &id_record, NULL,
	  "SELECT COALESCE(MAX(seq), -1) + (SELECT COUNT(*) FROM audit_pending WHERE entry_id > 0) AS id FROM audit_leaf");
STATEMENT(feed_one, &id_record, NULL, "SELECT audit_seq AS id FROM deadline_feed WHERE id = 1");
STATEMENT(feed_set, NULL, NULL, "UPDATE deadline_feed SET audit_seq = ? WHERE id = 1");
STATEMENT(incident_last, &id_record, NULL, "SELECT COALESCE(MAX(id), 0) AS id FROM incident");
/* Indexes: the primary key, and incident of the others. */
STATEMENT(incidents_between, &id_record, NULL,
	  "SELECT i.id FROM incident i FORCE INDEX (PRIMARY) WHERE i.id > ? AND i.id <= ? AND i.organization_id = ?"
	  " AND (i.status_rank < 9 OR i.reporting = 'anonymous'"
	  " OR EXISTS (SELECT 1 FROM injured_person p WHERE p.incident_id = i.id)"
	  " OR EXISTS (SELECT 1 FROM capa c WHERE c.organization_id = i.organization_id AND c.incident_id = i.id)"
	  " OR EXISTS (SELECT 1 FROM release_duty d WHERE d.incident_id = i.id AND d.is_open = 1)"
	  " OR EXISTS (SELECT 1 FROM deadline n WHERE n.organization_id = i.organization_id AND n.incident_id = i.id))"
	  " ORDER BY i.id");
STATEMENT(capas_alone, &id_record, NULL,
	  "SELECT id FROM capa FORCE INDEX (incident) WHERE organization_id = ? AND incident_id IS NULL AND id > ?"
	  " ORDER BY id LIMIT ?");

enum rc sweep_find(struct db *db, struct arena *arena, int64_t organization_id, moment now, struct sweep *out)
{
	enum rc rc = db_one(db, arena, &sweep_one, PARAMS(P_INT(organization_id)), out);

	if (rc != RC_NOT_FOUND)
		return rc;
	record_clear(&sweep_record, out);
	out->organization_id = organization_id;
	out->begun_at = now;
	rc = db_write(db, &sweep_add, out, NO_PARAMS, NULL);
	return rc == RC_DUPLICATE ? RC_OK : rc;
}

enum rc sweep_put(struct db *db, const struct sweep *sweep)
{
	return db_write(db, &sweep_change_row, sweep, PARAMS(P_INT(sweep->organization_id)), NULL);
}

enum rc sweep_wide_again(struct db *db, int64_t organization_id)
{
	return db_write(db, &sweep_wide_null, NULL, PARAMS(P_INT(organization_id)), NULL);
}

static enum rc one_id(struct db *db, struct arena *arena, const struct statement *statement, const struct param *params,
		      size_t count, int64_t absent, int64_t *out)
{
	struct sweep_id row = {absent};
	enum rc rc = db_one(db, arena, statement, params, count, &row);

	*out = rc == RC_NOT_FOUND ? absent : row.id;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc sweep_changes(struct db *db, struct arena *arena, int64_t seq, int64_t most, struct rows *rows, int64_t *last)
{
	int64_t newest;
	enum rc rc = one_id(db, arena, &leaf_last, NO_PARAMS, BEFORE_FIRST, &newest);

	*last = newest > seq + most ? seq + most : newest > seq ? newest : seq;
	return rc == RC_OK ? db_list(db, arena, &changes_after, PARAMS(P_INT(seq), P_INT(*last)), rows) : rc;
}

enum rc sweep_feed(struct db *db, struct arena *arena, int64_t *seq)
{
	enum rc rc = one_id(db, arena, &feed_one, NO_PARAMS, NOT_BEGUN, seq);

	if (rc != RC_OK || *seq != NOT_BEGUN)
		return rc;
	rc = one_id(db, arena, &leaf_awaited, NO_PARAMS, BEFORE_FIRST, seq);
	if (*seq == NOT_BEGUN)
		*seq = BEFORE_FIRST;
	return rc == RC_OK ? sweep_feed_set(db, *seq) : rc;
}

enum rc sweep_feed_set(struct db *db, int64_t seq)
{
	return db_write(db, &feed_set, NULL, PARAMS(P_INT(seq)), NULL);
}

enum rc sweep_incidents(struct db *db, struct arena *arena, int64_t organization_id, int64_t after, int64_t until,
			struct rows *rows)
{
	return db_list(db, arena, &incidents_between, PARAMS(P_INT(after), P_INT(until), P_INT(organization_id)), rows);
}

enum rc sweep_last_incident(struct db *db, struct arena *arena, int64_t *last)
{
	return one_id(db, arena, &incident_last, NO_PARAMS, 0, last);
}

enum rc sweep_capas(struct db *db, struct arena *arena, int64_t organization_id, int64_t after, int64_t most,
		    struct rows *rows)
{
	return db_list(db, arena, &capas_alone, PARAMS(P_INT(organization_id), P_INT(after), P_INT(most)), rows);
}
