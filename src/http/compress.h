#ifndef HTTP_COMPRESS_H
#define HTTP_COMPRESS_H

#include "base/text.h"

/*
 * Pages leave the process compressed: less than half the work that the web server would have with them, and a
 * sixth of the bytes on their way to it.
 */

/* An Accept-Encoding (RFC 9110, 12.5.3) that takes gzip. */
bool compress_is_accepted(struct str accept_encoding);
/* Appends bytes as a gzip file (RFC 1952); false, and nothing, when that would not be shorter. */
bool compress_gzip(struct str bytes, struct text *out);

#endif
