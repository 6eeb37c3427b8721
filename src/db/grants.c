#include "db/grants.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "db/archive.h"
#include "db/archive_table.h"
#include "db/connection.h"
#include "db/script.h"

enum { FILE_MOST = 1 << 20, RIGHTS_MOST = 4000 };

/* One privilege on one object: SELECT on muster.incident. */
struct right {
	struct str privilege; /* "SELECT", "UPDATE (name)" */
	struct str object;    /* "incident", "*", "PROCEDURE x" of our database; others with their database */
};

struct rights {
	struct right *at;
	size_t count;
};

struct comparison {
	struct db *db;
	struct arena *arena;
	struct str user; /* 'muster_portal'@'localhost' */
	struct str database;
	struct rights wanted, present;
};

/* --- reading GRANT lines ------------------------------------------------------ */

static void add_right(struct comparison *c, struct rights *rights, struct str privilege, struct str object)
{
	if (!rights->at)
		rights->at = ARENA_ARRAY(c->arena, struct right, RIGHTS_MOST);
	if (rights->count < RIGHTS_MOST)
		rights->at[rights->count++] = (struct right){privilege, object};
}

/* Without quotes and with one blank for any run of white space: files and server write alike. */
static struct str plain(struct arena *arena, struct str s)
{
	struct text text = TEXT_IN(arena);
	bool blank = false;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		if (c == '`' || c == '\'')
			continue;
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			blank = text.len > 0;
			continue;
		}
		if (blank && c != ',')
			text_char(&text, ' ');
		blank = false;
		text_char(&text, c);
	}
	return text_str(&text);
}

/* Objects of our own database are named without it. */
static struct str own_name(const struct comparison *c, struct str object)
{
	struct str prefix = arena_printf(c->arena, "%.*s.", STR_ARG(c->database));
	return str_starts(object, prefix) ? str_slice(object, prefix.len, object.len) : object;
}

/* "UPDATE (a, b)" is one right for each column: the server lists them in an order of its own. */
static void add_privilege(struct comparison *c, struct rights *rights, struct str privilege,
			  struct str object)
{
	ptrdiff_t open = str_find(privilege, STR("("));
	if (open < 0) {
		add_right(c, rights, privilege, object);
		return;
	}
	struct str verb = str_trim(str_slice(privilege, 0, (size_t)open));
	struct str columns = str_slice(privilege, (size_t)open + 1, privilege.len - (size_t)open - 2);
	struct str column;
	while (str_split(&columns, ',', &column))
		add_right(c, rights,
			  arena_printf(c->arena, "%.*s (%.*s)", STR_ARG(verb), STR_ARG(str_trim(column))),
			  object);
}

/* "SELECT, UPDATE (a, b)" at the commas outside of parentheses. */
static void add_privileges(struct comparison *c, struct rights *rights, struct str list, struct str object)
{
	size_t start = 0;
	int depth = 0;

	for (size_t i = 0; i <= list.len; i++) {
		if (i < list.len && list.at[i] == '(')
			depth++;
		if (i < list.len && list.at[i] == ')')
			depth--;
		if (i == list.len || (list.at[i] == ',' && depth == 0)) {
			add_privilege(c, rights, str_trim(str_slice(list, start, i - start)), object);
			start = i + 1;
		}
	}
}

static bool read_grant(struct comparison *c, struct rights *rights, struct str line)
{
	struct str text = plain(c->arena, line);
	ptrdiff_t on = str_find(text, STR(" ON "));
	ptrdiff_t to = str_find(text, STR(" TO "));

	if (!str_starts(text, STR("GRANT ")) || on < 0 || to < on)
		return false;
	struct str list = str_slice(text, 6, (size_t)on - 6);
	struct str object = str_slice(text, (size_t)on + 4, (size_t)(to - on) - 4);
	add_privileges(c, rights, list, own_name(c, object));
	if (str_find(text, STR(" WITH GRANT OPTION")) > 0)
		add_right(c, rights, STR("GRANT OPTION"), own_name(c, object));
	return true;
}

/* "INCLUDE portal": the rights of another account, whose file stands beside this one. */
static bool take_include(struct arena *arena, struct str path, struct str *statement)
{
	size_t folder = path.len;

	if (!str_starts(*statement, STR("INCLUDE ")))
		return false;
	while (folder > 0 && path.at[folder - 1] != '/')
		folder--;
	struct str name = str_trim(str_slice(*statement, 8, statement->len));
	*statement = arena_printf(arena, "%.*s%.*s.sql", (int)folder, path.at, STR_ARG(name));
	return true;
}

