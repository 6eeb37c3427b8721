#include "notify/policy_store.h"

STATEMENT(policy_row, &notify_policy_record, NULL, "SELECT {columns} FROM notify_policy WHERE organization_id = ?");
STATEMENT(policy_insert, NULL, &notify_policy_record, "INSERT INTO notify_policy ({names}) VALUES ({values})");
STATEMENT(policy_update, NULL, &notify_policy_record,
	  "UPDATE notify_policy SET {assignments} WHERE organization_id = ? AND version = ?");
STATEMENT(policy_touch, NULL, NULL,
	  "INSERT INTO notify_policy (organization_id, rules_version, version) VALUES (?, 1, 0)"
	  " ON DUPLICATE KEY UPDATE rules_version = rules_version + 1");
/* Those that ship with the product belong to organization 0. */
STATEMENT(policy_rule_list, &notify_rule_record, NULL,
	  "SELECT {columns} FROM notify_rule WHERE organization_id IN (0, ?) ORDER BY code, organization_id DESC");
STATEMENT(policy_rule_one, &notify_rule_record, NULL,
	  "SELECT {columns} FROM notify_rule WHERE organization_id IN (0, ?) AND code = ?"
	  " ORDER BY organization_id DESC LIMIT 1");
STATEMENT(policy_rule_insert, NULL, &notify_rule_record, "INSERT INTO notify_rule ({names}) VALUES ({values})");
STATEMENT(policy_rule_update, NULL, &notify_rule_record,
	  "UPDATE notify_rule SET {assignments} WHERE organization_id = ? AND id = ? AND version = ?");

enum rc policy_of(struct db *db, struct arena *arena, int64_t organization_id, struct notify_policy *out)
{
	enum rc rc = db_one(db, arena, &policy_row, PARAMS(P_INT(organization_id)), out);

	if (rc != RC_NOT_FOUND)
		return rc;
	record_clear(&notify_policy_record, out);
	out->organization_id = organization_id;
	out->sandbox_people = STR("");
	return RC_OK;
}

enum rc policy_save(struct db *db, struct arena *arena, const struct actor *actor, const struct notify_policy *before,
		    struct notify_policy *after)
{
	struct notify_policy now;
	enum rc rc = policy_of(db, arena, actor->organization_id, &now);

	if (rc != RC_OK || now.version != before->version)
		return rc == RC_OK ? RC_CONFLICT : rc;
	after->rules_version = now.rules_version;
	after->texts_version = now.texts_version;
	after->version = now.version + 1;
	/* The row may stand there with version 0 since a rule was changed. */
	rc = db_write_one(db, &policy_update, after, PARAMS(P_INT(actor->organization_id), P_INT(now.version)), RC_NOT_FOUND);
	if (rc == RC_NOT_FOUND)
		rc = db_write(db, &policy_insert, after, NO_PARAMS, NULL);
	if (rc == RC_DUPLICATE)
		rc = RC_CONFLICT;
	return rc == RC_OK ? audit_change(db, arena, actor, "notify_policy.changed", &notify_policy_record,
					  actor->organization_id, 0, before, after, STR(""))
			   : rc;
}

/* One organization at a time is kept; another one takes its place. */
static struct {
	struct arena *arena;
	int64_t organization_id;     /* 0: none */
	int64_t version;
	struct notify_rules rules;
} kept;

enum rc policy_rules(struct db *db, const struct notify_policy *policy, struct notify_rules *out)
{
	struct rows rows;
	enum rc rc = RC_OK;

	if (kept.organization_id != policy->organization_id || kept.version != policy->rules_version) {
		if (kept.arena)
			arena_reset(kept.arena);
		else
			kept.arena = arena_new(0);
		kept.organization_id = 0;
		rc = db_list(db, kept.arena, &policy_rule_list, PARAMS(P_INT(policy->organization_id)), &rows);
		if (rc == RC_OK) {
			kept.rules = notify_rules_effective(kept.arena, rows.at, rows.count);
			kept.organization_id = policy->organization_id;
			kept.version = policy->rules_version;
		}
	}
	*out = kept.rules;
	return rc;
}

enum rc policy_rule(struct db *db, struct arena *arena, int64_t organization_id, struct str code, struct notify_rule *out)
{
	return db_one(db, arena, &policy_rule_one, PARAMS(P_INT(organization_id), P_TEXT(code)), out);
}

enum rc policy_rule_save(struct db *db, struct arena *arena, const struct actor *actor, const struct notify_rule *before,
			 struct notify_rule *after, struct str reason)
{
	const bool is_own = before && before->organization_id == actor->organization_id;
	enum rc rc;

	after->organization_id = actor->organization_id;
	after->version = before ? before->version + 1 : 1;
	after->updated_at = actor->now;
	if (is_own) {
		rc = db_write_one(db, &policy_rule_update, after,
				  PARAMS(P_INT(actor->organization_id), P_INT(before->id), P_INT(before->version)),
				  RC_CONFLICT);
	} else {
		after->id = 0;
		rc = db_insert(db, &policy_rule_insert, after, &after->id);
	}
	if (rc == RC_DUPLICATE)
		rc = RC_CONFLICT;
	if (rc == RC_OK)
		rc = db_write(db, &policy_touch, NULL, PARAMS(P_INT(actor->organization_id)), NULL);
	return rc == RC_OK ? audit_change(db, arena, actor, before ? "notify_rule.changed" : "notify_rule.created",
					  &notify_rule_record, after->id, 0, before, after, reason)
			   : rc;
}
