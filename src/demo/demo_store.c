#include "demo/demo_store.h"

#include "identity/permission.h"
#include "incident/incident_change_store.h"

STATEMENT(demo_grant_add, NULL, NULL,
	  "INSERT INTO role_grant (organization_id, account_id, role, establishment_id, until_on, created_at)"
	  " VALUES (?, ?, ?, ?, ?, ?)");
STATEMENT(demo_rule_add, NULL, &assignment_rule_record,
	  "INSERT INTO assignment_rule ({names}) VALUES ({values})");
STATEMENT(demo_incident_change, NULL, &incident_record,
	  "UPDATE incident SET {assignments} WHERE id = ? AND organization_id = ?");
STATEMENT(demo_comment_add, NULL, &comment_record, "INSERT INTO comment ({names}) VALUES ({values})");
STATEMENT(demo_injured_of, &injured_person_record, NULL,
	  "SELECT {columns} FROM injured_person WHERE incident_id = ? AND organization_id = ?");
STATEMENT(demo_events_done, NULL, NULL,
	  "UPDATE event SET state = 'done', done_at = ?, due_at = created_at WHERE state = 'waiting' AND organization_id = ?");

enum rc demo_store_grant(struct db *db, int64_t organization_id, int64_t account_id, int role,
			 int64_t establishment_id, day until_on, moment now)
{
	return db_write(db, &demo_grant_add, NULL,
			PARAMS(P_INT(organization_id), P_INT(account_id),
			       P_TEXT(str_of(codes_code(&role_codes, role))), P_ID(establishment_id),
			       P_DAY(until_on), P_MOMENT(now)),
			NULL);
}

enum rc demo_store_rule(struct db *db, const struct assignment_rule *rule)
{
	return db_write(db, &demo_rule_add, rule, NO_PARAMS, NULL);
}

enum rc demo_store_incident(struct db *db, const struct incident *incident)
{
	return db_write(db, &demo_incident_change, incident,
			PARAMS(P_INT(incident->id), P_INT(incident->organization_id)), NULL);
}

enum rc demo_store_comment(struct db *db, const struct comment *comment)
{
	enum rc rc = db_write(db, &demo_comment_add, comment, NO_PARAMS, NULL);

	if (rc != RC_OK)
		return rc;
	return incident_words_add(db, comment->organization_id, comment->incident_id, comment->body,
				  comment->audience == AUDIENCE_INTERNAL);
}

enum rc demo_store_injured(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			   struct injured_person *injured)
{
	return db_one(db, arena, &demo_injured_of, PARAMS(P_INT(incident_id), P_INT(organization_id)),
		      injured);
}

enum rc demo_store_quiet(struct db *db, int64_t organization_id, moment now)
{
	return db_write(db, &demo_events_done, NULL, PARAMS(P_MOMENT(now), P_INT(organization_id)), NULL);
}
