#ifndef IDENTITY_PASSWORD_H
#define IDENTITY_PASSWORD_H

#include "base/str.h"

enum { PASSWORD_LEAST = 10, PASSWORD_MOST = 200 };

/* Argon2id string of a password (about 40 ms, 19 MiB). */
struct str password_hash(struct arena *arena, struct str password);

/*
 * True when the password fits the stored string. stored may be STR_NONE (no such account): then the same
 * work is done and the answer is false, so that time does not tell who has an account.
 */
bool password_fits(struct arena *arena, struct str stored, struct str password);

/* The stored string was made with weaker settings than today's. */
bool password_needs_rehash(struct arena *arena, struct str stored);

/* NULL when acceptable, else why not, in English: length, or one of the words an attacker tries first. */
const char *password_refusal(struct str password, struct str login);

/* Seconds to wait before another attempt is looked at, after so many failures in a row: 0 for the first four,
 * at most 300. */
int64_t password_delay(int64_t failures);

#endif
