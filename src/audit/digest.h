#ifndef AUDIT_DIGEST_H
#define AUDIT_DIGEST_H

#include "base/str.h"

/* SHA-256, by libcrypto because it uses the processor's own instructions. */

enum { DIGEST_BYTES = 32 };

struct digest {
	unsigned char at[DIGEST_BYTES];
};

/* Of all parts, one behind the other. Ends the process when the library refuses. */
struct digest digest_of(const struct str *parts, size_t count);
struct digest digest_of_one(struct str bytes);

bool digest_equal(const struct digest *a, const struct digest *b);
/* A view of its bytes. */
struct str digest_str(const struct digest *digest);
/* False when it has another length. */
bool digest_read(struct str bytes, struct digest *out);
/* 64 hexadecimal digits. */
struct str digest_hex(struct arena *arena, const struct digest *digest);
bool digest_read_hex(struct arena *arena, struct str text, struct digest *out);

#endif
