#include "incident/content_store.h"

#include <stddef.h>

#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "db/archive.h"
#include "incident/report_draft_store.h"

const struct content_holder incident_content[] = {
	{"attachment", "sha256"},
	{"attachment", "preview_sha256"},
	{NULL, NULL},
};

static const struct content_holder *const *holders;

void content_use(const struct content_holder *const *lists)
{
	holders = lists;
}

struct named_row {
	bool is_named;
};
static const struct field named_fields[] = {
	{.kind = FIELD_BOOL, .name = "is_named", .offset = offsetof(struct named_row, is_named)},
	FIELD_END,
};
static const struct record named_record = {"content_named", sizeof(struct named_row), named_fields};

enum { COLUMNS_MOST = 32 };

/* One statement, so that it sees all columns at the same moment. */
static struct str question(struct arena *arena, size_t *count)
{
	struct text sql = TEXT_IN(arena);

	*count = 0;
	text_cstr(&sql, "SELECT ");
	for (const struct content_holder *const *list = holders; *list; list++)
		for (const struct content_holder *h = *list; h->table; h++)
			text_printf(&sql, "%sEXISTS (SELECT 1 FROM %s WHERE %s = ?)", (*count)++ ? " OR " : "", h->table,
				    h->column);
	text_cstr(&sql, " AS is_named");
	return text_str(&sql);
}

static enum rc look_in_columns(struct db *db, struct arena *arena, struct content *contents, size_t count)
{
	struct param params[COLUMNS_MOST];
	size_t columns;
	struct str sql = question(arena, &columns);
	enum rc rc = RC_OK;

	if (columns == 0 || columns > COLUMNS_MOST)
		return FAULT("content.columns", "%zu", columns);
	const struct statement *statement = db_compose("content_named", &named_record, sql);
	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		struct named_row row;
		if (contents[i].is_named)
			continue;
		for (size_t n = 0; n < columns; n++)
			params[n] = P_BYTES(contents[i].sha256);
		rc = db_one(db, arena, statement, params, columns, &row);
		contents[i].is_named = rc == RC_OK && row.is_named;
	}
	return rc;
}

/* Rows only ever move into the archive, so whoever looks there second misses none. */
static enum rc look_in_archive(struct db *db, struct arena *arena, struct content *contents, size_t count)
{
	enum rc rc = db_archive_open(db);

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc == RC_OK)
		rc = look_in_columns(db, arena, contents, count);
	db_archive_close(db);
	return rc;
}

STATEMENT(draft_answers, &report_draft_record, NULL,
	  "SELECT id, answers FROM report_draft WHERE id > ? ORDER BY id LIMIT 100");

/* Drafts name their files in hexadecimal digits. */
static void look_in_draft(struct arena *arena, struct str answers, struct content *contents, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!contents[i].is_named && str_find(answers, hex(arena, contents[i].sha256)) >= 0)
			contents[i].is_named = true;
}

static enum rc look_in_drafts(struct db *db, struct content *contents, size_t count)
{
	struct arena *arena = arena_new(0);
	struct rows drafts = {0};
	int64_t after = 0;
	enum rc rc;

	do {
		arena_reset(arena);
		rc = db_list(db, arena, &draft_answers, PARAMS(P_INT(after)), &drafts);
		for (size_t i = 0; rc == RC_OK && i < drafts.count; i++) {
			const struct report_draft *draft = ROW(struct report_draft, drafts, i);
			look_in_draft(arena, draft->answers, contents, count);
			after = draft->id;
		}
	} while (rc == RC_OK && drafts.count);
	arena_free(arena);
	return rc;
}

static bool is_any_unnamed(const struct content *contents, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!contents[i].is_named)
			return true;
	return false;
}

/*
 * Drafts come before columns: what a draft named may become an attachment meanwhile, never the other way round.
 * Most contents are in columns, though, so those are asked first and once more at the end.
 */
enum rc content_look(struct db *db, struct arena *arena, struct content *contents, size_t count)
{
	enum rc rc = look_in_columns(db, arena, contents, count);

	if (rc != RC_OK || !is_any_unnamed(contents, count))
		return rc;
	rc = look_in_drafts(db, contents, count);
	if (rc == RC_OK)
		rc = look_in_columns(db, arena, contents, count);
	return rc == RC_OK ? look_in_archive(db, arena, contents, count) : rc;
}
