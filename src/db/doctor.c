#include "db/doctor.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "db/grants.h"
#include "db/migrate.h"

enum { FINDINGS_MOST = 400 };

#define MEBIBYTE INT64_C(1048576)
#define LEAST_PACKET (64 * MEBIBYTE) /* an incident with its largest texts, several times over */
#define DISK_WARN (2048 * MEBIBYTE)
#define DISK_FAIL (256 * MEBIBYTE)

struct examination {
	struct db *db;
	struct arena *arena;
	const struct config *config;
	struct str sql_folder;
	struct doctor_findings found;
};

struct value_row {
	struct str value;
	moment now_at;
};
static const struct field value_fields[] = {
	{.kind = FIELD_TEXT, .name = "value", .offset = offsetof(struct value_row, value)},
	{.kind = FIELD_MOMENT, .name = "now_at", .offset = offsetof(struct value_row, now_at)},
	FIELD_END,
};
static const struct record value_record = {"value", sizeof(struct value_row), value_fields};

STATEMENT(server_variable, &value_record, NULL,
	  "SELECT variable_value AS value FROM information_schema.global_variables WHERE variable_name = ?");
STATEMENT(server_version, &value_record, NULL, "SELECT VERSION() AS value");
STATEMENT(server_clock, &value_record, NULL, "SELECT UTC_TIMESTAMP(6) AS now_at");

static doctor_check *const *more_checks;

void doctor_use(doctor_check *const *checks)
{
	more_checks = checks;
}

void doctor_add(struct doctor_findings *found, enum finding_level level, const char *subject, struct str says, const char *advice)
{
	if (found->count == FINDINGS_MOST)
		return;
	found->at[found->count++] = (struct finding){
		.level = level,
		.subject = subject,
		.says = says,
		.advice = level == FINDING_OK ? NULL : advice,
	};
	if (level > found->worst)
		found->worst = level;
}

static void add(struct examination *x, enum finding_level level, const char *subject, struct str says,
		const char *advice)
{
	doctor_add(&x->found, level, subject, says, advice);
}

static void check_version(struct examination *x)
{
	struct value_row row;
	const char *advice = "install MariaDB 10.11 or later";
	enum rc rc = db_one(x->db, x->arena, &server_version, NO_PARAMS, &row);

	if (rc != RC_OK) {
		add(x, FINDING_FAIL, "database", str_of(rc_meaning(rc)),
		    "start the server; look at database.socket and the account in the settings");
		return;
	}
	char *rest;
	long major = strtol(row.value.at, &rest, 10);
	long minor = *rest == '.' ? strtol(rest + 1, NULL, 10) : 0;
	bool is_maria = str_find(row.value, STR("MariaDB")) >= 0;
	bool is_new = major > 10 || (major == 10 && minor >= 11);
	add(x, is_maria && is_new ? FINDING_OK : FINDING_FAIL, "database", row.value, advice);
}

/* --- settings of the server ------------------------------------------------------ */

static bool is_on(struct str value)
{
	return str_equal_nocase(value, STR("ON")) || str_equal_nocase(value, STR("YES")) ||
	       str_is(value, "1");
}

static bool is_off(struct str value)
{
	return str_equal_nocase(value, STR("OFF")) || str_is(value, "0");
}

static bool is_one(struct str value)
{
	return str_is(value, "1");
}

static bool is_strict(struct str value)
{
	return str_find(value, STR("STRICT_ALL_TABLES")) >= 0;
}

static bool is_utf8mb4(struct str value)
{
	return str_is(value, "utf8mb4");
}

static bool is_roomy(struct str value)
{
	int64_t bytes;
	return str_to_int(value, LEAST_PACKET, INT64_MAX, &bytes);
}

