#ifndef HTTP_URLENCODED_H
#define HTTP_URLENCODED_H

#include "http/request.h"

/*
 * Replaces %XX (and + by a space where plus is set). False when a % is not followed by two hexadecimal
 * digits.
 */
bool urlencoded_decode(struct arena *arena, struct str text, bool plus, struct str *out) MUST_CHECK;

/*
 * application/x-www-form-urlencoded (WHATWG URL, section 5.1) into decoded pairs in their order.
 * RC_BAD_REQUEST: broken escape, or a name or value that is not UTF-8 or holds a NUL. RC_TOO_LARGE: more than
 * most pairs. Values are never STR_NONE.
 */
enum rc urlencoded_parse(struct arena *arena, struct str text, size_t most, struct pairs *out) MUST_CHECK;

#endif
