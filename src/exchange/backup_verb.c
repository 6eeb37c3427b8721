#include "exchange/backup_verb.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "base/command.h"
#include "base/log.h"
#include "base/text.h"
#include "exchange/backup.h"
#include "exchange/backup_series.h"
#include "exchange/exchange_store.h"
#include "exchange/secrets_option.h"

enum { KEEP_MOST = 10000 };

/* --- backup --------------------------------------------------------------------------------- */

static enum rc tell(const struct verb_call *call, struct exchange_run *run, const struct backup_result *result)
{
	struct actor actor = actor_command(0, "command", "muster backup", moment_now());
	struct text changes = TEXT_IN(call->arena);

	text_cstr(&changes, "{\"manifest\":[null,");
	text_json(&changes, digest_hex(call->arena, &result->manifest));
	text_printf(&changes, "],\"bytes\":[null,%lld],\"files\":[null,%lld]}", (long long)result->dump_bytes,
		    (long long)result->files.count);
	const struct audit_entry entry = {.action = "portal.backed_up", .subject = "portal", .subject_id = run->id,
					  .reason = STR(""), .changes = text_str(&changes)};
	run->is_done = true;
	run->file_count = result->files.count;
	run->bytes = result->dump_bytes + result->files.bytes;
	run->manifest = digest_str(&result->manifest);
	enum rc rc = audit_append(call->db, &actor, &entry);
	return rc == RC_OK ? exchange_end(call->db, run) : rc;
}

static enum rc make(const struct verb_call *call, const struct backup *order)
{
	struct exchange_run run = {.kind = EXCHANGE_BACKUP, .started_at = moment_now(), .target = str_of(order->folder),
				   .has_secrets = order->lock != NULL, .message = STR(""), .ended_at = MOMENT_NONE,
				   .told_at = MOMENT_NONE};
	struct backup_result result;
	enum rc rc = exchange_begin(call->db, &run);

	if (rc != RC_OK)
		return rc;
	rc = backup_make(call->db, call->arena, call->config, order, &result);
	run.ended_at = moment_now();
	if (rc == RC_OK) {
		rc = tell(call, &run, &result);
	} else {
		run.message = str_of(rc == RC_CONFLICT ? "the folder is not empty" : rc_meaning(rc));
		if (exchange_end(call->db, &run) != RC_OK)
			LOG(LOG_WARN, "backup.note", "%s", "the failure could not be noted");
	}
	if (rc == RC_OK)
		printf("%s: %lld bytes of records in %lld, %lld files of %lld bytes, manifest %s\n", order->folder,
		       (long long)result.plain_bytes, (long long)result.dump_bytes, (long long)result.files.count,
		       (long long)result.files.bytes, digest_hex(call->arena, &result.manifest).at);
	else if (rc == RC_CONFLICT)
		fprintf(stderr, "muster backup: %s is not empty\n", order->folder);
	if (rc == RC_OK && result.files.damaged)
		fprintf(stderr, "muster backup: %lld damaged contents are left out\n", (long long)result.files.damaged);
	return rc == RC_OK && result.files.damaged ? RC_INVALID : rc;
}

static bool write_line(const char *path, struct str line, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	bool is_written = fd >= 0 && write(fd, line.at, line.len) == (ssize_t)line.len;

	if (fd >= 0 && close(fd) != 0)
		is_written = false;
	if (!is_written)
		perror(path);
	return is_written;
}

static int make_key(struct arena *arena, const char *path)
{
	struct str public_line, private_line;

	secrets_pair(arena, &public_line, &private_line);
	if (!write_line(path, private_line, 0600) ||
	    !write_line(arena_printf(arena, "%s.pub", path).at, public_line, 0644))
		return EXIT_FAILED;
	printf("%s.pub stays on the server, for --recipient. Take %s away from it, to a safe: only it opens the keys.\n", path,
	       path);
	return EXIT_OK;
}

static int run_series(const struct verb_call *call, struct backup *order, const char *parent, int64_t keep)
{
	enum rc rc = backup_series_next(call->arena, parent, moment_now(), &order->folder);

	if (rc == RC_OK)
		rc = make(call, order);
	if (rc == RC_OK && keep > 0)
		rc = backup_series_prune(call->arena, parent, keep);
	return rc == RC_OK ? EXIT_OK : EXIT_FAILED;
}

