#ifndef EVENT_SMS_TEXT_H
#define EVENT_SMS_TEXT_H

#include "base/str.h"

/* Short messages: numbers, and what fits into how many segments (3GPP TS 23.038, 23.040). */

/*
 * "+12025550123" (E.164) from what people type: blanks, brackets, hyphens, dots and slashes are dropped, "00" stands for
 * "+", a number without either gets the calling code of the setting and loses its 0. False: no such number.
 */
bool sms_number(struct arena *arena, struct str typed, struct str calling_code, struct str *out);

/* "+1 ... 0123" for pages: enough to know it by. */
struct str sms_number_hint(struct arena *arena, struct str number);

struct sms_size {
	bool is_ucs2;                /* holds a character outside GSM 7 bit */
	size_t units;                /* septets, or 16-bit units */
	size_t segments;             /* 0: empty */
};
struct sms_size sms_size(struct str text);

/*
 * The text on one line, with typographic characters and letters that GSM 7 bit lacks replaced by their nearest where
 * there is one, and cut with "..." at a character so that it has at most `segments`. text must be UTF-8.
 */
struct str sms_fit(struct arena *arena, struct str text, size_t segments);

#endif
