#ifndef NOTIFY_MESSAGE_TEXT_STORE_H
#define NOTIFY_MESSAGE_TEXT_STORE_H

#include "audit/audit.h"
#include "notify/message_text.h"
#include "notify/plan.h"

/* The organization's own words; from the database only when policy.texts_version has changed since the last
 * time. They stay until the next call. */
enum rc message_texts_of(struct db *db, const struct notify_policy *policy,
			 struct message_texts *out) MUST_CHECK;

/* A version of a slot with the name of who wrote it. */
struct message_text_version {
	int64_t version;
	bool is_standard;
	struct str subject;
	struct str body;
	struct str reason;
	struct str author; /* empty: left, or another system */
	moment created_at;
};
extern const struct record message_text_version_record;
/* The newest first, at most 50; rows are struct message_text_version. */
enum rc message_text_versions(struct db *db, struct arena *arena, int64_t organization_id,
			      const struct message_slot *slot, struct rows *rows) MUST_CHECK;

/*
 * Adds the version behind `before` (NULL: the first one), which is what the audit trail compares it with.
 * RC_CONFLICT: somebody else was faster.
 */
enum rc message_text_save(struct db *db, struct arena *arena, const struct actor *actor,
			  const struct message_text *before, struct message_text *after) MUST_CHECK;

#endif
