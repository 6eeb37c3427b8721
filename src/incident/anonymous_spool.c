#include "incident/anonymous_spool.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/random.h"
#include "incident/anonymous.h"
#include "incident/report_answers.h"
#include "incident/report_spool.h"

/* What an anonymous report can hold; times and ids beside them. */
static const char *const kept_fields[] = {"register",         "report_type", "source",
					  "establishment_id", "area_id",     "department_id",
					  "project_id",       "title",       "specific_location",
					  "description",      "occurred_at", NULL};

static const char *public_path(struct arena *arena, const struct config *config)
{
	return arena_printf(arena, "%s.pub", config_path(arena, config, "anonymous.spool_key_file").at).at;
}

/* Written beside and renamed, so that nobody sees half a key. */
static enum rc write_key(struct arena *arena, const char *path, mode_t mode, const unsigned char *bytes,
			 size_t len)
{
	const char *beside = arena_printf(arena, "%s.new", path).at;
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
	bool is_written = fd >= 0 && write(fd, bytes, len) == (ssize_t)len && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	if (!is_written || rename(beside, path) != 0)
		return FAULT("spool.key", "errno=%d", errno);
	return RC_OK;
}

/* The pair that belongs to the seed in the worker's file. */
static enum rc key_pair(struct arena *arena, const struct config *config, unsigned char *public_key,
			unsigned char *secret_key)
{
	struct str seed;
	enum rc rc = file_read(arena, config_path(arena, config, "anonymous.spool_key_file").at, 1024, &seed);

	if (rc == RC_OK && (seed.len != crypto_box_SEEDBYTES || sodium_init() < 0))
		rc = FAULT("spool.key", "the worker's key is no key");
	if (rc == RC_OK)
		crypto_box_seed_keypair(public_key, secret_key, (const unsigned char *)seed.at);
	return rc;
}

enum rc anonymous_spool_keys(struct arena *arena, const struct config *config)
{
	unsigned char seed[crypto_box_SEEDBYTES], public_key[crypto_box_PUBLICKEYBYTES],
		secret_key[crypto_box_SECRETKEYBYTES];
	const char *path = config_path(arena, config, "anonymous.spool_key_file").at;
	enum rc rc = RC_OK;

	if (access(path, F_OK) != 0) {
		random_bytes(seed, sizeof seed);
		rc = write_key(arena, path, 0600, seed, sizeof seed);
		sodium_memzero(seed, sizeof seed);
	}
	if (rc != RC_OK || access(public_path(arena, config), F_OK) == 0)
		return rc;
	rc = key_pair(arena, config, public_key, secret_key);
	sodium_memzero(secret_key, sizeof secret_key);
	return rc == RC_OK ? write_key(arena, public_path(arena, config), 0640, public_key, sizeof public_key)
			   : rc;
}

static void put_number(struct answers *answers, const char *name, int64_t value)
{
	answers_set(answers, name, arena_printf(answers->arena, "%lld", (long long)value));
}

static struct str filing_json(struct arena *arena, const struct anonymous_filing *filing)
{
	struct answers answers = ANSWERS_IN(arena);

	for (const char *const *name = kept_fields; *name; name++)
		answers_set(&answers, *name,
			    field_text(arena, record_field(&incident_record, str_of(*name)),
				       &filing->report.incident));
	for (size_t i = 0; i < filing->report.attachment_count; i++)
		answers_add_file(&answers, &filing->report.attachments[i]);
	put_number(&answers, "kept.organization", filing->organization_id);
	put_number(&answers, "kept.link", filing->link_id);
	answers_set(&answers, "kept.submission", filing->submission);
	answers_set(&answers, "kept.receipt", hex(arena, filing->receipt_hash));
	answers_set(&answers, "kept.token", hex(arena, filing->token_hash));
	answers_set(&answers, "kept.filed", day_text(arena, filing->filed_on));
	answers_set(&answers, "kept.expires", day_text(arena, filing->expires_on));
	return answers_json(arena, &answers);
}

