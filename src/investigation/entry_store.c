#include "base/random.h"
#include "investigation/findings_store.h"

/* Evidence, problems, Whys, causes on the fishbone, events and causes are kept alike. */
struct entry_kind {
	const struct record *record;
	const struct statement *find, *next, *insert, *update;
	const char *added, *changed, *removed; /* actions of the audit trail */
};

struct next_position {
	int64_t position;
};
static const struct field next_fields[] = {
	{.kind = FIELD_INT, .name = "position", .offset = offsetof(struct next_position, position)},
	FIELD_END,
};
static const struct record next_record = {"next_position", sizeof(struct next_position), next_fields};

/* Positions are counted over what was taken out as well: E3 stays E3. */
#define ENTRY_KIND(name, table, record_)                                                                            \
	STATEMENT(table##_entry, &(record_), NULL,                                                                  \
		  "SELECT {columns} FROM " #table " WHERE uuid = ? AND incident_id = ? AND organization_id = ?"     \
		  " AND NOT is_removed");                                                                           \
	STATEMENT(table##_next, &next_record, NULL,                                                                 \
		  "SELECT COALESCE(MAX(position), 0) + 1 AS position FROM " #table                                  \
		  " WHERE investigation_id = ? AND organization_id = ?");                                           \
	STATEMENT(table##_insert, NULL, &(record_), "INSERT INTO " #table " ({names}) VALUES ({values})");          \
	STATEMENT(table##_update, NULL, &(record_),                                                                 \
		  "UPDATE " #table " SET {assignments} WHERE id = ? AND organization_id = ? AND version = ?");      \
	const struct entry_kind name = {&(record_),        &table##_entry,   &table##_next,                         \
					&table##_insert,   &table##_update,  #table ".added",                       \
					#table ".changed", #table ".removed"}

ENTRY_KIND(evidence_entries, evidence, evidence_record);
ENTRY_KIND(why_chain_entries, why_chain, why_chain_record);
ENTRY_KIND(why_entries, why, why_record);
ENTRY_KIND(fishbone_entries, fishbone_item, fishbone_item_record);
ENTRY_KIND(sequence_event_entries, sequence_event, sequence_event_record);
ENTRY_KIND(cause_entries, cause, cause_record);

const struct record *entry_record(const struct entry_kind *kind)
{
	return kind->record;
}

enum rc entry_find(struct db *db, struct arena *arena, const struct entry_kind *kind, const struct incident *incident,
		   struct str uuid, void *out)
{
	if (!uuid_is_valid(uuid))
		return RC_NOT_FOUND;
	return db_one(db, arena, kind->find,
		      PARAMS(P_TEXT(uuid), P_INT(incident->id), P_INT(incident->organization_id)), out);
}

/* Work on a rejected one has begun again. */
static enum rc touch(struct db *db, struct arena *arena, const struct actor *actor,
		     const struct investigation *investigation)
{
	struct investigation after = *investigation;

	if (investigation->state != INVESTIGATION_REJECTED)
		return RC_OK;
	after.state = INVESTIGATION_IN_PROGRESS;
	return investigation_change(db, arena, actor, "investigation.resumed", investigation, &after, STR_NONE);
}

enum rc entry_add(struct db *db, struct arena *arena, const struct actor *actor, const struct entry_kind *kind,
		  const struct investigation *investigation, int64_t person_id, void *row)
{
	struct entry *entry = row;
	struct next_position next;
	enum rc rc = db_one(db, arena, kind->next,
			    PARAMS(P_INT(investigation->id), P_INT(investigation->organization_id)), &next);

	*entry = (struct entry){
		.organization_id = investigation->organization_id,
		.uuid = uuid_new(arena, actor->now),
		.incident_id = investigation->incident_id,
		.investigation_id = investigation->id,
		.position = next.position,
		.version = 1,
		.added_by_id = person_id,
		.created_at = actor->now,
		.updated_at = actor->now,
	};
	if (rc == RC_OK)
		rc = db_insert(db, kind->insert, row, &entry->id);
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, kind->added, kind->record, entry->id, entry->incident_id, NULL,
				  row, STR_NONE);
	return rc == RC_OK ? touch(db, arena, actor, investigation) : rc;
}

enum rc entry_change(struct db *db, struct arena *arena, const struct actor *actor, const struct entry_kind *kind,
		     const struct investigation *investigation, const void *before, void *after, struct str reason)
{
	const struct entry *old = before;
	struct entry *new = after;

	if (str_is(record_diff(arena, kind->record, before, after), "{}"))
		return RC_OK;
	new->version = old->version + 1;
	new->updated_at = actor->now;
	enum rc rc = db_write_one(db, kind->update, after,
				  PARAMS(P_INT(old->id), P_INT(old->organization_id), P_INT(old->version)),
				  RC_CONFLICT);
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, new->is_removed ? kind->removed : kind->changed, kind->record,
				  old->id, old->incident_id, before, after, reason);
	return rc == RC_OK ? touch(db, arena, actor, investigation) : rc;
}

enum rc entry_remove(struct db *db, struct arena *arena, const struct actor *actor, const struct entry_kind *kind,
		     const struct investigation *investigation, const void *row, struct str reason)
{
	void *after = record_copy(arena, kind->record, row);

	((struct entry *)after)->is_removed = true;
	return entry_change(db, arena, actor, kind, investigation, row, after, reason);
}
