#include "base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

char *text_grow(struct text *text, size_t more)
{
	assert(more < SIZE_MAX / 4 && text->len < SIZE_MAX / 4);
	size_t room = text->room ? text->room * 2 : 256;
	while (room - text->len <= more)
		room *= 2;
	text->at = arena_grow(text->arena, text->at, text->len, room);
	text->room = room;
	return text->at + text->len;
}

void text_cstr(struct text *text, const char *s)
{
	text_add(text, str_of(s));
}

void text_char(struct text *text, char c)
{
	*text_reserve(text, 1) = c;
	text->len++;
}

void text_int(struct text *text, int64_t value)
{
	char digits[20], *at = digits + sizeof digits;
	uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;

	do {
		*--at = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (value < 0)
		*--at = '-';
	text_add(text, (struct str){at, (size_t)(digits + sizeof digits - at)});
}

void text_printf(struct text *text, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	assert(len >= 0);
	vsnprintf(text_reserve(text, (size_t)len + 1), (size_t)len + 1, format, again);
	va_end(again);
	text->len += (size_t)len;
}

void text_html(struct text *text, struct str s)
{
	static const struct str escapes[] = {
		STR_INIT(""), STR_INIT("&amp;"), STR_INIT("&lt;"), STR_INIT("&gt;"), STR_INIT("&quot;"), STR_INIT("&#39;"),
	};
	static const unsigned char escape_of[256] = {['&'] = 1, ['<'] = 2, ['>'] = 3, ['"'] = 4, ['\''] = 5};
	size_t from = 0;

	for (size_t i = 0; i < s.len; i++) {
		unsigned char escape = escape_of[(unsigned char)s.at[i]];
		if (!escape)
			continue;
		text_add(text, (struct str){s.at + from, i - from});
		text_add(text, escapes[escape]);
		from = i + 1;
	}
	text_add(text, (struct str){s.at + from, s.len - from});
}

static bool is_unreserved(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
	       c == '.' || c == '_' || c == '~';
}

void text_url(struct text *text, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (is_unreserved(c))
			text_char(text, (char)c);
		else
			text_printf(text, "%%%02X", c);
	}
}

void text_json(struct text *text, struct str s)
{
	static const char *const escapes[256] = {
		['"'] = "\\\"", ['\\'] = "\\\\", ['\b'] = "\\b", ['\f'] = "\\f",
		['\n'] = "\\n", ['\r'] = "\\r",  ['\t'] = "\\t",
	};
	size_t from = 0;

	text_char(text, '"');
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (!escapes[c] && c >= 0x20)
			continue;
		text_add(text, str_slice(s, from, i - from));
		if (escapes[c])
			text_cstr(text, escapes[c]);
		else
			text_printf(text, "\\u%04x", c);
		from = i + 1;
	}
	text_add(text, str_slice(s, from, s.len - from));
	text_char(text, '"');
}

struct str text_str(struct text *text)
{
	*text_reserve(text, 1) = '\0';
	return (struct str){text->at, text->len};
}
