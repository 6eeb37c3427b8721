#include "incident/incident_change_store.h"

#include "base/random.h"
#include "event/event.h"
#include "incident/search_words.h"

STATEMENT(incident_locked, &incident_record, NULL,
	  "SELECT {columns} FROM incident WHERE organization_id = ? AND id = ? FOR UPDATE");
STATEMENT(incident_update, NULL, &incident_record,
	  "UPDATE incident SET {assignments} WHERE organization_id = ? AND id = ? AND version = ?");
STATEMENT(incident_words_shared, NULL, NULL,
	  "UPDATE incident_text SET words = CONCAT(words, ?), shared = CONCAT(shared, ?)"
	  " WHERE incident_id = ? AND organization_id = ?");
/* Assigned from left to right: the first note leaves behind in shared what there was before it. */
STATEMENT(incident_words_internal, NULL, NULL,
	  "UPDATE incident_text SET shared = COALESCE(shared, words), words = CONCAT(words, ?)"
	  " WHERE incident_id = ? AND organization_id = ?");
STATEMENT(members_delete, NULL, NULL, "DELETE FROM incident_member WHERE incident_id = ? AND organization_id = ?");
STATEMENT(member_insert, NULL, NULL,
	  "INSERT IGNORE INTO incident_member (organization_id, person_id, incident_id) VALUES (?, ?, ?)");
STATEMENT(comment_insert, NULL, &comment_record, "INSERT INTO comment ({names}) VALUES ({values})");
STATEMENT(attachment_insert_one, NULL, &attachment_record,
	  "INSERT INTO attachment ({names}) VALUES ({values})");
STATEMENT(attachment_hide, NULL, NULL,
	  "UPDATE attachment SET is_hidden = TRUE WHERE organization_id = ? AND id = ? AND NOT is_hidden");

enum rc incident_lock(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		      struct incident *out)
{
	return db_one(db, arena, &incident_locked, PARAMS(P_INT(organization_id), P_INT(id)), out);
}

enum rc incident_lock_area(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			   enum record_area area, struct incident *out)
{
	const struct workflow *workflow;
	enum rc rc = incident_lock(db, arena, organization_id, id, out);

	if (rc == RC_OK)
		rc = workflow_of(db, out, &workflow);
	if (rc == RC_OK && workflow_lock(workflow, out, area))
		rc = RC_LOCKED;
	return rc;
}

/* One event for each who got something to do: the manager, and who leads the investigation. */
static enum rc tell_assigned(struct db *db, struct arena *arena, const struct actor *actor,
			     const struct incident *before, const struct incident *after)
{
	const struct event manager = {
		.kind = "incident.assigned",
		.subject = "incident",
		.subject_id = after->id,
		.payload = arena_printf(arena, "{\"manager_id\":%lld}", (long long)after->manager_id),
		.environment = codes_code(&environment_codes, after->environment),
	};
	const struct event lead = {
		.kind = "investigation.assigned",
		.subject = "incident",
		.subject_id = after->id,
		.payload = arena_printf(arena, "{\"person_id\":%lld,\"as\":\"lead\"}",
					(long long)after->investigation_lead_id),
		.environment = codes_code(&environment_codes, after->environment),
	};
	enum rc rc = RC_OK;

	if (after->manager_id != before->manager_id && after->manager_id)
		rc = event_add(db, arena, actor, &manager);
	if (rc == RC_OK && after->investigation_lead_id != before->investigation_lead_id && after->investigation_lead_id)
		rc = event_add(db, arena, actor, &lead);
	return rc;
}

static enum rc add_member(struct db *db, const struct incident *incident, int64_t person_id)
{
	if (!person_id)
		return RC_OK;
	return db_write(db, &member_insert, NULL,
			PARAMS(P_INT(incident->organization_id), P_INT(person_id), P_INT(incident->id)), NULL);
}

enum rc incident_members_write(struct db *db, const struct incident *incident)
{
	struct str rest = incident->investigation_team, part;
	int64_t person_id;
	enum rc rc = db_write(db, &members_delete, NULL,
			      PARAMS(P_INT(incident->id), P_INT(incident->organization_id)), NULL);

	if (rc == RC_OK)
		rc = add_member(db, incident, incident->investigation_approver_id);
	while (rc == RC_OK && str_split(&rest, ',', &part))
		if (str_to_int(part, 1, INT64_MAX, &person_id))
			rc = add_member(db, incident, person_id);
	return rc;
}

