#ifndef IDENTITY_RECOVERY_H
#define IDENTITY_RECOVERY_H

#include "base/str.h"

/* Codes on paper that stand in for the authenticator app, each once. */

enum { RECOVERY_CODES = 10 };

/* 80 random bits as "XXXX-XXXX-XXXX-XXXX" of 32 signs that are not mistaken for each other. */
struct str recovery_code_new(struct arena *arena);
/* What is stored of a code: SHA-256 over the account and the code, however it was typed. */
struct str recovery_hash(struct arena *arena, int64_t account_id, struct str code);

#endif
