#include "audit/audit.h"

struct actor actor_of(const struct viewer *viewer, const char *request_id, moment now)
{
	return (struct actor){
		.organization_id = viewer->organization_id,
		.account_id = viewer->account_id,
		.kind = "account",
		.name = viewer->name,
		.auth_method = viewer->auth_method,
		.acr = viewer->acr,
		.amr = viewer->amr,
		.request_id = request_id,
		.now = now,
		.directory_version = viewer->directory_version,
	};
}

struct actor actor_command(int64_t organization_id, const char *kind, const char *name, moment now)
{
	return (struct actor){
		.organization_id = organization_id,
		.kind = kind,
		.name = str_of(name),
		.auth_method = STR(""),
		.request_id = "",
		.now = now,
	};
}

enum rc audit_change(struct db *db, struct arena *arena, const struct actor *actor, const char *action,
		     const struct record *record, int64_t subject_id, int64_t incident_id, const void *before,
		     const void *after, struct str reason)
{
	struct audit_entry entry = {
		.action = action,
		.subject = record->name,
		.subject_id = subject_id,
		.incident_id = incident_id,
		.reason = reason,
		.changes = record_diff(arena, record, before, after),
	};
	return audit_append(db, actor, &entry);
}
