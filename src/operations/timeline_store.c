#include "operations/timeline_store.h"

#include "event/event.h"
#include "incident/incident_change_store.h"

STATEMENT(entries, &timeline_entry_record, NULL,
	  "SELECT {columns} FROM timeline_entry WHERE incident_id = ? AND organization_id = ?"
	  " ORDER BY happened_at, id LIMIT 1000");
STATEMENT(insertion, NULL, &timeline_entry_record, "INSERT INTO timeline_entry ({names}) VALUES ({values})");

enum rc timeline_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		      struct rows *rows)
{
	return db_list(db, arena, &entries, PARAMS(P_INT(incident_id), P_INT(organization_id)), rows);
}

enum rc timeline_add(struct db *db, struct arena *arena, const struct actor *actor, struct timeline_entry *entry)
{
	enum rc rc = db_insert(db, &insertion, entry, &entry->id);

	if (rc == RC_OK)
		rc = incident_words_add(db, entry->organization_id, entry->incident_id, entry->text, true);
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, "timeline_entry.created", &timeline_entry_record, entry->id,
				  entry->incident_id, NULL, entry, STR_NONE);
	if (rc != RC_OK)
		return rc;
	return event_add(db, arena, actor,
			 &(struct event){.kind = "timeline_entry.created",
					 .subject = "timeline_entry",
					 .subject_id = entry->id,
					 .payload = arena_printf(arena, "{\"incident\":%lld}",
								 (long long)entry->incident_id)});
}
