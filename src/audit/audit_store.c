#include "audit/audit.h"

#include "base/command.h"

STATEMENT(audit_insert, NULL, NULL,
	  "INSERT INTO audit_entry (organization_id, recorded_at, actor_id, actor_kind, actor_name,"
	  " auth_method, request_id, environment, action, subject, subject_id, subject_version,"
	  " incident_id, reason, changes, software) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

/* NULL would break the columns that always hold a text. */
static struct str given(struct str s, struct str otherwise)
{
	return s.at ? s : otherwise;
}

/* The parameters of one entry. */
#define ENTRY(actor, entry, at, request_id)                                                                      \
	PARAMS(P_ID((actor)->organization_id), P_MOMENT(at), P_ID((actor)->account_id),                          \
	       P_TEXT(str_of((actor)->kind)), P_TEXT((actor)->name), P_TEXT(given((actor)->auth_method, STR(""))), \
	       P_TEXT(str_of(request_id)), P_TEXT(STR("prod")), P_TEXT(str_of((entry)->action)),                 \
	       P_TEXT(str_of((entry)->subject)), P_INT((entry)->subject_id), P_INT((entry)->subject_version),    \
	       P_ID((entry)->incident_id), P_TEXT(given((entry)->reason, STR(""))),                              \
	       P_TEXT(given((entry)->changes, STR("{}"))), P_TEXT(str_of(muster_version)))

static bool is_anonymous(const struct actor *actor)
{
	return str_is(str_of(actor->kind), "anonymous");
}

static moment time_of(const struct actor *actor)
{
	return is_anonymous(actor) ? actor->now - actor->now % DAYS(1) : actor->now;
}

static const char *request_of(const struct actor *actor)
{
	return is_anonymous(actor) || !actor->request_id ? "" : actor->request_id;
}

enum rc audit_append_id(struct db *db, const struct actor *actor, const struct audit_entry *entry, int64_t *id)
{
	struct written written = {0};
	enum rc rc = db_write(db, &audit_insert, NULL, ENTRY(actor, entry, time_of(actor), request_of(actor)), &written);

	*id = written.id;
	return rc;
}

enum rc audit_append(struct db *db, const struct actor *actor, const struct audit_entry *entry)
{
	return db_write_ahead(db, &audit_insert, NULL, ENTRY(actor, entry, time_of(actor), request_of(actor)));
}
