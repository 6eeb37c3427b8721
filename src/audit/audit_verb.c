#include "audit/audit_verb.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "audit/audit.h"
#include "audit/checkpoint.h"
#include "audit/log_store.h"
#include "audit/log_verify.h"
#include "audit/seal.h"
#include "audit/seal_store.h"
#include "base/command.h"
#include "base/file.h"
#include "base/text.h"

enum { CANNOT_TELL = 2 };

static int fail(enum rc rc, const char *what)
{
	fprintf(stderr, "muster audit: %s%s%s\n", what ? what : "", what ? ": " : "", rc_meaning(rc));
	return rc == RC_NOT_FOUND || rc == RC_UNAVAILABLE || rc == RC_INVALID ? CANNOT_TELL : EXIT_FAILED;
}

static enum rc read_known(struct arena *arena, char **paths, int count, struct log_known *out)
{
	struct str *notes = ARENA_ARRAY(arena, struct str, (size_t)count + 1);

	*out = (struct log_known){notes, (size_t)count};
	for (int i = 0; i < count; i++) {
		enum rc rc = file_read(arena, paths[i], NOTE_BYTES_MOST, &notes[i]);
		if (rc != RC_OK) {
			fprintf(stderr, "muster audit: %s: %s\n", paths[i], rc_meaning(rc));
			return rc;
		}
	}
	return RC_OK;
}

static int verify(const struct verb_call *call, int argc, char **argv)
{
	const char *dump = NULL, *key_file = NULL, *is_json = NULL;
	struct option_row options[] = {
		{"dump", 0, "FILE", "check what `muster audit export` wrote, without the database", &dump},
		{"key", 0, "FILE", "trust the public keys in FILE instead of those of the settings", &key_file},
		{"json", 0, NULL, "the report for programs", &is_json},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster audit verify", .usage = "[--dump FILE] [--key FILE] [--json] [CHECKPOINT]...",
		.help = "Checks every sealed entry, the tree and the signed checkpoints, and names what was done to them.\n"
			"CHECKPOINT: files of checkpoints kept elsewhere, by a witness, in a mail, on paper.\n"
			"Ends with 0 when all is intact, 1 when something is broken, 2 when it cannot be told.",
		.options = options, .most = -1,
	};
	struct key_list *keys = ARENA_NEW(call->arena, struct key_list);
	const struct log_report *report;
	struct log_known known;
	int status, first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	enum rc rc = key_file ? key_file_read(call->arena, key_file, keys)
			      : signing_key_public(call->arena, call->config, keys);
	if (rc != RC_OK)
		return fail(rc, "public keys");
	rc = read_known(call->arena, argv + first, argc - first, &known);
	if (rc != RC_OK)
		return CANNOT_TELL;
	rc = dump ? log_verify_dump(call->arena, dump, keys, &known, &report)
		  : log_verify(call->db, call->arena, call->config, keys, &known, moment_now(), &report);
	if (rc != RC_OK)
		return fail(rc, dump);
	struct str out = is_json ? log_report_json(call->arena, report) : log_report_text(call->arena, report);
	printf("%.*s%s", STR_ARG(out), is_json ? "\n" : "");
	return log_report_status(report);
}

static int export(const struct verb_call *call, int argc, char **argv)
{
	const char *file = NULL;
	struct option_row options[] = {
		{"output", 'o', "FILE", "write there instead of to standard output", &file},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster audit export", .usage = "[-o FILE]",
		.help = "Writes the whole log with salts and checkpoints, for `muster audit verify --dump`.",
		.options = options,
	};
	int status;

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	int fd = file ? open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : STDOUT_FILENO;
	if (fd < 0) {
		perror(file);
		return EXIT_FAILED;
	}
	enum rc rc = log_export(call->db, call->arena, fd);
	if (file && close(fd) != 0 && rc == RC_OK)
		rc = RC_FAULT;
	return rc == RC_OK ? EXIT_OK : fail(rc, "export");
}

static int checkpoint(const struct verb_call *call, int argc, char **argv)
{
	const struct command command = {
		.name = "muster audit checkpoint", .usage = "",
		.help = "Prints the newest checkpoint with the cosignatures of the witnesses.",
	};
	struct log_checkpoint newest;
	struct rows lines;
	int status;

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	enum rc rc = log_checkpoint_newest(call->db, call->arena, &newest);
	if (rc == RC_OK)
		rc = log_cosignatures(call->db, call->arena, newest.id, &lines);
	if (rc != RC_OK)
		return fail(rc, "checkpoint");
	printf("%.*s", STR_ARG(newest.note));
	for (size_t i = 0; i < lines.count; i++)
		printf("%.*s", STR_ARG(ROW(struct log_cosignature, lines, i)->line));
	return EXIT_OK;
}

static int seal(const struct verb_call *call, int argc, char **argv)
{
	const struct command command = {
		.name = "muster audit seal", .usage = "",
		.help = "Seals what waits and signs a checkpoint now. For the operating system's user of the worker, who has "
			"the key.",
	};
	int status;

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	enum rc rc = seal_all(call->db, call->arena, call->config, moment_now());
	return rc == RC_OK ? EXIT_OK : fail(rc, "seal");
}

