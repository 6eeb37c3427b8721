#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/str.h"

/* Bytes as text and back (RFC 4648), in the arena. */

/* With + / and padding. */
struct str base64(struct arena *arena, struct str bytes);
/* With - _ and without padding: for addresses and codes. */
struct str base64_url(struct arena *arena, struct str bytes);
/* False for anything that the functions above would not have written. */
bool base64_bytes(struct arena *arena, struct str text, struct str *out);
bool base64_url_bytes(struct arena *arena, struct str text, struct str *out);
/* The bytes of lower-case hexadecimal digits. */
bool base64_hex_bytes(struct arena *arena, struct str text, struct str *out);

#endif
