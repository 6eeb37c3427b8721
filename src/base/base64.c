#include "base/base64.h"

#include <sodium.h>
#include <string.h>

static struct str encode(struct arena *arena, struct str bytes, int variant)
{
	size_t room = sodium_base64_encoded_len(bytes.len, variant);
	char *at = arena_alloc(arena, room, 1);

	sodium_bin2base64(at, room, (const unsigned char *)bytes.at, bytes.len, variant);
	return (struct str){at, room - 1};
}

/* Reading back what was read shows whether the text was written in the one right way. */
static bool decode(struct arena *arena, struct str text, int variant, struct str *out)
{
	unsigned char *at = arena_alloc(arena, text.len + 1, 1);
	size_t len = 0;

	if (sodium_base642bin(at, text.len, text.at ? text.at : "", text.len, NULL, &len, NULL, variant) != 0)
		return false;
	*out = (struct str){(const char *)at, len};
	return str_equal(encode(arena, *out, variant), text) || text.len == 0;
}

struct str base64(struct arena *arena, struct str bytes)
{
	return encode(arena, bytes, sodium_base64_VARIANT_ORIGINAL);
}

struct str base64_url(struct arena *arena, struct str bytes)
{
	return encode(arena, bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool base64_bytes(struct arena *arena, struct str text, struct str *out)
{
	return decode(arena, text, sodium_base64_VARIANT_ORIGINAL, out);
}

bool base64_url_bytes(struct arena *arena, struct str text, struct str *out)
{
	return decode(arena, text, sodium_base64_VARIANT_URLSAFE_NO_PADDING, out);
}

bool base64_hex_bytes(struct arena *arena, struct str text, struct str *out)
{
	static const char digits[] = "0123456789abcdef";
	char *at = arena_alloc(arena, text.len / 2 + 1, 1);

	if (text.len % 2)
		return false;
	for (size_t i = 0; i < text.len; i += 2) {
		const char *high = memchr(digits, text.at[i], 16), *low = memchr(digits, text.at[i + 1], 16);
		if (!high || !low)
			return false;
		at[i / 2] = (char)((high - digits) << 4 | (low - digits));
	}
	*out = (struct str){at, text.len / 2};
	return true;
}
