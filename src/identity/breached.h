#ifndef IDENTITY_BREACHED_H
#define IDENTITY_BREACHED_H

#include "base/config.h"

/*
 * Passwords that are known from break-ins elsewhere, in the formats in which such lists are given out: one file with the
 * SHA-1 of each as 40 hexadecimal digits a line, sorted, what follows (":count") does not matter; or a folder of ranges,
 * each named by the first five digits (with or without ".txt") and holding the other 35, sorted. Nothing leaves the house.
 */

/* NULL: not known, or no list is set; else why the password is refused, in English. An unreadable list is logged. */
const char *breached_refusal(struct arena *arena, const struct config *config, struct str password);

/* The same for one path. RC_NOT_FOUND: not in it. RC_OK: it is. RC_FAULT (logged): cannot be read. */
enum rc breached_find(struct arena *arena, struct str path, struct str password) MUST_CHECK;

#endif