static enum rc read_file_rights(struct comparison *c, struct str path, int depth)
{
	struct str file, statement;
	enum rc rc = file_read(c->arena, path.at, FILE_MOST, &file);

	if (rc != RC_OK || depth > 1)
		return FAULT("grants.file", "%.*s cannot be read", STR_ARG(path));
	struct script script = script_of(file);
	while (rc == RC_OK && script_next(c->arena, &script, &statement))
		if (take_include(c->arena, path, &statement))
			rc = read_file_rights(c, statement, depth + 1);
		else if (!str_ends(statement, STR(" TO {user}")) || !read_grant(c, &c->wanted, statement))
			return FAULT("grants.file", "%.*s: not a GRANT ... TO {user}: %.*s", STR_ARG(path),
				     STR_ARG(statement));
	return rc;
}

static bool holds(const struct rights *rights, const struct right *right)
{
	/* Every user has USAGE, which allows nothing. */
	if (str_is(right->privilege, "USAGE"))
		return true;
	for (size_t i = 0; i < rights->count; i++)
		if (str_equal(rights->at[i].privilege, right->privilege) &&
		    str_equal(rights->at[i].object, right->object))
			return true;
	return false;
}

static void add_once(struct comparison *c, struct str privilege, struct str object)
{
	const struct right right = {privilege, object};
	if (!holds(&c->wanted, &right))
		add_right(c, &c->wanted, privilege, object);
}

/*
 * What an account may read of a table it may read in the table's archived copy as well; the worker moves rows
 * there.
 */
static enum rc add_archive_rights(struct comparison *c, const struct config *config, struct str account)
{
	const size_t written = c->wanted.count;
	const bool moves = str_is(account, "worker");
	struct rows tables;
	enum rc rc = archive_tables(c->db, c->arena, &tables);

	for (size_t i = 0; rc == RC_OK && i < tables.count; i++) {
		struct str name = ROW(struct archive_table, tables, i)->name;
		struct str copy = arena_printf(c->arena, "%.*s.%.*s",
					       STR_ARG(archive_schema(c->arena, config)), STR_ARG(name));
		for (size_t j = 0; j < written; j++)
			if (str_equal(c->wanted.at[j].object, name) &&
			    str_starts(c->wanted.at[j].privilege, STR("SELECT")) && !moves)
				add_right(c, &c->wanted, c->wanted.at[j].privilege, copy);
		if (!moves)
			continue;
		add_once(c, STR("SELECT"), name);
		add_once(c, STR("DELETE"), name);
		add_once(c, STR("SELECT"), copy);
		add_once(c, STR("INSERT"), copy);
	}
	return rc;
}

static enum rc read_server_rights(struct comparison *c)
{
	struct str sql = arena_printf(c->arena, "SHOW GRANTS FOR %.*s", STR_ARG(c->user));
	struct str *lines;
	size_t count;
	enum rc rc = connection_column(c->db, c->arena, sql, &lines, &count);

	for (size_t i = 0; i < count && rc == RC_OK; i++)
		if (!read_grant(c, &c->present, lines[i]))
			rc = FAULT("grants.server", "an unexpected line of SHOW GRANTS for %.*s",
				   STR_ARG(c->user));
	return rc;
}

/* --- comparing ------------------------------------------------------------------ */

static enum rc compare(struct comparison *c, struct db *db, struct arena *arena, const struct config *config,
		       struct str sql_folder, struct str account)
{
	struct str key = arena_printf(arena, "%.*s.user", STR_ARG(account));
	struct str name = config_text(config, key.at);

	*c = (struct comparison){.db = db, .arena = arena, .database = config_text(config, "database.name")};
	if (name.len == 0)
		name = arena_printf(arena, "muster_%.*s", STR_ARG(account));
	c->user = arena_printf(arena, "'%.*s'@'localhost'", STR_ARG(name));
	enum rc rc = read_file_rights(
		c, arena_printf(arena, "%.*s/grants/%.*s.sql", STR_ARG(sql_folder), STR_ARG(account)), 0);
	return rc == RC_OK ? add_archive_rights(c, config, account) : rc;
}

