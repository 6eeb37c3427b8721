#include "notify/preference_store.h"

STATEMENT(preference_row, &notify_preference_record, NULL,
	  "SELECT {columns} FROM notify_preference WHERE account_id = ? AND organization_id = ?");
STATEMENT(preference_insert, NULL, &notify_preference_record, "INSERT INTO notify_preference ({names}) VALUES ({values})");
STATEMENT(preference_update, NULL, &notify_preference_record,
	  "UPDATE notify_preference SET {assignments} WHERE account_id = ? AND organization_id = ? AND version = ?");

enum rc preference_of(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
		      struct notify_preference *out)
{
	enum rc rc = db_one(db, arena, &preference_row, PARAMS(P_INT(account_id), P_INT(organization_id)), out);

	if (rc != RC_NOT_FOUND)
		return rc;
	*out = preference_none(organization_id, account_id);
	return RC_OK;
}

enum rc preference_save(struct db *db, struct arena *arena, const struct actor *actor, const struct notify_preference *before,
			struct notify_preference *after)
{
	enum rc rc;

	after->version = before->version + 1;
	after->updated_at = actor->now;
	if (before->version)
		rc = db_write_one(db, &preference_update, after,
				  PARAMS(P_INT(before->account_id), P_INT(before->organization_id), P_INT(before->version)),
				  RC_CONFLICT);
	else
		rc = db_write(db, &preference_insert, after, NO_PARAMS, NULL);
	if (rc == RC_DUPLICATE)
		rc = RC_CONFLICT;
	return rc == RC_OK ? audit_change(db, arena, actor, "notify_preference.changed", &notify_preference_record,
					  before->account_id, 0, before, after, STR(""))
			   : rc;
}
