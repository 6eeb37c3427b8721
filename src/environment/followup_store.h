#ifndef ENVIRONMENT_FOLLOWUP_STORE_H
#define ENVIRONMENT_FOLLOWUP_STORE_H

#include "audit/audit.h"

/*
 * The words of the written follow-up notice that no other record has (40 CFR 355.40(b)); each change is a new
 * version, the highest number counts.
 */
struct release_followup {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int64_t number;
	struct str health_risks;
	struct str medical_advice;
	struct str precautions;
	struct str actions_taken;
	struct str changes;
	struct str contact_name;
	struct str contact_phone;
	moment created_at;
	struct str created_by_name;
};
extern const struct record release_followup_record;

/* RC_NOT_FOUND: not begun. */
enum rc followup_newest(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct release_followup *out) MUST_CHECK;
/* The next version, with its audit entry, in the caller's transaction; the incident is locked. Sets id, uuid,
 * number. */
enum rc followup_add(struct db *db, struct arena *arena, const struct actor *actor,
		     struct release_followup *followup) MUST_CHECK;

#endif
