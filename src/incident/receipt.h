#ifndef INCIDENT_RECEIPT_H
#define INCIDENT_RECEIPT_H

#include "base/str.h"

/*
 * The way back of an anonymous reporter: sixteen random digits (53 bits) to be written down or told by
 * telephone, followed by a check digit against slips, and a link with a 256-bit token. Neither is stored,
 * only what can be made of them again; nobody can find or re-issue them.
 */

enum { RECEIPT_DIGITS = 16, RECEIPT_KEY_BYTES = 16 };

/* "4832190755610284" from the kernel's random numbers. */
struct str receipt_new(struct arena *arena);

/* As it is shown and written down: "4832 1907 5561 0284-3". */
struct str receipt_text(struct arena *arena, struct str digits);

/*
 * As people type it: blanks, dashes and dots anywhere, with or without the check digit. False when there are
 * not so many digits, something else stands among them, or the check digit does not fit.
 */
bool receipt_parse(struct arena *arena, struct str typed, struct str *digits);

/*
 * What is stored: Argon2id with the installation's key as salt, so that the row can be found again. About
 * 40 ms, 19 MiB. 32 bytes.
 */
struct str receipt_hash(struct arena *arena, const unsigned char key[RECEIPT_KEY_BYTES], struct str digits);

#endif
