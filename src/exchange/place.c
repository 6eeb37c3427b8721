#include "exchange/place.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/key_file.h"
#include "audit/log_store.h"
#include "audit/log_verify.h"
#include "audit/signing_key.h"
#include "base/file.h"
#include "db/archive.h"
#include "db/grants.h"
#include "exchange/exchange_store.h"
#include "http/counters.h"

enum { KEYS_MOST = 64 * 1024, PATH_MOST = 4096 };

void place_own(const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MOST];
	struct stat st;

	if (geteuid() != 0 || !slash || slash == path || (size_t)(slash - path) >= sizeof folder)
		return;
	memcpy(folder, path, (size_t)(slash - path));
	folder[slash - path] = '\0';
	if (stat(folder, &st) != 0 || lchown(path, st.st_uid, st.st_gid) != 0)
		fprintf(stderr, "%s stays with root: give it to the owner of its folder\n", path);
}

static enum rc no_program_works(struct arena *arena, const struct config *config, const char *who)
{
	struct str var = config_path(arena, config, "paths.var");
	const char *run = arena_printf(arena, "%.*s/run", STR_ARG(var)).at;
	struct counted_program *programs;
	size_t count = 0;

	if (access(run, F_OK) == 0 && counters_read(arena, str_of(run), &programs, &count) != RC_OK)
		return RC_FAULT;
	for (size_t i = 0; i < count; i++)
		fprintf(stderr, "%s: %.*s is at work (%lld processes); stop all programs first\n", who,
			STR_ARG(programs[i].name), (long long)programs[i].processes);
	return count ? RC_CONFLICT : RC_OK;
}

enum rc place_is_free(struct db *db, struct arena *arena, const struct config *config, const char *who)
{
	bool is_empty;
	enum rc rc = exchange_is_empty(db, arena, &is_empty);

	if (rc == RC_OK && !is_empty) {
		fprintf(stderr, "%s: the database holds records; only an empty one is filled\n", who);
		rc = RC_CONFLICT;
	}
	if (rc == RC_OK && !contents_is_empty(config)) {
		fprintf(stderr, "%s: files/ of paths.var holds contents; only an empty one is filled\n", who);
		rc = RC_CONFLICT;
	}
	return rc == RC_OK ? no_program_works(arena, config, who) : rc;
}

enum rc place_files(struct arena *arena, const struct config *config, const char *folder)
{
	enum rc rc = contents_place(arena, config, folder);

	if (rc != RC_OK)
		fprintf(stderr, "a file cannot be put in its place below %.*s\n",
			STR_ARG(config_path(arena, config, "paths.var")));
	return rc;
}

enum rc place_schema(struct db *db, struct arena *arena, const struct config *config, struct str sql_folder)
{
	struct str *accounts;
	size_t count = 0;
	enum rc rc = migrate_up(db, arena, sql_folder);

	if (rc == RC_OK)
		rc = archive_prepare(db, arena, config, "incident");
	if (rc == RC_OK)
		rc = grants_accounts(arena, sql_folder, &accounts, &count);
	for (size_t i = 0; rc == RC_OK && i < count; i++)
		rc = grants_apply(db, arena, config, sql_folder, accounts[i]);
	return rc;
}

/* --- keys of the log --------------------------------------------------------------------------- */

static struct str read_public(struct arena *arena, const struct config *config)
{
	struct str text = STR("");

	if (file_read(arena, arena_cstr(arena, config_path(arena, config, "audit.public_file")), KEYS_MOST, &text) != RC_OK)
		text = STR("");
	return text;
}

static bool has_line(struct str text, struct str wanted)
{
	struct str line;

	while (text.len && str_split(&text, '\n', &line))
		if (line.len && str_equal(line, wanted))
			return true;
	return false;
}

enum rc place_log_begin(struct arena *arena, const struct config *config, const char *folder, struct place_log *out)
{
	struct str own = read_public(arena, config), rest, line;
	enum rc rc = file_read(arena, arena_printf(arena, "%s/proof/audit.pub", folder).at, KEYS_MOST, &out->public_keys);

	out->is_same = false;
	if (rc == RC_NOT_FOUND) {
		out->public_keys = STR("");
		return RC_OK;
	}
	rest = out->public_keys;
	while (rc == RC_OK && rest.len && str_split(&rest, '\n', &line))
		out->is_same = out->is_same || (line.len && line.at[0] != '#' && has_line(own, line));
	return rc;
}

/* The old keys first: the last one in the file signs now. */
static enum rc join_public(struct arena *arena, const struct config *config, const struct place_log *log)
{
	struct text text = TEXT_IN(arena);
	struct note_signer signer;
	struct str own, line;
	enum rc rc = signing_key_load(arena, config, &signer);

	if (rc != RC_OK)
		return rc;
	own = read_public(arena, config);
	text_add(&text, log->public_keys);
	while (own.len && str_split(&own, '\n', &line))
		if (line.len && !has_line(log->public_keys, line))
			text_printf(&text, "%.*s\n", STR_ARG(line));
	return key_file_replace(arena, config_path(arena, config, "audit.public_file"), text_str(&text), 0644);
}

static enum rc write_last(struct db *db, struct arena *arena, const struct config *config)
{
	struct str path = config_path(arena, config, "audit.state_file");
	struct log_checkpoint newest;
	enum rc rc = log_checkpoint_newest(db, arena, &newest);

	if (rc == RC_NOT_FOUND)
		return RC_OK;
	if (rc == RC_OK)
		rc = key_file_replace(arena, path, newest.note, 0600);
	if (rc == RC_OK)
		place_own(arena_cstr(arena, path));
	return rc;
}

enum rc place_log_end(struct db *db, struct arena *arena, const struct config *config, const struct place_log *log,
		      bool has_keys)
{
	static const char *const files[] = {"audit.key_file", "audit.public_file"};
	enum rc rc = has_keys || log->is_same || !log->public_keys.len ? RC_OK : join_public(arena, config, log);

	for (size_t i = 0; rc == RC_OK && i < sizeof files / sizeof *files; i++) {
		const char *path = arena_cstr(arena, config_path(arena, config, files[i]));
		if (access(path, F_OK) == 0)
			place_own(path);
	}
	return rc == RC_OK && !log->is_same ? write_last(db, arena, config) : rc;
}

enum rc place_verify(struct db *db, struct arena *arena, const struct config *config)
{
	const struct log_known none = {0};
	const struct log_report *report;
	enum rc rc = log_verify(db, arena, config, NULL, &none, moment_now(), &report);

	if (rc != RC_OK)
		return rc;
	printf("%.*s", STR_ARG(log_report_text(arena, report)));
	return report->integrity == LOG_BROKEN ? RC_CONFLICT : RC_OK;
}
