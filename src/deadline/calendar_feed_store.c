#include "deadline/calendar_feed_store.h"

#include <stddef.h>

static const struct code content_rows[] = {
	{"", ""},
	{"mine", N_("What I am responsible for")},
	{"team", N_("That of my team")},
	{"all", N_("Everything that I may see")},
	{NULL, NULL},
};
static const struct codes content_codes = {"calendar_content", content_rows};

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define AT(member) .name = #member, .offset = offsetof(struct calendar_feed, member)
static const struct field fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIXED},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, AT(uuid), .flags = FIXED},
	{.kind = FIELD_ID, AT(account_id), .flags = FIXED},
	{.kind = FIELD_CODE, AT(content), .label = N_("Which deadlines?"), .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &content_codes},
	{.kind = FIELD_ID, AT(establishment_id), .label = N_("Establishment"), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, AT(as_events), .label = N_("Show actions as events"), .flags = FIELD_STORED,
	 .hint = N_("For calendars without tasks, such as Google Calendar and Outlook")},
	{.kind = FIELD_BYTES, AT(token_sha256), .flags = FIXED | FIELD_SEALED},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, AT(opened_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(revoked_at), .flags = FIELD_STORED},
	FIELD_END,
};
#undef AT
const struct record calendar_feed_record = {"calendar_feed", sizeof(struct calendar_feed), fields};

STATEMENT(feed_by_hash, &calendar_feed_record, NULL, "SELECT {columns} FROM calendar_feed WHERE token_sha256 = ?");
STATEMENT(feeds_of_account, &calendar_feed_record, NULL,
	  "SELECT {columns} FROM calendar_feed FORCE INDEX (account) WHERE account_id = ? AND organization_id = ?"
	  " AND revoked_at IS NULL ORDER BY id LIMIT 100");
STATEMENT(feed_add, NULL, &calendar_feed_record, "INSERT INTO calendar_feed ({names}) VALUES ({values})");
STATEMENT(feed_revoke, NULL, NULL,
	  "UPDATE calendar_feed SET revoked_at = ? WHERE id = ? AND account_id = ? AND organization_id = ?"
	  " AND revoked_at IS NULL");
STATEMENT(feed_opened, NULL, NULL,
	  "UPDATE calendar_feed SET opened_at = ? WHERE id = ? AND organization_id = ?");

enum rc calendar_feed_by_hash(struct db *db, struct arena *arena, struct str sha256, struct calendar_feed *out)
{
	return db_one(db, arena, &feed_by_hash, PARAMS(P_BYTES(sha256)), out);
}

enum rc calendar_feed_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
			   struct rows *rows)
{
	return db_list(db, arena, &feeds_of_account, PARAMS(P_INT(account_id), P_INT(organization_id)), rows);
}

enum rc calendar_feed_insert(struct db *db, struct calendar_feed *feed)
{
	return db_insert(db, &feed_add, feed, &feed->id);
}

enum rc calendar_feed_revoke(struct db *db, int64_t organization_id, int64_t account_id, int64_t id, moment now)
{
	return db_write_one(db, &feed_revoke, NULL,
			    PARAMS(P_MOMENT(now), P_INT(id), P_INT(account_id), P_INT(organization_id)), RC_NOT_FOUND);
}

enum rc calendar_feed_opened(struct db *db, const struct calendar_feed *feed, moment now)
{
	return db_write(db, &feed_opened, NULL, PARAMS(P_MOMENT(now), P_INT(feed->id), P_INT(feed->organization_id)),
			NULL);
}