/* When it was kept is told by the day only. */
static enum rc forget_time(struct arena *arena, const struct config *config,
			   const struct anonymous_filing *filing)
{
	const struct timespec start = {.tv_sec = (time_t)filing->filed_on * (time_t)(DAYS(1) / SECONDS(1))};
	const struct timespec times[2] = {start, start};
	struct str path = report_spool_path(arena, config, ANONYMOUS_SPOOL_KIND, filing->submission);

	/* The worker may have taken it already. */
	if (utimensat(AT_FDCWD, path.at, times, 0) != 0 && errno != ENOENT)
		return FAULT("spool.times", "errno=%d", errno);
	return RC_OK;
}

enum rc anonymous_spool_put(struct arena *arena, const struct config *config,
			    const struct anonymous_filing *filing)
{
	struct str key, plain = anonymous_pad(arena, filing_json(arena, filing));

	if (file_read(arena, public_path(arena, config), 1024, &key) != RC_OK ||
	    key.len != crypto_box_PUBLICKEYBYTES || sodium_init() < 0)
		return RC_UNAVAILABLE;
	size_t len = plain.len + crypto_box_SEALBYTES;
	unsigned char *sealed = arena_alloc(arena, len, 1);
	if (crypto_box_seal(sealed, (const unsigned char *)plain.at, plain.len,
			    (const unsigned char *)key.at) != 0)
		return FAULT("spool.seal", "the public key is no key");
	enum rc rc = report_spool_keep(arena, config, ANONYMOUS_SPOOL_KIND, filing->submission,
				       (struct str){(const char *)sealed, len});
	return rc == RC_OK ? forget_time(arena, config, filing) : rc;
}

static int64_t number_of(const struct answers *answers, const char *name)
{
	int64_t value = 0;

	return str_to_int(answers_get(answers, name), 0, INT64_MAX, &value) ? value : 0;
}

static enum rc fill_filing(struct arena *arena, const struct answers *answers,
			   struct anonymous_filing *filing)
{
	struct incident *incident = &filing->report.incident;

	*filing = (struct anonymous_filing){
		.organization_id = number_of(answers, "kept.organization"),
		.link_id = number_of(answers, "kept.link"),
		.submission = answers_get(answers, "kept.submission"),
		.receipt_hash = sha256_read(arena, answers_get(answers, "kept.receipt")),
		.token_hash = sha256_read(arena, answers_get(answers, "kept.token")),
	};
	if (!filing->receipt_hash.at || !filing->token_hash.at || !uuid_is_valid(filing->submission) ||
	    !day_parse(answers_get(answers, "kept.filed"), &filing->filed_on) ||
	    !day_parse(answers_get(answers, "kept.expires"), &filing->expires_on))
		return RC_INVALID;
	record_clear(&incident_record, incident);
	answers_row(answers, &incident_record, kept_fields, "", NULL,
		    (moment)(filing->filed_on + 1) * DAYS(1), incident);
	incident->reporting = REPORTING_ANONYMOUS;
	incident->is_time_known = false;
	incident->description = anonymous_pad(arena, incident->description);
	filing->report.attachments = answers_files(answers, &filing->report.attachment_count);
	return RC_OK;
}

enum rc anonymous_spool_open(struct arena *arena, const struct config *config, struct str sealed,
			     struct anonymous_filing *filing)
{
	unsigned char public_key[crypto_box_PUBLICKEYBYTES], secret_key[crypto_box_SECRETKEYBYTES];
	struct answers *answers = ARENA_NEW(arena, struct answers);

	if (sealed.len < crypto_box_SEALBYTES)
		return RC_INVALID;
	enum rc rc = key_pair(arena, config, public_key, secret_key);
	if (rc != RC_OK)
		return rc;
	size_t len = sealed.len - crypto_box_SEALBYTES;
	unsigned char *plain = arena_alloc(arena, len + 1, 1);
	int status = crypto_box_seal_open(plain, (const unsigned char *)sealed.at, sealed.len, public_key,
					  secret_key);
	sodium_memzero(secret_key, sizeof secret_key);
	if (status != 0)
		return RC_INVALID;
	*answers = ANSWERS_IN(arena);
	rc = answers_parse(arena, str_trim((struct str){(const char *)plain, len}), answers);
	return rc == RC_OK ? fill_filing(arena, answers, filing) : rc;
}
