#include "incident/unmask_store.h"

#include "base/random.h"

#define SELECT_REQUEST                                                                         \
	"SELECT {columns:u}, CONCAT_WS(' ', p.given_name, p.family_name) AS requested_by,"     \
	" CONCAT_WS(' ', q.given_name, q.family_name) AS decided_by FROM unmask_request u"     \
	" JOIN account a ON a.id = u.requested_by_id LEFT JOIN person p ON p.id = a.person_id" \
	" LEFT JOIN account b ON b.id = u.decided_by_id LEFT JOIN person q ON q.id = b.person_id"
STATEMENT(unmask_of_incident, &unmask_request_record, NULL,
	  SELECT_REQUEST " WHERE u.incident_id = ? AND u.organization_id = ? ORDER BY u.id DESC LIMIT 100");
STATEMENT(unmask_of_uuid, &unmask_request_record, NULL,
	  SELECT_REQUEST " WHERE u.uuid = ? AND u.incident_id = ? AND u.organization_id = ?");
STATEMENT(unmask_add, NULL, &unmask_request_record, "INSERT INTO unmask_request ({names}) VALUES ({values})");
STATEMENT(
	unmask_settle, NULL, NULL,
	"UPDATE unmask_request SET decided_by_id = ?, is_approved = ?, decided_at = ?, ends_at = ?,"
	  " version = version + 1"
	" WHERE id = ? AND organization_id = ? AND decided_by_id IS NULL AND requested_by_id <> ?");

enum rc unmask_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		    struct rows *requests)
{
	return db_list(db, arena, &unmask_of_incident, PARAMS(P_INT(incident_id), P_INT(organization_id)),
		       requests);
}

enum rc unmask_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		       struct str uuid, struct unmask_request *request)
{
	if (!uuid_is_valid(uuid))
		return RC_NOT_FOUND;
	return db_one(db, arena, &unmask_of_uuid,
		      PARAMS(P_TEXT(uuid), P_INT(incident_id), P_INT(organization_id)), request);
}

enum rc unmask_insert(struct db *db, struct unmask_request *request)
{
	return db_insert(db, &unmask_add, request, &request->id);
}

enum rc unmask_decide(struct db *db, const struct unmask_request *request)
{
	return db_write_one(db, &unmask_settle, NULL,
			    PARAMS(P_INT(request->decided_by_id), P_INT(request->is_approved == ANSWER_YES),
				   P_MOMENT(request->decided_at), P_MOMENT(request->ends_at), P_INT(request->id),
				   P_INT(request->organization_id), P_INT(request->decided_by_id)),
			    RC_CONFLICT);
}
