#include <string.h>

#include "base/text.h"
#include "db/archive.h"
#include "db/archive_table.h"
#include "db/connection.h"

enum rc db_archive_open(struct db *db)
{
	if (db->archive_tables.count == 0) {
		enum rc rc = archive_tables(db, db->kept, &db->archive_tables);
		if (rc != RC_OK)
			return rc;
		db->archive_schema = archive_schema(db->kept, db->config);
	}
	if (db->archive_tables.count == 0)
		return RC_NOT_FOUND;
	db->reads_archive = true;
	return RC_OK;
}

void db_archive_close(struct db *db)
{
	db->reads_archive = false;
}

bool db_archive_is_open(const struct db *db)
{
	return db->reads_archive;
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t word_length(struct str s)
{
	size_t length = 0;
	while (length < s.len && is_word(s.at[length]))
		length++;
	return length;
}

static bool stands_before_table(struct str word)
{
	static const char *const words[] = {"FROM", "JOIN", "STRAIGHT_JOIN", "INTO", "UPDATE"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(word, words[i]))
			return true;
	return false;
}

static bool has_moved(const struct rows *tables, struct str name)
{
	for (size_t i = 0; i < tables->count; i++)
		if (str_equal(ROW(struct archive_table, *tables, i)->name, name))
			return true;
	return false;
}

static size_t quoted_length(struct str s)
{
	const char *end = memchr(s.at + 1, s.at[0], s.len - 1);
	return end ? (size_t)(end - s.at) + 1 : s.len;
}

struct str archive_qualified(struct arena *arena, struct str sql, struct str schema,
			     const struct rows *tables)
{
	struct text out = TEXT_IN(arena);
	struct str before = STR_NONE;

	for (size_t i = 0, step; i < sql.len; i += step) {
		struct str rest = str_slice(sql, i, sql.len);
		step = word_length(rest);
		if (step) {
			struct str word = str_slice(rest, 0, step);
			if (stands_before_table(before) && has_moved(tables, word))
				text_printf(&out, "`%.*s`.", STR_ARG(schema));
			before = word;
		} else if (rest.at[0] == '\'' || rest.at[0] == '"' || rest.at[0] == '`') {
			step = quoted_length(rest);
			before = STR_NONE;
		} else {
			step = 1;
			if (rest.at[0] != ' ')
				before = STR_NONE;
		}
		text_add(&out, str_slice(rest, 0, step));
	}
	return text_str(&out);
}
