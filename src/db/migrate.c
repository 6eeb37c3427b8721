#include "db/migrate.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "db/connection.h"
#include "db/script.h"

enum { FILE_MOST = 16 << 20, FILES_MOST = 9999, LEASE_WAIT_S = 120, LEASE_POLL_MS = 200 };

/* One row of schema_migration. */
struct applied {
	struct str kind, name, sha256, sha256_done;
	int64_t statements_done;
	bool is_complete;
};

#define COLUMN(kind_, member, flags_)                                                         \
	{                                                                                     \
		.kind = (kind_), .name = #member, .offset = offsetof(struct applied, member), \
		.flags = FIELD_STORED | (flags_)                                              \
	}
static const struct field applied_fields[] = {
	COLUMN(FIELD_TEXT, kind, FIELD_KEY),
	COLUMN(FIELD_TEXT, name, FIELD_KEY),
	COLUMN(FIELD_TEXT, sha256, 0),
	COLUMN(FIELD_TEXT, sha256_done, 0),
	COLUMN(FIELD_INT, statements_done, 0),
	COLUMN(FIELD_BOOL, is_complete, 0),
	FIELD_END,
};
static const struct record applied_record = {"schema_migration", sizeof(struct applied), applied_fields};

static const char *const own_tables[] = {
	"CREATE TABLE IF NOT EXISTS schema_migration ("
	" kind VARCHAR(10) NOT NULL COMMENT 'migrations or seed',"
	" name VARCHAR(120) NOT NULL COMMENT 'file name',"
	" sha256 CHAR(64) NOT NULL COMMENT 'of the file',"
	" sha256_done CHAR(64) NOT NULL COMMENT 'of the statements that were executed',"
	" statements_done BIGINT NOT NULL,"
	" is_complete BOOLEAN NOT NULL,"
	" changed_at DATETIME(6) NOT NULL,"
	" PRIMARY KEY (kind, name)"
	") COMMENT 'Which SQL files this schema was made from'",
	"CREATE TABLE IF NOT EXISTS schema_lease ("
	" id BIGINT NOT NULL PRIMARY KEY,"
	" server VARCHAR(64) NOT NULL,"
	" connection_id BIGINT NOT NULL COMMENT '0: free',"
	" until_at DATETIME(6) NOT NULL"
	") COMMENT 'Who is migrating'",
	"INSERT IGNORE INTO schema_lease (id, server, connection_id, until_at)"
	" VALUES (1, '', 0, '2000-01-01')",
};

STATEMENT(migration_list, &applied_record, NULL,
	  "SELECT {columns} FROM schema_migration ORDER BY kind, name");
STATEMENT(migration_save, NULL, &applied_record,
	  "INSERT INTO schema_migration ({names}, changed_at) VALUES ({values}, UTC_TIMESTAMP(6))"
	  " ON DUPLICATE KEY UPDATE {assignments}, changed_at = UTC_TIMESTAMP(6)");
/* A lease is free, run out, or its holder was connected to this server and is no more. */
STATEMENT(lease_take, NULL, NULL,
	  "UPDATE schema_lease SET server = @@hostname, connection_id = CONNECTION_ID(),"
	  " until_at = UTC_TIMESTAMP(6) + INTERVAL 15 MINUTE"
	  " WHERE id = 1 AND (until_at < UTC_TIMESTAMP(6) OR connection_id IN (0, CONNECTION_ID())"
	  " OR (server = @@hostname AND"
	  " connection_id NOT IN (SELECT id FROM information_schema.processlist)))");
STATEMENT(lease_extend, NULL, NULL,
	  "UPDATE schema_lease SET until_at = UTC_TIMESTAMP(6) + INTERVAL 15 MINUTE"
	  " WHERE id = 1 AND server = @@hostname AND connection_id = CONNECTION_ID()");
STATEMENT(lease_give_back, NULL, NULL,
	  "UPDATE schema_lease SET connection_id = 0 WHERE id = 1 AND connection_id = CONNECTION_ID()");

struct migration {
	struct db *db;
	struct arena *arena;
	struct str folder;
	struct rows applied;
	int64_t pending;
	bool counts_only;
	const struct migrate_file *only; /* NULL: all files */
	size_t only_count;
};

/* --- files ------------------------------------------------------------------ */

static bool is_numbered(const char *name)
{
	for (int i = 0; i < 4; i++)
		if (name[i] < '0' || name[i] > '9')
			return false;
	return name[4] == '_' && str_ends(str_of(name), STR(".sql"));
}

static int numbered(const struct dirent *entry)
{
	return is_numbered(entry->d_name);
}