enum rc incident_change(struct db *db, struct arena *arena, const struct actor *actor, const char *action,
			const struct incident *before, struct incident *after, struct str reason)
{
	struct event event = {action, "incident", after->id, STR_NONE, codes_code(&environment_codes, after->environment)};

	after->version = before->version + 1;
	after->updated_at = actor->now;
	enum rc rc = db_write_one(
		db, &incident_update, after,
		PARAMS(P_INT(before->organization_id), P_INT(before->id), P_INT(before->version)),
		RC_CONFLICT);
	if (rc == RC_OK && (before->investigation_approver_id != after->investigation_approver_id ||
			    !str_equal(before->investigation_team, after->investigation_team)))
		rc = incident_members_write(db, after);
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, action, &incident_record, after->id, after->id, before,
				  after, reason);
	if (rc == RC_OK)
		rc = event_add(db, arena, actor, &event);
	return rc == RC_OK ? tell_assigned(db, arena, actor, before, after) : rc;
}

enum rc incident_move(struct db *db, struct arena *arena, const struct actor *actor,
		      const struct incident *before, const struct transition *transition, struct str reason)
{
	struct incident after = *before;

	after.status = transition->to_status;
	if (after.status == STATUS_CLOSED)
		after.closed_at = actor->now;
	else if (incident_is_open((enum status)after.status))
		after.closed_at = MOMENT_NONE;
	return incident_change(db, arena, actor, "incident.status_changed", before, &after, reason);
}

static enum rc add_folded(struct db *db, int64_t organization_id, int64_t incident_id, struct str words, bool is_internal)
{
	if (!words.len)
		return RC_OK;
	if (is_internal)
		return db_write(db, &incident_words_internal, NULL,
				PARAMS(P_TEXT(words), P_INT(incident_id), P_INT(organization_id)), NULL);
	return db_write(db, &incident_words_shared, NULL,
			PARAMS(P_TEXT(words), P_TEXT(words), P_INT(incident_id), P_INT(organization_id)), NULL);
}

enum rc incident_words_add(struct db *db, int64_t organization_id, int64_t incident_id, struct str words,
			   bool is_internal)
{
	struct arena *arena = arena_new(0);
	struct text folded = TEXT_IN(arena);

	search_words_fold(&folded, words);
	enum rc rc = add_folded(db, organization_id, incident_id, text_str(&folded), is_internal);
	arena_free(arena);
	return rc;
}

enum rc comment_add(struct db *db, struct arena *arena, const struct actor *actor, struct comment *comment)
{
	struct event event = {
		.kind = "comment.created", .subject = "incident", .subject_id = comment->incident_id,
		.payload = arena_printf(arena, "{\"audience\":\"%s\"}", codes_code(&audience_codes, comment->audience))};
	enum rc rc = db_insert(db, &comment_insert, comment, &comment->id);

	if (rc != RC_OK)
		return rc;
	rc = incident_words_add(db, comment->organization_id, comment->incident_id, comment->body,
				comment->audience == AUDIENCE_INTERNAL);
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, "comment.created", &comment_record, comment->id,
				  comment->incident_id, NULL, comment, STR_NONE);
	return rc == RC_OK ? event_add(db, arena, actor, &event) : rc;
}

enum rc attachment_add(struct db *db, struct arena *arena, const struct actor *actor,
		       struct attachment *attachment)
{
	struct event event = {.kind = "attachment.created", .subject = "incident", .subject_id = attachment->incident_id};

	attachment->uuid = uuid_new(arena, actor->now);
	enum rc rc = db_insert(db, &attachment_insert_one, attachment, &attachment->id);
	if (rc != RC_OK)
		return rc;
	rc = incident_words_add(db, attachment->organization_id, attachment->incident_id, attachment->name, false);
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, "attachment.created", &attachment_record, attachment->id,
				  attachment->incident_id, NULL, attachment, STR_NONE);
	return rc == RC_OK ? event_add(db, arena, actor, &event) : rc;
}

enum rc attachment_withdraw(struct db *db, struct arena *arena, const struct actor *actor,
			    const struct attachment *attachment, struct str reason)
{
	struct attachment after = *attachment;
	enum rc rc =
		db_write_one(db, &attachment_hide, NULL,
			     PARAMS(P_INT(attachment->organization_id), P_INT(attachment->id)), RC_NOT_FOUND);

	after.is_hidden = true;
	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, "attachment.withdrawn", &attachment_record,
				  attachment->id, attachment->incident_id, attachment, &after, reason);
	return rc;
}
