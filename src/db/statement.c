#include "db/statement.h"

#include <string.h>

#include "base/log.h"
#include "base/text.h"

/* The linker's bounds of the section that STATEMENT fills; absent in a program without statements. */
extern const struct statement *const __start_muster_statements[] __attribute__((weak));
extern const struct statement *const __stop_muster_statements[] __attribute__((weak));

enum { COMPOSED_MAX = 512, COMPOSED_ROOM = 1024 };

/* Composed statements by their text, for the life of the process. */
static struct {
	struct arena *arena;
	struct statement *rows[COMPOSED_ROOM];
	size_t count;
} composed;

size_t statements_all(const struct statement *const **first)
{
	*first = __start_muster_statements;
	return (size_t)(__stop_muster_statements - __start_muster_statements);
}

struct expanding {
	const struct statement *statement;
	struct text sql;
	struct arena *arena;
	const struct field **sources;
	size_t count, room;
};

static void add_source(struct expanding *ex, const struct field *field)
{
	if (ex->count == ex->room) {
		size_t room = ex->room ? ex->room * 2 : 16;
		const struct field **grown = ARENA_ARRAY(ex->arena, const struct field *, room);
		if (ex->count)
			memcpy(grown, ex->sources, ex->count * sizeof *grown);
		ex->sources = grown;
		ex->room = room;
	}
	ex->sources[ex->count++] = field;
}

static void add_columns(struct expanding *ex, const struct record *record, struct str alias)
{
	const char *between = "";
	for (const struct field *f = record->fields; f->name; f++) {
		if (!(f->flags & FIELD_STORED))
			continue;
		text_cstr(&ex->sql, between);
		if (alias.len) {
			text_add(&ex->sql, alias);
			text_char(&ex->sql, '.');
		}
		text_cstr(&ex->sql, f->name);
		between = ", ";
	}
}

static void add_values(struct expanding *ex, const struct record *record, bool is_assignment)
{
	const char *between = "";
	for (const struct field *f = record->fields; f->name; f++) {
		if (!(f->flags & FIELD_STORED) || (is_assignment && (f->flags & FIELD_KEY)))
			continue;
		text_cstr(&ex->sql, between);
		if (is_assignment) {
			text_cstr(&ex->sql, f->name);
			text_cstr(&ex->sql, " = ");
		}
		text_char(&ex->sql, '?');
		add_source(ex, f);
		between = ", ";
	}
}

static enum rc expand_one(struct expanding *ex, struct str name)
{
	const struct statement *st = ex->statement;
	struct str alias = str_starts(name, STR("columns:")) ? str_slice(name, 8, name.len) : STR_NONE;

	if (st->row && (str_is(name, "columns") || alias.len))
		add_columns(ex, st->row, alias);
	else if (st->values && str_is(name, "names"))
		add_columns(ex, st->values, STR_NONE);
	else if (st->values && str_is(name, "values"))
		add_values(ex, st->values, false);
	else if (st->values && str_is(name, "assignments"))
		add_values(ex, st->values, true);
	else
		return FAULT("db.statement", "%s: {%.*s} is unknown or has no record", st->name,
			     STR_ARG(name));
	return RC_OK;
}

/* Length of the quoted part at s, both quotes included; all of s when it does not end. */
static size_t quoted_length(struct str s)
{
	for (size_t i = 1; i < s.len; i++) {
		if (s.at[i] == '\\' && s.at[0] != '`')
			i++;
		else if (s.at[i] == s.at[0])
			return i + 1;
	}
	return s.len;
}

static bool starts_with_word(struct str s, struct str word)
{
	return s.len > word.len && str_equal_nocase(str_slice(s, 0, word.len), word);
}

static bool reads_only(struct str sql)
{
	static const char *const words[] = {"SELECT ", "WITH ", "SHOW ", "EXPLAIN ", "(SELECT "};

	sql = str_trim(sql);
	if (starts_with_word(sql, STR("SET STATEMENT "))) {
		ptrdiff_t body = str_find(sql, STR(" FOR "));
		sql = str_slice(sql, body < 0 ? sql.len : (size_t)body + 5, sql.len);
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (starts_with_word(sql, str_of(words[i])))
			return str_find(sql, STR(" FOR UPDATE")) < 0;
	return false;
}

enum rc statement_expand(struct arena *arena, const struct statement *statement, struct expansion *out)
{
	struct expanding ex = {.statement = statement, .sql = TEXT_IN(arena), .arena = arena};
	struct str rest = str_of(statement->sql);

	while (rest.len) {
		size_t step = 1;
		if (rest.at[0] == '\'' || rest.at[0] == '"' || rest.at[0] == '`') {
			step = quoted_length(rest);
		} else if (rest.at[0] == '?') {
			add_source(&ex, NULL);
		} else if (rest.at[0] == '{') {
			ptrdiff_t end = str_find(rest, STR("}"));
			if (end < 0)
				return FAULT("db.statement", "%s: { without }", statement->name);
			enum rc rc = expand_one(&ex, str_slice(rest, 1, (size_t)end - 1));
			if (rc != RC_OK)
				return rc;
			rest = str_slice(rest, (size_t)end + 1, rest.len);
			continue;
		}
		text_add(&ex.sql, str_slice(rest, 0, step));
		rest = str_slice(rest, step, rest.len);
	}
	*out = (struct expansion){
		.sql = text_str(&ex.sql),
		.sources = ex.sources,
		.source_count = ex.count,
		.reads = reads_only(text_str(&ex.sql)),
	};
	return RC_OK;
}

struct str statement_text(struct arena *arena, const struct statement *statement)
{
	struct expansion expansion;
	return statement_expand(arena, statement, &expansion) == RC_OK ? expansion.sql : STR_NONE;
}

/* FNV-1a: the keys are our own texts. */
static size_t text_slot(struct str s)
{
	uint64_t hash = 14695981039346656037u;
	for (size_t i = 0; i < s.len; i++)
		hash = (hash ^ (unsigned char)s.at[i]) * 1099511628211u;
	return (size_t)(hash % COMPOSED_ROOM);
}

const struct statement *db_compose(const char *name, const struct record *row, struct str sql)
{
	size_t slot = text_slot(sql);

	for (; composed.rows[slot]; slot = (slot + 1) % COMPOSED_ROOM) {
		const struct statement *known = composed.rows[slot];
		if (known->row == row && str_is(sql, known->sql))
			return known;
	}
	if (composed.count == COMPOSED_MAX) {
		LOG(LOG_ERROR, "db.compose", "%s: more than %d texts; are they made from input?", name,
		    COMPOSED_MAX);
		return NULL;
	}
	if (!composed.arena)
		composed.arena = arena_new(0);
	struct statement *made = ARENA_NEW(composed.arena, struct statement);
	*made = (struct statement){
		.name = arena_cstr(composed.arena, str_of(name)),
		.sql = arena_cstr(composed.arena, sql),
		.row = row,
	};
	composed.rows[slot] = made;
	composed.count++;
	return made;
}