/* conf/mariadb/muster.cnf sets all of them. */
static const struct wanted_setting {
	const char *name;
	bool (*is_good)(struct str value);
	enum finding_level otherwise;
	const char *advice;
} wanted_settings[] = {
	{"secure_timestamp", is_on, FINDING_FAIL,
	 "set secure-timestamp=YES: without it a session can back-date rows"},
	{"innodb_flush_log_at_trx_commit", is_one, FINDING_FAIL,
	 "set it to 1: acknowledged reports must survive a crash"},
	{"innodb_doublewrite", is_on, FINDING_FAIL, "set it to ON: torn pages cannot be repaired without it"},
	{"local_infile", is_off, FINDING_FAIL,
	 "set local-infile=OFF: the server may otherwise ask a client for files"},
	{"sql_mode", is_strict, FINDING_WARN,
	 "add STRICT_ALL_TABLES, for work done beside Muster, which sets its own"},
	{"character_set_server", is_utf8mb4, FINDING_WARN, "set character-set-server=utf8mb4"},
	{"max_allowed_packet", is_roomy, FINDING_WARN,
	 "set max-allowed-packet=64M: longer texts are refused now"},
};

static bool read_setting(struct examination *x, const char *name, struct str *value)
{
	struct value_row row;
	if (db_one(x->db, x->arena, &server_variable, PARAMS(P_TEXT(str_of(name))), &row) != RC_OK)
		return false;
	*value = row.value;
	return true;
}

static void check_settings(struct examination *x)
{
	struct str value;

	for (size_t i = 0; i < sizeof wanted_settings / sizeof *wanted_settings; i++) {
		const struct wanted_setting *wanted = &wanted_settings[i];
		if (!read_setting(x, wanted->name, &value))
			add(x, FINDING_FAIL, wanted->name, STR("cannot be read"), wanted->advice);
		else
			add(x, wanted->is_good(value) ? FINDING_OK : wanted->otherwise, wanted->name, value,
			    wanted->advice);
	}
	if (read_setting(x, "log_bin", &value) && is_on(value) && read_setting(x, "sync_binlog", &value))
		add(x, is_one(value) ? FINDING_OK : FINDING_FAIL, "sync_binlog", value,
		    "set it to 1: the binary log and the tables may otherwise differ after a crash");
	if (read_setting(x, "skip_networking", &value))
		add(x, is_on(value) ? FINDING_OK : FINDING_WARN, "skip_networking", value,
		    "Muster uses the socket only; set skip-networking unless others need the network");
}

/* --- clock, schema, grants ----------------------------------------------------------- */

void doctor_clock(struct db *db, struct arena *arena, struct finding *out)
{
	struct value_row row;
	moment before = moment_now();
	enum rc rc = db_one(db, arena, &server_clock, NO_PARAMS, &row);
	moment after = moment_now();

	*out = (struct finding){.level = FINDING_FAIL, .subject = "clock", .says = str_of(rc_meaning(rc)),
				.advice = "see database"};
	if (rc != RC_OK)
		return;
	int64_t off = row.now_at - (before + (after - before) / 2);
	int64_t size = off < 0 ? -off : off;
	out->level = size > SECONDS(5) ? FINDING_FAIL : size > SECONDS(1) ? FINDING_WARN : FINDING_OK;
	out->says = arena_printf(arena, "database and this host differ by %lld ms", (long long)(size / 1000));
	out->advice = "let both hosts follow the same time server";
}

static void add_finding(struct examination *x, const struct finding *finding)
{
	add(x, finding->level, finding->subject, finding->says, finding->advice);
}

static void check_clock(struct examination *x)
{
	struct finding finding;

	doctor_clock(x->db, x->arena, &finding);
	add_finding(x, &finding);
}

static void check_migrations(struct examination *x)
{
	int64_t pending = 0;
	enum rc rc = migrate_pending(x->db, x->arena, x->sql_folder, &pending);

	if (rc != RC_OK)
		add(x, FINDING_FAIL, "migrations", str_of(rc_meaning(rc)),
		    "run muster migrate; if it refuses, this is not the version the schema was made by");
	else if (pending)
		add(x, FINDING_FAIL, "migrations",
		    arena_printf(x->arena, "%lld files to apply", (long long)pending), "run muster migrate");
	else
		add(x, FINDING_OK, "migrations", STR("all applied"), NULL);
}