static int keys(const struct verb_call *call, int argc, char **argv)
{
	const struct command command = {
		.name = "muster audit keys", .usage = "",
		.help = "Prints the public keys of the log and of its witnesses with their fingerprints.",
	};
	struct key_list *list = ARENA_NEW(call->arena, struct key_list);
	int status;

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	enum rc rc = signing_key_public(call->arena, call->config, list);
	if (rc != RC_OK)
		return fail(rc, "public keys");
	for (int witnesses = 0; witnesses < 2; witnesses++) {
		for (size_t i = 0; i < list->count; i++)
			printf("%s%s %.*s\n    %.*s\n", witnesses ? "witness" : "log",
			       !witnesses && i + 1 == list->count ? " (signs now)" : "",
			       STR_ARG(note_key_text(call->arena, &list->at[i])),
			       STR_ARG(note_key_fingerprint(call->arena, &list->at[i])));
		if (!witnesses && signing_key_witnesses(call->arena, call->config, list) != RC_OK)
			return EXIT_FAILED;
	}
	return EXIT_OK;
}

/* Values as in the trail's other entries: name to [before, after]. */
static enum rc tell(const struct verb_call *call, const char *action, const char *reason, struct str before,
		    struct str after)
{
	struct actor actor = actor_command(0, "command", "muster audit", moment_now());
	struct text changes = TEXT_IN(call->arena);

	text_cstr(&changes, "{\"value\":[");
	text_json(&changes, before);
	text_char(&changes, ',');
	text_json(&changes, after);
	text_cstr(&changes, "]}");
	struct audit_entry entry = {.action = action, .subject = "audit_log", .reason = str_of(reason),
				    .changes = text_str(&changes)};
	return audit_append(call->db, &actor, &entry);
}

static int rotate_key(const struct verb_call *call, int argc, char **argv)
{
	const struct command command = {
		.name = "muster audit rotate-key", .usage = "",
		.help = "Makes a new signing key. The old public key stays in the list; the change is an entry of the log. "
			"Give the new line of the public file to witnesses and auditors.",
	};
	struct note_key old, fresh;
	int status;

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	enum rc rc = signing_key_rotate(call->arena, call->config, &old, &fresh);
	if (rc == RC_OK)
		rc = tell(call, "audit.key_rotated", "", note_key_text(call->arena, &old),
			  note_key_text(call->arena, &fresh));
	if (rc != RC_OK)
		return fail(rc, "rotate-key");
	printf("%.*s\n", STR_ARG(note_key_text(call->arena, &fresh)));
	return EXIT_OK;
}

static int resume(const struct verb_call *call, int argc, char **argv)
{
	const char *reason = NULL;
	struct option_row options[] = {
		{"reason", 0, "TEXT", "why the log is not what was signed, for the log itself", &reason},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster audit resume", .usage = "--reason TEXT",
		.help = "Signs on after a backup was restored. What was signed before stays a proof that entries are lost: "
			"checks against it will say so for good.",
		.options = options,
	};
	struct str path = config_path(call->arena, call->config, "audit.state_file"), last = STR_NONE;
	int status;

	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	if (!reason || !*reason) {
		fputs("muster audit resume: give a --reason\n", stderr);
		return EXIT_USAGE;
	}
	enum rc rc = file_read(call->arena, arena_cstr(call->arena, path), NOTE_BYTES_MOST, &last);
	if (rc == RC_OK)
		rc = tell(call, "audit.resumed", reason, last, STR(""));
	struct str kept = arena_printf(call->arena, "%.*s.%lld", STR_ARG(path), (long long)(moment_now() / SECONDS(1)));
	if (rc == RC_OK && rename(arena_cstr(call->arena, path), kept.at) != 0)
		rc = RC_FAULT;
	if (rc == RC_OK)
		rc = seal_trouble(call->db, STR(""));
	return rc == RC_OK ? EXIT_OK : fail(rc, "resume");
}

static const struct {
	const char *name, *help;
	int (*run)(const struct verb_call *call, int argc, char **argv);
} parts[] = {
	{"verify", "check the whole log, live or from a dump", verify},
	{"export", "write the log to a file", export},
	{"checkpoint", "print the newest signed checkpoint", checkpoint},
	{"seal", "seal and sign now", seal},
	{"keys", "print public keys and fingerprints", keys},
	{"rotate-key", "make a new signing key", rotate_key},
	{"resume", "sign on after a backup was restored", resume},
};

static int run(const struct verb_call *call, int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < sizeof parts / sizeof *parts; i++)
		if (strcmp(argv[1], parts[i].name) == 0)
			return parts[i].run(call, argc - 1, argv + 1);
	FILE *out = argc > 1 && strcmp(argv[1], "--help") == 0 ? stdout : stderr;
	fputs("usage: muster audit PART [OPTION]..., each part with its own --help\n\n", out);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		fprintf(out, "  %-12s %s\n", parts[i].name, parts[i].help);
	return out == stdout ? EXIT_OK : EXIT_USAGE;
}

const struct verb audit_verb = {"audit", "checks, exports and signs the audit log", "owner", run};
