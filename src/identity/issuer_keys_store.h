#ifndef IDENTITY_ISSUER_KEYS_STORE_H
#define IDENTITY_ISSUER_KEYS_STORE_H

#include "db/db.h"

struct issuer_keys {
	struct str document;         /* STR_NONE: none came yet */
	moment fetched_at;
	moment tried_at;
	moment next_due_at;
	struct str failure;          /* STR_NONE: the last request brought a set */
};
extern const struct record issuer_keys_record;

enum rc issuer_keys_find(struct db *db, struct arena *arena, struct str url, struct issuer_keys *out) MUST_CHECK;
/*
 * The right to ask the address now, for one process of all: granted when nobody has asked since `before`. RC_NOT_FOUND:
 * somebody has. Makes the row when there is none.
 */
enum rc issuer_keys_claim(struct db *db, struct str url, moment now, moment before) MUST_CHECK;
enum rc issuer_keys_keep(struct db *db, struct str url, struct str document, moment now, moment next_due_at) MUST_CHECK;
enum rc issuer_keys_fail(struct db *db, struct str url, struct str failure, moment next_due_at) MUST_CHECK;
/* Rows of addresses that are no longer set. */
enum rc issuer_keys_forget_others(struct db *db, struct str url) MUST_CHECK;

#endif