struct names {
	struct str at[FILES_MOST];
	size_t count;
};

/* Sorted; two files of one number are refused, because two branches would otherwise apply in any order. */
static enum rc list_files(struct arena *arena, struct str folder, struct names *names)
{
	struct dirent **entries;
	int count = scandir(arena_cstr(arena, folder), &entries, numbered, alphasort);
	enum rc rc = RC_OK;

	names->count = 0;
	if (count < 0 && errno == ENOENT && str_ends(folder, STR("/seed")))
		return RC_OK; /* an empty folder does not survive in a clone */
	if (count < 0)
		return FAULT("migrate.folder", "%.*s: %s", STR_ARG(folder), strerror(errno));
	for (int i = 0; i < count; i++) {
		if (names->count < FILES_MOST)
			names->at[names->count++] = arena_str(arena, str_of(entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
	for (size_t i = 1; i < names->count && rc == RC_OK; i++)
		if (str_equal(str_slice(names->at[i], 0, 4), str_slice(names->at[i - 1], 0, 4)))
			rc = FAULT("migrate.number", "%.*s and %.*s share a number",
				   STR_ARG(names->at[i - 1]), STR_ARG(names->at[i]));
	return rc;
}

static struct str sha256_hex(struct arena *arena, struct str data)
{
	return hex(arena, sha256(arena, data));
}

static const struct applied *find_applied(const struct migration *m, const char *kind, struct str name)
{
	for (size_t i = 0; i < m->applied.count; i++) {
		const struct applied *row = ROW(struct applied, m->applied, i);
		if (str_is(row->kind, kind) && str_equal(row->name, name))
			return row;
	}
	return NULL;
}

static const struct migrate_file *find_only(const struct migration *m, const char *kind, struct str name)
{
	for (size_t i = 0; i < m->only_count; i++)
		if (str_is(m->only[i].kind, kind) && str_equal(m->only[i].name, name))
			return &m->only[i];
	return NULL;
}

/* --- one file --------------------------------------------------------------- */

/* The text of the first statements, for the proof that they are the ones that were executed. */
static bool done_as_before(struct arena *arena, struct str file, const struct applied *before)
{
	struct script script = script_of(file);
	struct text done = TEXT_IN(arena);
	struct str statement;

	for (int64_t i = 0; i < before->statements_done && script_next(arena, &script, &statement); i++) {
		text_add(&done, statement);
		text_char(&done, '\n');
	}
	return str_equal(sha256_hex(arena, text_str(&done)), before->sha256_done);
}

static enum rc run_statement(struct migration *m, struct str name, int64_t number, struct str sql)
{
	struct written lease;
	enum rc rc = db_write(m->db, &lease_extend, NULL, NO_PARAMS, &lease);
	if (rc == RC_OK && lease.affected != 1)
		rc = RC_CONFLICT; /* someone took it for dead */
	if (rc == RC_OK)
		rc = connection_run(m->db, sql);
	if (rc != RC_OK)
		LOG(LOG_ERROR, "migrate.failed", "%.*s: statement %lld: %s", STR_ARG(name), (long long)number,
		    rc_name(rc));
	return rc;
}

/* DDL commits by itself, so every statement is recorded at once. */
static enum rc apply_migration(struct migration *m, struct str name, struct str file,
			       const struct applied *before)
{
	struct script script = script_of(file);
	struct text done = TEXT_IN(m->arena);
	struct applied now = {.kind = STR("migrations"), .name = name, .sha256 = sha256_hex(m->arena, file)};
	struct str statement;
	int64_t skip = before ? before->statements_done : 0;
	enum rc rc = RC_OK;

	while (rc == RC_OK && script_next(m->arena, &script, &statement)) {
		if (now.statements_done >= skip)
			rc = run_statement(m, name, now.statements_done + 1, statement);
		if (rc != RC_OK)
			break;
		text_add(&done, statement);
		text_char(&done, '\n');
		now.statements_done++;
		now.sha256_done = sha256_hex(m->arena, text_str(&done));
		if (now.statements_done > skip)
			rc = db_write(m->db, &migration_save, &now, NO_PARAMS, NULL);
	}
	if (rc != RC_OK)
		return rc;
	now.is_complete = true;
	now.sha256_done = sha256_hex(m->arena, text_str(&done));
	return db_write(m->db, &migration_save, &now, NO_PARAMS, NULL);
}

static bool is_repeatable(struct str statement)
{
	if (str_starts(statement, STR("INSERT ")))
		return str_find(statement, STR("ON DUPLICATE KEY UPDATE")) > 0;
	return str_starts(statement, STR("UPDATE ")) || str_starts(statement, STR("SET @"));
}

struct seed {
	struct migration *m;
	struct str name, file;
};

static enum rc apply_seed(struct db *db, void *closure)
{
	const struct seed *seed = closure;
	struct migration *m = seed->m;
	struct script script = script_of(seed->file);
	struct applied now = {.kind = STR("seed"),
			      .name = seed->name,
			      .sha256 = sha256_hex(m->arena, seed->file),
			      .sha256_done = STR(""),
			      .is_complete = true};
	struct str statement;

	while (script_next(m->arena, &script, &statement)) {
		now.statements_done++;
		if (!is_repeatable(statement))
			return FAULT("migrate.seed",
				     "%.*s: statement %lld cannot be run again over its own rows",
				     STR_ARG(seed->name), (long long)now.statements_done);
		enum rc rc = run_statement(m, seed->name, now.statements_done, statement);
		if (rc != RC_OK)
			return rc;
	}
	return db_write(db, &migration_save, &now, NO_PARAMS, NULL);
}

static enum rc check_applied(struct arena *arena, struct str name, struct str file,
			     const struct applied *before)
{
	if (before->is_complete && !str_equal(before->sha256, sha256_hex(arena, file))) {
		LOG(LOG_ERROR, "migrate.changed",
		    "%.*s was applied and has been changed since; write a new file", STR_ARG(name));
		return RC_CONFLICT;
	}
	if (!before->is_complete && !done_as_before(arena, file, before)) {
		LOG(LOG_ERROR, "migrate.changed",
		    "%.*s: its first %lld statements were executed and differ now", STR_ARG(name),
		    (long long)before->statements_done);
		return RC_CONFLICT;
	}
	return RC_OK;
}

static enum rc apply_file(struct migration *m, const char *kind, struct str folder, struct str name)
{
	const struct applied *before = find_applied(m, kind, name);
	const bool is_seed = strcmp(kind, "seed") == 0;
	struct str path = arena_printf(m->arena, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
	struct str file;
	enum rc rc = file_read(m->arena, path.at, FILE_MOST, &file);

	if (rc != RC_OK)
		return FAULT("migrate.file", "%.*s cannot be read", STR_ARG(path));
	if (m->only && !is_seed && !str_equal(find_only(m, kind, name)->sha256, sha256_hex(m->arena, file))) {
		LOG(LOG_ERROR, "migrate.changed", "%.*s reads otherwise there", STR_ARG(name));
		return RC_CONFLICT;
	}
	if (before && !is_seed)
		rc = check_applied(m->arena, name, file, before);
	if (rc != RC_OK)
		return rc;
	if (before && before->is_complete && str_equal(before->sha256, sha256_hex(m->arena, file)))
		return RC_OK;
	m->pending++;
	if (m->counts_only)
		return RC_OK;
	LOG(LOG_INFO, "migrate.apply", "%s/%.*s", kind, STR_ARG(name));
	if (!is_seed)
		return apply_migration(m, name, file, before);
	struct seed seed = {.m = m, .name = name, .file = file};
	return db_transaction(m->db, "seed", apply_seed, &seed);
}

/* --- a folder, all of them ---------------------------------------------------- */

static enum rc apply_folder(struct migration *m, const char *kind)
{
	struct str folder = arena_printf(m->arena, "%.*s/%s", STR_ARG(m->folder), kind);
	struct names *names = ARENA_NEW(m->arena, struct names);
	enum rc rc = list_files(m->arena, folder, names);

	for (size_t i = 0; i < m->applied.count && rc == RC_OK; i++) {
		const struct applied *row = ROW(struct applied, m->applied, i);
		bool is_known = !str_is(row->kind, kind);
		for (size_t j = 0; j < names->count && !is_known; j++)
			is_known = str_equal(names->at[j], row->name);
		if (!is_known && strcmp(kind, "migrations") == 0) {
			LOG(LOG_ERROR, "migrate.missing",
			    "%.*s was applied and is gone; is this an older version?", STR_ARG(row->name));
			rc = RC_CONFLICT;
		}
	}
	for (size_t i = 0; i < names->count && rc == RC_OK; i++)
		if (!m->only || find_only(m, kind, names->at[i]))
			rc = apply_file(m, kind, folder, names->at[i]);
	return rc;
}

static enum rc apply_all(struct migration *m)
{
	enum rc rc = db_list(m->db, m->arena, &migration_list, NO_PARAMS, &m->applied);
	if (rc == RC_OK)
		rc = apply_folder(m, "migrations");
	if (rc == RC_OK)
		rc = apply_folder(m, "seed");
	return rc;
}

/* --- the lease ------------------------------------------------------------------ */

static enum rc create_own_tables(struct db *db)
{
	enum rc rc = RC_OK;
	for (size_t i = 0; i < sizeof own_tables / sizeof *own_tables && rc == RC_OK; i++)
		rc = connection_run(db, str_of(own_tables[i]));
	return rc;
}

static enum rc take_lease(struct db *db)
{
	const struct timespec wait = {.tv_nsec = LEASE_POLL_MS * 1000000L};

	for (int tries = 0; tries < LEASE_WAIT_S * 1000 / LEASE_POLL_MS; tries++) {
		struct written written;
		enum rc rc = db_write(db, &lease_take, NULL, NO_PARAMS, &written);
		if (rc != RC_OK && rc != RC_BUSY)
			return rc;
		if (rc == RC_OK && written.affected == 1)
			return RC_OK;
		if (tries == 0)
			LOG(LOG_INFO, "migrate.wait", "another %s is at it", "migration");
		nanosleep(&wait, NULL);
	}
	LOG(LOG_ERROR, "migrate.wait", "another migration has not ended within %d s", LEASE_WAIT_S);
	return RC_BUSY;
}

enum rc migrate_up(struct db *db, struct arena *arena, struct str sql_folder)
{
	struct migration m = {.db = db, .arena = arena, .folder = sql_folder};
	enum rc rc = create_own_tables(db);

	if (rc == RC_OK)
		rc = take_lease(db);
	if (rc != RC_OK)
		return rc;
	rc = apply_all(&m);
	enum rc returned = db_write(db, &lease_give_back, NULL, NO_PARAMS, NULL);
	return rc == RC_OK ? returned : rc;
}

#define COLUMN_OF_FILE(member) \
	{.kind = FIELD_TEXT, .name = #member, .offset = offsetof(struct migrate_file, member)}
static const struct field file_fields[] = {
	COLUMN_OF_FILE(kind), COLUMN_OF_FILE(name), COLUMN_OF_FILE(sha256), FIELD_END,
};
static const struct record file_record = {"migrate_file", sizeof(struct migrate_file), file_fields};

STATEMENT(migration_files, &file_record, NULL,
	  "SELECT kind, name, sha256 FROM schema_migration WHERE is_complete ORDER BY kind, name");
STATEMENT(migration_know, NULL, NULL, "UPDATE schema_migration SET sha256 = ? WHERE kind = ? AND name = ?");

enum rc migrate_applied(struct db *db, struct arena *arena, struct rows *files)
{
	return db_list(db, arena, &migration_files, NO_PARAMS, files);
}

/* Each migration of the list has to be here. */
static enum rc check_known(const struct migration *m)
{
	struct names *names = ARENA_NEW(m->arena, struct names);
	enum rc rc = list_files(m->arena, arena_printf(m->arena, "%.*s/migrations", STR_ARG(m->folder)), names);

	for (size_t i = 0; rc == RC_OK && i < m->only_count; i++) {
		bool is_known = !str_is(m->only[i].kind, "migrations");
		for (size_t k = 0; k < names->count && !is_known; k++)
			is_known = str_equal(names->at[k], m->only[i].name);
		if (!is_known) {
			LOG(LOG_ERROR, "migrate.missing", "%.*s is not known here; is this an older version?",
			    STR_ARG(m->only[i].name));
			rc = RC_CONFLICT;
		}
	}
	return rc;
}

enum rc migrate_exactly(struct db *db, struct arena *arena, struct str sql_folder, const struct migrate_file *files,
			size_t count)
{
	struct migration m = {.db = db, .arena = arena, .folder = sql_folder, .only = files, .only_count = count};
	enum rc rc = check_known(&m);

	if (rc == RC_OK)
		rc = create_own_tables(db);
	if (rc == RC_OK)
		rc = take_lease(db);
	if (rc != RC_OK)
		return rc;
	rc = apply_all(&m);
	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = db_write(db, &migration_know, NULL,
			      PARAMS(P_TEXT(files[i].sha256), P_TEXT(files[i].kind), P_TEXT(files[i].name)), NULL);
	enum rc returned = db_write(db, &lease_give_back, NULL, NO_PARAMS, NULL);
	return rc == RC_OK ? returned : rc;
}

enum rc migrate_pending(struct db *db, struct arena *arena, struct str sql_folder, int64_t *pending)
{
	struct migration m = {.db = db, .arena = arena, .folder = sql_folder, .counts_only = true};
	enum rc rc = apply_all(&m);

	*pending = m.pending;
	return rc;
}
