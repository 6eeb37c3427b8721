#include "base/str.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

struct str str_of(const char *text)
{
	return (struct str){text, text ? strlen(text) : 0};
}

bool str_equal(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool str_is(struct str a, const char *b)
{
	return str_equal(a, str_of(b));
}

bool str_equal_nocase(struct str a, struct str b)
{
	return a.len == b.len && (a.len == 0 || strncasecmp(a.at, b.at, a.len) == 0);
}

bool str_starts(struct str s, struct str prefix)
{
	return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.at, prefix.at, prefix.len) == 0);
}

bool str_ends(struct str s, struct str suffix)
{
	return s.len >= suffix.len && str_equal(str_slice(s, s.len - suffix.len, suffix.len), suffix);
}

ptrdiff_t str_find(struct str s, struct str wanted)
{
	if (wanted.len == 0)
		return 0;
	if (s.len < wanted.len)
		return -1;
	const char *hit = memmem(s.at, s.len, wanted.at, wanted.len);
	return hit ? hit - s.at : -1;
}

int str_compare(struct str a, struct str b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order = shorter ? memcmp(a.at, b.at, shorter) : 0;
	if (order)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

struct str str_slice(struct str s, size_t from, size_t len)
{
	if (!s.at)
		return s;
	if (from > s.len)
		from = s.len;
	if (len > s.len - from)
		len = s.len - from;
	return (struct str){s.at + from, len};
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s)
{
	while (s.len && is_space(s.at[0])) {
		s.at++;
		s.len--;
	}
	while (s.len && is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

bool str_split(struct str *rest, char separator, struct str *part)
{
	if (!rest->at)
		return false;
	const char *hit = rest->len ? memchr(rest->at, separator, rest->len) : NULL;
	if (!hit) {
		*part = *rest;
		*rest = STR_NONE;
		return true;
	}
	size_t len = (size_t)(hit - rest->at);
	*part = (struct str){rest->at, len};
	*rest = (struct str){hit + 1, rest->len - len - 1};
	return true;
}

bool str_take(struct str *s, char c)
{
	if (s->len == 0 || s->at[0] != c)
		return false;
	s->at++;
	s->len--;
	return true;
}

bool str_to_int(struct str s, int64_t min, int64_t max, int64_t *out)
{
	bool negative = s.len && s.at[0] == '-';
	size_t i = negative;
	int64_t value = 0;

	if (i == s.len)
		return false;
	for (; i < s.len; i++) {
		int digit = s.at[i] - '0';
		if (digit < 0 || digit > 9)
			return false;
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, digit, &value))
			return false;
	}
	/* Counted downwards, because INT64_MIN has no positive twin. */
	if (!negative && __builtin_sub_overflow((int64_t)0, value, &value))
		return false;
	if (value < min || value > max)
		return false;
	*out = value;
	return true;
}

/* Length in bytes of the code point at s, or 0 when it is malformed (RFC 3629, table in section 4). */
static size_t utf8_length(const unsigned char *s, size_t left)
{
	if (s[0] < 0x80)
		return s[0] ? 1 : 0;
	size_t len = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
	if (s[0] < 0xC2 || s[0] > 0xF4 || left < len)
		return 0;
	unsigned char low = s[0] == 0xE0 ? 0xA0 : s[0] == 0xF0 ? 0x90 : 0x80;
	unsigned char high = s[0] == 0xED ? 0x9F : s[0] == 0xF4 ? 0x8F : 0xBF;
	if (s[1] < low || s[1] > high)
		return 0;
	for (size_t i = 2; i < len; i++)
		if ((s[i] & 0xC0) != 0x80)
			return 0;
	return len;
}

bool str_is_utf8(struct str s)
{
	for (size_t i = 0; i < s.len;) {
		size_t len = utf8_length((const unsigned char *)s.at + i, s.len - i);
		if (len == 0)
			return false;
		i += len;
	}
	return true;
}

size_t str_points(struct str s)
{
	size_t count = 0;
	for (size_t i = 0; i < s.len; i++)
		count += ((unsigned char)s.at[i] & 0xC0) != 0x80;
	return count;
}

static char *copy(struct arena *arena, struct str s, size_t extra)
{
	char *at = arena_alloc(arena, s.len + extra + 1, 1);
	if (s.len)
		memcpy(at, s.at, s.len);
	return at;
}

struct str arena_str(struct arena *arena, struct str s)
{
	if (!s.at)
		return s;
	return (struct str){copy(arena, s, 0), s.len};
}

const char *arena_cstr(struct arena *arena, struct str s)
{
	return copy(arena, s, 0);
}

struct str arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;

	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	assert(len >= 0);
	char *at = arena_alloc(arena, (size_t)len + 1, 1);
	vsnprintf(at, (size_t)len + 1, format, args);
	return (struct str){at, (size_t)len};
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct str made = arena_vprintf(arena, format, args);
	va_end(args);
	return made;
}

struct str arena_concat(struct arena *arena, struct str a, struct str b)
{
	char *at = copy(arena, a, b.len);
	if (b.len)
		memcpy(at + a.len, b.at, b.len);
	return (struct str){at, a.len + b.len};
}

struct str arena_lower(struct arena *arena, struct str s)
{
	char *at = copy(arena, s, 0);
	for (size_t i = 0; i < s.len; i++)
		if (at[i] >= 'A' && at[i] <= 'Z')
			at[i] = (char)(at[i] + 32);
	return (struct str){at, s.len};
}