enum rc grants_compare(struct db *db, struct arena *arena, const struct config *config, struct str sql_folder,
		       struct str account, struct grants_difference *out)
{
	struct comparison c;
	enum rc rc = compare(&c, db, arena, config, sql_folder, account);

	*out = (struct grants_difference){0};
	if (rc == RC_OK)
		rc = read_server_rights(&c);
	if (rc != RC_OK)
		return rc;
	out->lines = ARENA_ARRAY(arena, struct str, c.wanted.count + c.present.count + 1);
	for (size_t i = 0; i < c.wanted.count; i++)
		if (!holds(&c.present, &c.wanted.at[i]))
			out->lines[out->count++] = arena_printf(arena, "missing: %.*s ON %.*s",
								STR_ARG(c.wanted.at[i].privilege),
								STR_ARG(c.wanted.at[i].object));
	for (size_t i = 0; i < c.present.count; i++)
		if (!holds(&c.wanted, &c.present.at[i]))
			out->lines[out->count++] = arena_printf(arena, "too much: %.*s ON %.*s",
								STR_ARG(c.present.at[i].privilege),
								STR_ARG(c.present.at[i].object));
	return RC_OK;
}

/* --- applying --------------------------------------------------------------------- */

/* Tokens of our own secrets have none of these characters; anything else is refused rather than quoted. */
static bool is_plain_password(struct str password)
{
	for (size_t i = 0; i < password.len; i++)
		if (password.at[i] == '\'' || password.at[i] == '\\' || password.at[i] < ' ')
			return false;
	return true;
}

static enum rc create_user(const struct comparison *c, const struct config *config, struct str account)
{
	struct str key = arena_printf(c->arena, "%.*s.password", STR_ARG(account));
	struct str password = config_text(config, key.at);

	if (!is_plain_password(password))
		return FAULT("grants.password", "the setting %.*s holds a quote or backslash", STR_ARG(key));
	if (password.len == 0)
		return connection_run(
			c->db,
			arena_printf(c->arena, "CREATE USER IF NOT EXISTS %.*s IDENTIFIED VIA unix_socket",
				     STR_ARG(c->user)));
	return connection_run(c->db,
			      arena_printf(c->arena, "CREATE USER IF NOT EXISTS %.*s IDENTIFIED BY '%.*s'",
					   STR_ARG(c->user), STR_ARG(password)));
}

static enum rc change_rights(const struct comparison *c, const char *verb, const char *preposition,
			     const struct rights *these, const struct rights *unless)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; i < these->count && rc == RC_OK; i++) {
		const struct right *right = &these->at[i];
		if (holds(unless, right))
			continue;
		rc = connection_run(c->db, arena_printf(c->arena, "%s %.*s ON %.*s %s %.*s", verb,
							STR_ARG(right->privilege), STR_ARG(right->object),
							preposition, STR_ARG(c->user)));
	}
	return rc;
}

enum rc grants_apply(struct db *db, struct arena *arena, const struct config *config, struct str sql_folder,
		     struct str account)
{
	struct comparison c;
	enum rc rc = compare(&c, db, arena, config, sql_folder, account);

	if (rc == RC_OK)
		rc = read_server_rights(&c);
	if (rc == RC_NOT_FOUND) {
		rc = create_user(&c, config, account);
		if (rc == RC_OK)
			rc = read_server_rights(&c);
	}
	if (rc == RC_OK)
		rc = change_rights(&c, "GRANT", "TO", &c.wanted, &c.present);
	if (rc == RC_OK)
		rc = change_rights(&c, "REVOKE", "FROM", &c.present, &c.wanted);
	return rc;
}

static int is_grants_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && str_ends(str_of(entry->d_name), STR(".sql"));
}

enum rc grants_accounts(struct arena *arena, struct str sql_folder, struct str **names, size_t *count)
{
	struct dirent **entries;
	struct str folder = arena_printf(arena, "%.*s/grants", STR_ARG(sql_folder));
	int found = scandir(folder.at, &entries, is_grants_file, alphasort);

	*count = 0;
	if (found < 0)
		return FAULT("grants.folder", "%.*s: %s", STR_ARG(folder), strerror(errno));
	*names = ARENA_ARRAY(arena, struct str, (size_t)found + 1);
	for (int i = 0; i < found; i++) {
		struct str name = str_of(entries[i]->d_name);
		(*names)[(*count)++] = arena_str(arena, str_slice(name, 0, name.len - 4));
		free(entries[i]);
	}
	free(entries);
	return RC_OK;
}
