#include "audit/witness_program.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audit/key_file.h"
#include "audit/witness.h"
#include "base/command.h"
#include "base/file.h"
#include "base/log.h"
#include "client/client_http.h"

enum { ANSWER_MOST = 64 * 1024, SECONDS_MOST = 30 };

struct wishes {
	const char *key, *log_key, *state, *url, *make_key;
};

struct witness {
	struct arena *arena;
	struct note_signer signer;
	struct key_list log_keys;
	struct checkpoint last;
	const struct wishes *wishes;
};

static int complain(const char *what, const char *why)
{
	fprintf(stderr, "muster-witness: %s%s%s\n", what, why ? ": " : "", why ? why : "");
	return EXIT_FAILED;
}

/* --- over the network --- */

/* body NULL: GET, else POST. False after telling why. */
static bool ask(struct arena *arena, const char *url, const struct str *body, struct str *answer)
{
	const struct client_header type = {STR("Content-Type"), STR("text/plain; charset=utf-8")};
	const struct client_request request = {
		.url = str_of(url), .headers = &type, .header_count = body ? 1 : 0, .body = body ? *body : STR_NONE,
		.timeout = SECONDS_MOST, .most_bytes = ANSWER_MOST,
	};
	struct client_answer got;

	if (client_send(arena, &request, &got) != RC_OK)
		return complain(url, got.failure.at) == 0;
	*answer = got.body;
	if (got.status >= 300)
		return complain(url, arena_printf(arena, "status %d", got.status).at) == 0;
	return !got.is_cut || complain(url, "the answer is too long") == 0;
}

/* --- what is kept --- */

static bool load(struct witness *w)
{
	struct checkpoint_note *kept = ARENA_NEW(w->arena, struct checkpoint_note);
	struct str bytes;
	enum rc rc = file_read(w->arena, w->wishes->key, ANSWER_MOST, &bytes);

	if (rc != RC_OK || !note_signer_parse(w->arena, bytes, &w->signer) || w->signer.key.kind != NOTE_COSIGNATURE)
		return complain(w->wishes->key, "holds no witness key; make one with --make-key NAME") == 0;
	if (key_file_read(w->arena, w->wishes->log_key, &w->log_keys) != RC_OK)
		return complain(w->wishes->log_key, "holds no public key of the log") == 0;
	w->last = (struct checkpoint){.signed_at = MOMENT_NONE};
	rc = file_read(w->arena, w->wishes->state, ANSWER_MOST, &bytes);
	if (rc == RC_NOT_FOUND)
		return true;
	if (rc != RC_OK || !checkpoint_note_parse(w->arena, bytes, kept))
		return complain(w->wishes->state, "cannot be read; what was seen last must not be forgotten") == 0;
	w->last = kept->checkpoint;
	return true;
}

static int make_key(struct arena *arena, const struct wishes *wishes)
{
	struct note_signer signer;

	if (!note_name_is_valid(str_of(wishes->make_key)))
		return complain(wishes->make_key, "is no name for a key");
	if (access(wishes->key, F_OK) == 0)
		return complain(wishes->key, "exists already");
	note_signer_new(arena, str_of(wishes->make_key), NOTE_COSIGNATURE, &signer);
	struct str text = arena_printf(arena, "%.*s\n", STR_ARG(note_signer_text(arena, &signer)));
	if (key_file_replace(arena, str_of(wishes->key), text, 0600) != RC_OK)
		return EXIT_FAILED;
	printf("%.*s\n", STR_ARG(note_key_text(arena, &signer.key)));
	note_signer_wipe(&signer);
	return EXIT_OK;
}

/* --- one request --- */

static bool read_request(struct witness *w, struct str *bytes)
{
	if (w->wishes->url) {
		struct str url = arena_printf(w->arena, "%s/audit/checkpoint?old=%llu", w->wishes->url,
					      (unsigned long long)w->last.size);
		return ask(w->arena, url.at, NULL, bytes);
	}
	char *at = arena_alloc(w->arena, ANSWER_MOST, 1);
	*bytes = (struct str){at, fread(at, 1, ANSWER_MOST, stdin)};
	return bytes->len > 0 || complain("standard input", "is empty") == 0;
}

/* The log's note with our line. The state is on disk before anybody sees the line. */
static int answer(struct witness *w, const struct witness_request *request)
{
	struct str text = request->checkpoint.note.text;
	struct str line = note_sign(w->arena, &w->signer, text, moment_now());
	struct str note = arena_printf(w->arena, "%.*s%.*s", STR_ARG(request->note), STR_ARG(line));
	struct str said;

	if (key_file_replace(w->arena, str_of(w->wishes->state), note, 0600) != RC_OK)
		return EXIT_FAILED;
	if (!w->wishes->url) {
		printf("%.*s", STR_ARG(note));
		return fflush(stdout) == 0 ? EXIT_OK : EXIT_FAILED;
	}
	struct str url = arena_printf(w->arena, "%s/audit/cosignature", w->wishes->url);
	if (!ask(w->arena, url.at, &note, &said))
		return EXIT_FAILED;
	printf("cosigned %llu entries\n", (unsigned long long)request->checkpoint.checkpoint.size);
	return EXIT_OK;
}

static int run(struct arena *arena, const struct wishes *wishes)
{
	struct witness *w = ARENA_NEW(arena, struct witness);
	struct witness_request *request = ARENA_NEW(arena, struct witness_request);
	struct str bytes;

	w->arena = arena;
	w->wishes = wishes;
	if (!load(w) || !read_request(w, &bytes))
		return EXIT_FAILED;
	if (!witness_request_parse(arena, bytes, request))
		return complain("the request", "is not one");
	enum witness_answer verdict = witness_judge(request, w->log_keys.at, w->log_keys.count, &w->last);
	if (verdict != WITNESS_GROWN)
		return complain(witness_answer_text(verdict), NULL);
	int status = answer(w, request);
	note_signer_wipe(&w->signer);
	return status;
}

int witness_program_main(int argc, char **argv)
{
	struct wishes wishes = {0};
	struct option_row options[] = {
		{"key", 0, "FILE", "the witness's own private key", &wishes.key},
		{"log-key", 0, "FILE", "public keys of the log, as `muster audit keys` prints them", &wishes.log_key},
		{"state", 0, "FILE", "what was seen last; made at the first time", &wishes.state},
		{"url", 0, "ADDRESS", "the portal: fetch the checkpoint there and bring the cosignature back", &wishes.url},
		{"make-key", 0, "NAME", "write a new private key to --key and print the public one", &wishes.make_key},
		{.name = NULL},
	};
	const struct command command = {
		.name = "muster-witness",
		.usage = "--key FILE --log-key FILE --state FILE [--url ADDRESS]",
		.help = "Cosigns the checkpoints of an audit log, on a host that the log's keepers do not control. Without --url\n"
			"it reads one request from standard input and writes the cosigned checkpoint to standard output.\n"
			"It signs only a log that goes on from what it saw last; else it prints ALARM and ends with 1.",
		.options = options,
	};
	int status;

	log_start("muster-witness", LOG_WARN);
	if (command_parse(&command, argc, argv, &status) < 0)
		return status;
	struct arena *arena = arena_new(0);
	umask(077);
	if (wishes.key && wishes.make_key) {
		status = make_key(arena, &wishes);
	} else if (wishes.key && wishes.log_key && wishes.state) {
		status = run(arena, &wishes);
	} else {
		fputs("muster-witness: give --key, --log-key and --state; see --help\n", stderr);
		status = EXIT_USAGE;
	}
	arena_free(arena);
	return status;
}