static void check_account(struct examination *x, struct str account)
{
	struct grants_difference difference;
	enum rc rc = grants_compare(x->db, x->arena, x->config, x->sql_folder, account, &difference);
	const char *advice = "run muster migrate --grants";

	if (rc != RC_OK)
		add(x, FINDING_FAIL, "grants",
		    arena_printf(x->arena, "%.*s: %s", STR_ARG(account),
				 rc == RC_NOT_FOUND ? "no such user" : rc_meaning(rc)), advice);
	for (size_t i = 0; i < difference.count; i++)
		add(x, FINDING_FAIL, "grants",
		    arena_printf(x->arena, "%.*s: %.*s", STR_ARG(account), STR_ARG(difference.lines[i])),
		    advice);
	if (rc == RC_OK && difference.count == 0)
		add(x, FINDING_OK, "grants",
		    arena_printf(x->arena, "%.*s: as in sql/grants", STR_ARG(account)), NULL);
}

static void check_grants(struct examination *x)
{
	struct str *accounts;
	size_t count;

	if (grants_accounts(x->arena, x->sql_folder, &accounts, &count) != RC_OK)
		add(x, FINDING_FAIL, "grants", STR("the folder cannot be read"), "look at --sql");
	for (size_t i = 0; i < count; i++)
		check_account(x, accounts[i]);
}

/* --- this host ---------------------------------------------------------------------------- */

bool doctor_disk(struct arena *arena, const char *path, struct finding *out)
{
	struct statvfs disk;

	if (statvfs(path, &disk) != 0)
		return false;
	int64_t left = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
	*out = (struct finding){
		.level = left < DISK_FAIL ? FINDING_FAIL : left < DISK_WARN ? FINDING_WARN : FINDING_OK,
		.subject = "disk",
		.says = arena_printf(arena, "%lld MB free at %s", (long long)(left / MEBIBYTE), path),
		.advice = "make room: without it reports can be neither stored nor spooled",
	};
	return true;
}

static void check_disk_of(struct examination *x, const char *subject, const char *path)
{
	struct finding finding;

	if (!doctor_disk(x->arena, path, &finding))
		return; /* the server's folder may be out of sight */
	finding.subject = subject;
	add_finding(x, &finding);
}

static void check_disk(struct examination *x)
{
	struct str data;

	check_disk_of(x, "disk", arena_cstr(x->arena, config_path(x->arena, x->config, "paths.var")));
	if (read_setting(x, "datadir", &data))
		check_disk_of(x, "disk of the database", arena_cstr(x->arena, data));
}

/* Folders below paths.var and the permission bits that none of them may have. */
static const struct guarded_folder {
	const char *name;
	mode_t forbidden;
	bool must_exist;
} guarded_folders[] = {
	{"", 0002, true},
	{"run", 0007, true},
	{"secret", 0077, false},
	{"files", 0027, false},
	{"spool", 0027, false},
	{"mail", 0027, false},
	{"log", 0007, false},
};

static void check_folder(struct examination *x, const struct guarded_folder *folder)
{
	struct str var = config_path(x->arena, x->config, "paths.var");
	struct str path = arena_printf(x->arena, "%.*s/%s", STR_ARG(var), folder->name);
	struct stat info;

	if (stat(path.at, &info) != 0) {
		if (folder->must_exist || errno != ENOENT)
			add(x, FINDING_FAIL, "folder",
			    arena_printf(x->arena, "%s: %s", path.at, strerror(errno)), "look at paths.var");
		return;
	}
	mode_t mode = info.st_mode & 0777;
	bool is_good = S_ISDIR(info.st_mode) && !(mode & folder->forbidden);
	add(x, is_good ? FINDING_OK : FINDING_FAIL, "folder",
	    arena_printf(x->arena, "%s has mode %03o", path.at, (unsigned)mode),
	    "take the permission from others (chmod)");
}

static void check_folders(struct examination *x)
{
	for (size_t i = 0; i < sizeof guarded_folders / sizeof *guarded_folders; i++)
		check_folder(x, &guarded_folders[i]);
}

struct doctor_findings doctor_examine(struct db *db, struct arena *arena, const struct config *config,
			       struct str sql_folder)
{
	struct examination x = {.db = db, .arena = arena, .config = config, .sql_folder = sql_folder};
	static void (*const checks[])(struct examination *x) = {
		check_version, check_settings, check_clock, check_migrations,
		check_grants, check_disk, check_folders,
	};

	x.found.at = ARENA_ARRAY(arena, struct finding, FINDINGS_MOST);
	for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
		checks[i](&x);
	for (doctor_check *const *check = more_checks; check && *check; check++)
		(*check)(db, arena, config, &x.found);
	return x.found;
}
