#ifndef EXCHANGE_CONTENTS_H
#define EXCHANGE_CONTENTS_H

#include "base/config.h"
#include "exchange/package.h"

/*
 * The contents below files/ of paths.var, each under its SHA-256, as part of exports and backups: files/ab/cdef... and
 * files.jsonl, one line {"sha256":...,"bytes":...} for each, sorted.
 */

struct contents_summary {
	int64_t count, bytes;
	int64_t damaged;             /* left out, because they are not what their name says */
	struct digest index;         /* SHA-256 of files.jsonl */
};

/* Hashes of contents that are wanted, or looked for. */
struct contents_set;
struct contents_set *contents_set_new(struct arena *arena);
/* sha256: 32 bytes. */
void contents_set_add(struct contents_set *set, struct str sha256);
bool contents_set_has(const struct contents_set *set, struct str sha256);

/*
 * Writes them into the package; wanted NULL: all. Each is hashed on its way; damaged ones are named on standard error
 * and left out.
 */
enum rc contents_pack(const struct config *config, struct package *package,
		      const struct contents_set *wanted, struct contents_summary *out) MUST_CHECK;

/* How many of the set lie below files/ no more; each is named on standard error. */
int64_t contents_missing(struct arena *arena, const struct config *config, const struct contents_set *set);

/* Every line of folder/files.jsonl has its file and the file its hash. RC_INVALID: told on standard error. */
enum rc contents_check(struct arena *arena, const char *folder, const struct digest *index) MUST_CHECK;

/* Copies them to where they belong; hashed once more. */
enum rc contents_place(struct arena *arena, const struct config *config, const char *folder) MUST_CHECK;

/* Nothing is kept below files/. */
bool contents_is_empty(const struct config *config);

#endif
