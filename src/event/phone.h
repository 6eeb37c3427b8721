#ifndef EVENT_PHONE_H
#define EVENT_PHONE_H

#include "event/phone_store.h"

/* Confirming a mobile number by a code that is sent there. Pure. */

enum {
	PHONE_CODE_DIGITS = 6,
	PHONE_CODE_MINUTES = 10,
	PHONE_TRIES = 5,             /* wrong codes, then another one has to be sent */
	PHONE_CODES_A_DAY = 5,
	PHONE_WAIT_SECONDS = 60,     /* between two codes */
};

/* Six random digits. */
struct str phone_code(struct arena *arena);

/* NULL: a code may be sent now; else why not, for the catalogue. before NULL: none was sent yet. */
const char *phone_send_refusal(const struct account_phone *before, moment now);
/* The number with a fresh code; what was confirmed is no more. before may be NULL. */
struct account_phone phone_with_code(struct arena *arena, const struct account_phone *before, struct str number,
				     struct str code, moment now);

/* What a typed code does: sets *after. NULL: confirmed, else what is wrong, for the catalogue. */
const char *phone_try(struct arena *arena, const struct account_phone *phone, struct str typed, moment now,
		      struct account_phone *after);

#endif
