#ifndef NOTIFY_POLICY_STORE_H
#define NOTIFY_POLICY_STORE_H

#include "audit/audit.h"
#include "notify/plan.h"

/* Rules and what is settled for all messages. */

/* The defaults, version 0, where nothing was settled yet. */
enum rc policy_of(struct db *db, struct arena *arena, int64_t organization_id, struct notify_policy *out) MUST_CHECK;
/* RC_CONFLICT: changed meanwhile. Audited. */
enum rc policy_save(struct db *db, struct arena *arena, const struct actor *actor, const struct notify_policy *before,
		    struct notify_policy *after) MUST_CHECK;

/* Rules that hold there, those that are switched off too; from the database only when policy.rules_version has changed
 * since the last time. They stay until the next call. */
enum rc policy_rules(struct db *db, const struct notify_policy *policy, struct notify_rules *out) MUST_CHECK;
/* The one that holds of that code. RC_NOT_FOUND. */
enum rc policy_rule(struct db *db, struct arena *arena, int64_t organization_id, struct str code,
		    struct notify_rule *out) MUST_CHECK;
/*
 * Keeps it as the organization's own: inserted where before (NULL: a new one) ships with the product, else updated.
 * RC_CONFLICT: changed meanwhile. Audited with the reason.
 */
enum rc policy_rule_save(struct db *db, struct arena *arena, const struct actor *actor, const struct notify_rule *before,
			 struct notify_rule *after, struct str reason) MUST_CHECK;

#endif
