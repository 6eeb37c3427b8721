#include "notify/message_text_store.h"

#include <stddef.h>

/* By the unique key; all of them, because what was told keeps the words of its time. */
STATEMENT(
	message_text_list, &message_text_record, NULL,
	"SELECT {columns} FROM message_text WHERE organization_id = ?"
	" ORDER BY organization_id DESC, event_kind DESC, family DESC, language DESC, version DESC LIMIT 5000");
STATEMENT(message_text_insert, NULL, &message_text_record,
	  "INSERT INTO message_text ({names}) VALUES ({values})");
STATEMENT(message_text_touch, NULL, NULL,
	  "INSERT INTO notify_policy (organization_id, texts_version, version) VALUES (?, 1, 0)"
	  " ON DUPLICATE KEY UPDATE texts_version = texts_version + 1");

#define OFFSET(member) .name = #member, .offset = offsetof(struct message_text_version, member)
static const struct field version_fields[] = {
	{.kind = FIELD_INT, OFFSET(version)},
	{.kind = FIELD_BOOL, OFFSET(is_standard)},
	{.kind = FIELD_TEXT, OFFSET(subject)},
	{.kind = FIELD_PROSE, OFFSET(body)},
	{.kind = FIELD_TEXT, OFFSET(reason), .max = 500},
	{.kind = FIELD_TEXT, OFFSET(author)},
	{.kind = FIELD_MOMENT, OFFSET(created_at)},
	FIELD_END,
};
#undef OFFSET
const struct record message_text_version_record = {"message_text", sizeof(struct message_text_version),
						   version_fields};
STATEMENT(
	message_text_version_list, &message_text_version_record, NULL,
	"SELECT t.version, t.is_standard, t.subject, t.body, t.reason, t.created_at,"
	" COALESCE(CONCAT(p.given_name, ' ', p.family_name), '') AS author"
	" FROM message_text t LEFT JOIN account a ON a.id = t.account_id LEFT JOIN person p ON p.id = a.person_id"
	" WHERE t.organization_id = ? AND t.event_kind = ? AND t.family = ? AND t.language = ?"
	" ORDER BY t.version DESC LIMIT 50");

/* One organization at a time is kept; another one takes its place. */
static struct {
	struct arena *arena;
	int64_t organization_id; /* 0: none */
	int64_t version;
	struct message_texts texts;
} kept;

enum rc message_texts_of(struct db *db, const struct notify_policy *policy, struct message_texts *out)
{
	struct rows rows;
	enum rc rc = RC_OK;

	*out = (struct message_texts){0};
	if (policy->texts_version == 0)
		return RC_OK; /* nothing was ever changed */
	if (kept.organization_id != policy->organization_id || kept.version != policy->texts_version) {
		if (kept.arena)
			arena_reset(kept.arena);
		else
			kept.arena = arena_new(0);
		kept.organization_id = 0;
		rc = db_list(db, kept.arena, &message_text_list, PARAMS(P_INT(policy->organization_id)),
			     &rows);
		if (rc == RC_OK) {
			kept.texts = (struct message_texts){rows.at, rows.count};
			kept.organization_id = policy->organization_id;
			kept.version = policy->texts_version;
		}
	}
	if (rc == RC_OK)
		*out = kept.texts;
	return rc;
}

enum rc message_text_versions(struct db *db, struct arena *arena, int64_t organization_id,
			      const struct message_slot *slot, struct rows *rows)
{
	return db_list(db, arena, &message_text_version_list,
		       PARAMS(P_INT(organization_id), P_TEXT(str_of(slot->kind->kind)),
			      P_TEXT(str_of(codes_code(&message_family_codes, (int)slot->family))),
			      P_TEXT(str_of(codes_code(&message_language_codes, (int)slot->language)))),
		       rows);
}

enum rc message_text_save(struct db *db, struct arena *arena, const struct actor *actor,
			  const struct message_text *before, struct message_text *after)
{
	after->organization_id = actor->organization_id;
	after->version = before ? before->version + 1 : 1;
	after->account_id = actor->account_id;
	after->created_at = actor->now;
	after->id = 0;
	enum rc rc = db_insert(db, &message_text_insert, after, &after->id);
	if (rc == RC_DUPLICATE)
		rc = RC_CONFLICT;
	if (rc == RC_OK)
		rc = db_write(db, &message_text_touch, NULL, PARAMS(P_INT(actor->organization_id)), NULL);
	return rc == RC_OK ? audit_change(db, arena, actor,
					  after->is_standard ? "message_text.reset" : "message_text.changed",
					  &message_text_record, after->id, 0, before, after, after->reason)
			   : rc;
}
