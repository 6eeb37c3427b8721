#include "audit/verify_program.h"

#include <stdio.h>

#include "audit/key_file.h"
#include "audit/log_dump.h"
#include "audit/proof_pack.h"
#include "audit/proof_code.h"
#include "base/command.h"
#include "base/file.h"
#include "base/log.h"

enum { CANNOT_TELL = 2, CHANGED = 1 };
#define FILE_MOST ((size_t)8 << 30)

struct wishes {
	const char *key, *witness, *log, *code;
};

struct verifying {
	struct arena *arena;
	const struct wishes *wishes;
	struct key_list keys;
};

static bool read_file(struct verifying *v, const char *path, struct str *bytes)
{
	enum rc rc = file_read(v->arena, path, FILE_MOST, bytes);

	if (rc != RC_OK)
		fprintf(stderr, "muster-verify: %s: %s\n", path, rc_meaning(rc));
	return rc == RC_OK;
}

static void tell_checkpoint(struct verifying *v, const struct checkpoint *checkpoint)
{
	printf("Log %.*s, checkpoint over %llu entries, signed %.*s\n", STR_ARG(checkpoint->origin),
	       (unsigned long long)checkpoint->size, STR_ARG(moment_text(v->arena, checkpoint->signed_at)));
}

/* Cosignatures, where keys of witnesses were given. False: one does not hold. */
static bool tell_witnesses(struct verifying *v, const struct note *note)
{
	struct key_list witnesses;
	moment at = MOMENT_NONE;
	bool all_hold = true;

	if (!v->wishes->witness)
		return true;
	if (key_file_read(v->arena, v->wishes->witness, &witnesses) != RC_OK)
		return fprintf(stderr, "muster-verify: %s: no public keys\n", v->wishes->witness) < 0;
	for (size_t i = 0; i < witnesses.count; i++) {
		enum note_verdict verdict = note_check(note, &witnesses.at[i], &at);
		all_hold &= verdict != NOTE_FORGED;
		printf("Witness %.*s: %s %.*s\n", STR_ARG(witnesses.at[i].name),
		       verdict == NOTE_GENUINE ? "cosigned" : verdict == NOTE_FORGED ? "FORGED" : "has not cosigned this one",
		       STR_ARG(verdict == NOTE_GENUINE ? moment_text(v->arena, at) : STR_NONE));
	}
	return all_hold;
}

static void tell_entries(struct verifying *v, const struct proof_pack *pack)
{
	for (size_t i = 0; i < pack->count; i++) {
		const struct log_entry *entry = &pack->entries[i].entry;
		struct str who = entry->actor_name.len ? entry->actor_name : entry->actor_kind;
		printf("  %lld  %.*s  %.*s  %.*s  %.*s %lld\n", (long long)entry->seq,
		       STR_ARG(moment_text(v->arena, entry->recorded_at)), STR_ARG(entry->action), STR_ARG(who),
		       STR_ARG(entry->subject), (long long)entry->subject_id);
	}
}

static int verify_pack(struct verifying *v, char **paths, int count)
{
	struct proof_result result;
	struct proof_pack pack;
	struct digest file;
	struct str text, bytes;
	const char *why;

	if (!read_file(v, paths[0], &text))
		return CANNOT_TELL;
	if (proof_pack_parse(v->arena, text, &pack, &why) != RC_OK) {
		printf("CHANGED: %s is no proof: %s\n", paths[0], why);
		return CHANGED;
	}
	if (count > 1) {
		if (!read_file(v, paths[1], &bytes))
			return CANNOT_TELL;
		file = digest_of_one(bytes);
	}
	proof_pack_verify(v->arena, &pack, v->keys.at, v->keys.count, count > 1 ? &file : NULL, &result);
	if (result.verdict != PROOF_GENUINE) {
		printf("CHANGED: %s\n", proof_verdict_text(result.verdict));
		return CHANGED;
	}
	printf("GENUINE%s%s\n", count > 1 ? ": " : "", count > 1 ? paths[1] : "");
	tell_checkpoint(v, &result.checkpoint);
	tell_entries(v, &pack);
	return tell_witnesses(v, &result.note) ? EXIT_OK : CHANGED;
}

