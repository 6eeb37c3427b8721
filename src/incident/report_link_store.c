#include "incident/report_link_store.h"

#include "base/random.h"

STATEMENT(link_of_token, &report_link_record, NULL, "SELECT {columns} FROM report_link WHERE token = ?");
STATEMENT(link_of_uuid, &report_link_record, NULL,
	  "SELECT {columns} FROM report_link WHERE uuid = ? AND organization_id = ?");
STATEMENT(links_newest, &report_link_record, NULL,
	  "SELECT {columns} FROM report_link WHERE organization_id = ? ORDER BY id DESC LIMIT 500");
STATEMENT(link_insert, NULL, &report_link_record, "INSERT INTO report_link ({names}) VALUES ({values})");
STATEMENT(link_revoke, NULL, NULL,
	  "UPDATE report_link SET revoked_at = ?, version = version + 1"
	  " WHERE id = ? AND organization_id = ? AND revoked_at IS NULL");
STATEMENT(link_opened, NULL, NULL,
	  "UPDATE report_link SET opened = opened + 1 WHERE id = ? AND organization_id = ?");
STATEMENT(link_filed, NULL, NULL,
	  "UPDATE report_link SET filed = filed + 1 WHERE id = ? AND organization_id = ?");

enum rc report_link_by_token(struct db *db, struct arena *arena, struct str token, struct report_link *link)
{
	if (!report_link_token_is_valid(token))
		return RC_NOT_FOUND;
	enum rc rc = db_one(db, arena, &link_of_token, PARAMS(P_TEXT(token)), link);
	/* The column compares without regard to case. */
	return rc == RC_OK && !str_equal(link->token, token) ? RC_NOT_FOUND : rc;
}

enum rc report_link_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			    struct report_link *link)
{
	if (!uuid_is_valid(uuid))
		return RC_NOT_FOUND;
	return db_one(db, arena, &link_of_uuid, PARAMS(P_TEXT(uuid), P_INT(organization_id)), link);
}

enum rc report_link_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *links)
{
	return db_list(db, arena, &links_newest, PARAMS(P_INT(organization_id)), links);
}

enum rc report_link_insert(struct db *db, struct report_link *link)
{
	return db_insert(db, &link_insert, link, &link->id);
}

enum rc report_link_revoke(struct db *db, int64_t organization_id, int64_t id, moment now)
{
	return db_write_one(db, &link_revoke, NULL, PARAMS(P_MOMENT(now), P_INT(id), P_INT(organization_id)),
			    RC_CONFLICT);
}

enum rc report_link_count_opened(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write(db, &link_opened, NULL, PARAMS(P_INT(id), P_INT(organization_id)), NULL);
}

enum rc report_link_count_filed(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write(db, &link_filed, NULL, PARAMS(P_INT(id), P_INT(organization_id)), NULL);
}
