#include "http/urlencoded.h"

#include <string.h>

#include "http/pairs.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool urlencoded_decode(struct arena *arena, struct str text, bool plus, struct str *out)
{
	if (text.len == 0) {
		*out = STR("");
		return true;
	}
	bool is_plain = !memchr(text.at, '%', text.len) && !(plus && memchr(text.at, '+', text.len));
	if (is_plain) {
		*out = text;
		return true;
	}

	char *at = arena_alloc(arena, text.len + 1, 1);
	size_t len = 0;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (c == '%') {
			int high = i + 2 < text.len ? hex_digit(text.at[i + 1]) : -1;
			int low = i + 2 < text.len ? hex_digit(text.at[i + 2]) : -1;
			if (high < 0 || low < 0)
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		}
		at[len++] = c;
	}
	*out = (struct str){at, len};
	return true;
}

enum rc urlencoded_parse(struct arena *arena, struct str text, size_t most, struct pairs *out)
{
	struct str part, name, value;

	*out = (struct pairs){0};
	while (str_split(&text, '&', &part)) {
		if (part.len == 0)
			continue;
		if (out->count >= most)
			return RC_TOO_LARGE;
		struct str rest = part;
		if (!str_split(&rest, '=', &name))
			continue;
		if (!urlencoded_decode(arena, name, true, &name) ||
		    !urlencoded_decode(arena, rest, true, &value))
			return RC_BAD_REQUEST;
		if (!str_is_utf8(name) || !str_is_utf8(value))
			return RC_BAD_REQUEST;
		pairs_add(arena, out, name, value);
	}
	return RC_OK;
}