static int verify_log(struct verifying *v, char **paths, int count)
{
	struct log_check *check = log_check_new(v->arena, v->keys.at, v->keys.count);
	struct str bytes;

	for (int i = 0; i < count; i++) {
		if (!read_file(v, paths[i], &bytes))
			return CANNOT_TELL;
		log_check_checkpoint(check, bytes, true);
	}
	if (!read_file(v, v->wishes->log, &bytes))
		return CANNOT_TELL;
	if (log_dump_check(bytes, check) != RC_OK) {
		printf("CANNOT TELL: %s is not a whole dump\n", v->wishes->log);
		return CANNOT_TELL;
	}
	const struct log_report *report = log_check_end(check, MOMENT_NONE);
	printf("%.*s", STR_ARG(log_report_text(v->arena, report)));
	return log_report_status(report);
}

static int verify_code(struct verifying *v)
{
	struct checkpoint_note *note = ARENA_NEW(v->arena, struct checkpoint_note);
	struct proof_code code;

	if (!proof_code_parse(v->arena, str_of(v->wishes->code), &code) ||
	    !checkpoint_note_parse(v->arena, code.note, note)) {
		printf("CHANGED: this is not the text of a code on a report\n");
		return CHANGED;
	}
	if (checkpoint_check(note, v->keys.at, v->keys.count) != NOTE_GENUINE) {
		printf("CHANGED: the checkpoint in the code is not signed by a trusted key\n");
		return CHANGED;
	}
	printf("GENUINE checkpoint\n");
	tell_checkpoint(v, &note->checkpoint);
	printf("Data of the report: SHA-256 %.*s\n", STR_ARG(digest_hex(v->arena, &code.content)));
	if (code.file.len)
		printf("The file's own proof is found by: %.*s\n", STR_ARG(code.file));
	return EXIT_OK;
}

int verify_program_main(int argc, char **argv)
{
	struct wishes wishes = {0};
	struct option_row options[] = {
		{"key", 0, "FILE", "public keys of the log that are trusted", &wishes.key},
		{"witness", 0, "FILE", "public keys of witnesses, whose cosignatures are told", &wishes.witness},
		{"log", 0, "DUMP", "check a whole log that `muster audit export` wrote", &wishes.log},
		{"code", 0, "TEXT", "check the text of the QR code on a report", &wishes.code},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster-verify",
		.usage = "--key FILE PROOF [FILE] | --key FILE --log DUMP [CHECKPOINT]... | --key FILE --code TEXT",
		.help = "Says whether a proof, and the report file that it belongs to, are what the audit log sealed.\n"
			"Needs no database and no network. Ends with 0 genuine, 1 changed, 2 cannot be told.",
		.options = options, .most = -1,
	};
	struct verifying *v;
	int status, first = command_parse(&command, argc, argv, &status);

	if (first < 0)
		return status;
	log_start("muster-verify", LOG_ERROR);
	int count = argc - first;
	struct arena *arena = arena_new(0);
	v = ARENA_NEW(arena, struct verifying);
	v->arena = arena;
	v->wishes = &wishes;
	if (!wishes.key || (!wishes.log && !wishes.code && (count < 1 || count > 2))) {
		fputs("muster-verify: give --key and a proof; see --help\n", stderr);
		status = CANNOT_TELL;
	} else if (key_file_read(arena, wishes.key, &v->keys) != RC_OK) {
		fprintf(stderr, "muster-verify: %s: no public keys\n", wishes.key);
		status = CANNOT_TELL;
	} else {
		status = wishes.log ? verify_log(v, argv + first, count)
			 : wishes.code ? verify_code(v)
				       : verify_pack(v, argv + first, count);
	}
	arena_free(arena);
	return status;
}