static int backup(const struct verb_call *call, int argc, char **argv)
{
	const char *passphrase = NULL, *recipient = NULL, *series = NULL, *keep = NULL, *key = NULL;
	struct option_row options[] = {
		{"passphrase-file", 0, "FILE", "add the keys of the installation, sealed with the passphrase in FILE", &passphrase},
		{"recipient", 0, "FILE", "add the keys, sealed for the public key in FILE", &recipient},
		{"series", 0, "FOLDER", "make the backup in a folder of FOLDER that is named by its time", &series},
		{"keep", 0, "N", "with --series: remove all but the newest N when it is done", &keep},
		{"make-key", 0, "FILE", "only make a pair of keys: FILE, to be kept away from here, and FILE.pub", &key},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster backup",
		.usage = "[--passphrase-file FILE | --recipient FILE] FOLDER | --series FOLDER [--keep N] | --make-key FILE",
		.help = "Writes records, files and a manifest with the SHA-256 of each part into FOLDER, which is made or empty,\n"
			"while the portal goes on. Without --passphrase-file or --recipient the keys of the installation (secret/ and\n"
			"keys/) are left out and have to be kept elsewhere. `muster restore FOLDER` puts it back. See docs/operations.md.",
		.options = options, .most = 1,
	};
	struct backup order = {0};
	int64_t number = 0;
	int status, first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	if (key)
		return make_key(call->arena, key);
	if ((series != NULL) == (first < argc) || (keep && !series) ||
	    (keep && !str_to_int(str_of(keep), 1, KEEP_MOST, &number))) {
		fputs("muster backup: name one FOLDER, or --series FOLDER; --keep takes a number and goes with --series\n", stderr);
		return EXIT_USAGE;
	}
	if (!secrets_option_lock(call->arena, passphrase, recipient, &order.lock))
		return EXIT_USAGE;
	if (!order.lock)
		fputs("muster backup: the keys are left out; keep secret/ and keys/ elsewhere, or give --recipient\n", stderr);
	if (series)
		return run_series(call, &order, series, number);
	order.folder = argv[first];
	return make(call, &order) == RC_OK ? EXIT_OK : EXIT_FAILED;
}

const struct verb backup_verb = {
	.name = "backup",
	.help = "copy records and files while the portal goes on",
	.account = "owner",
	.run = backup,
};

/* --- restore ------------------------------------------------------------------------------------ */

static int restore(const struct verb_call *call, int argc, char **argv)
{
	const char *passphrase = NULL, *key = NULL, *sql = NULL;
	struct option_row options[] = {
		{"passphrase-file", 0, "FILE", "open secrets.sealed with the passphrase in FILE", &passphrase},
		{"key", 0, "FILE", "open secrets.sealed with the private key in FILE", &key},
		{"sql", 0, "FOLDER", "where migrations and grants are (paths.sql of the settings)", &sql},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster restore",
		.usage = "[--passphrase-file FILE | --key FILE] FOLDER",
		.help = "Puts a backup back into an empty installation whose programs do not run. Every part is checked before\n"
			"anything is touched; afterwards the schema is brought up to date and the audit log is verified.",
		.options = options, .least = 1, .most = 1,
	};
	int status, first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	struct restore order = {
		.folder = argv[first], .has_key = passphrase || key,
		.sql_folder = sql ? str_of(sql) : config_path(call->arena, call->config, "paths.sql"),
	};
	if (!secrets_option_key(call->arena, passphrase, key, &order.key))
		return EXIT_USAGE;
	log_level_name(STR("warn"));
	enum rc rc = backup_restore(call->db, call->arena, call->config, &order);
	fprintf(stderr, "muster restore: %s\n", rc == RC_OK ? "done" : rc_meaning(rc));
	return rc == RC_OK ? EXIT_OK : EXIT_FAILED;
}

const struct verb restore_verb = {
	.name = "restore",
	.help = "put a backup back into an empty installation",
	.account = "owner",
	.run = restore,
};
