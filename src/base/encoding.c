#include "base/encoding.h"

#include "base/text.h"

enum { REPLACEMENT = 0xFFFD };

/* Windows-1252 from 0x80 to 0x9F; the rest is as in Unicode. 0: undefined. */
static const uint16_t windows_1252[32] = {
	0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
	0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static void add_point(struct text *out, uint32_t point)
{
	if (point < 0x80) {
		text_char(out, (char)point);
		return;
	}
	if (point < 0x800) {
		text_char(out, (char)(0xC0 | point >> 6));
	} else {
		if (point < 0x10000) {
			text_char(out, (char)(0xE0 | point >> 12));
		} else {
			text_char(out, (char)(0xF0 | point >> 18));
			text_char(out, (char)(0x80 | (point >> 12 & 0x3F)));
		}
		text_char(out, (char)(0x80 | (point >> 6 & 0x3F)));
	}
	text_char(out, (char)(0x80 | (point & 0x3F)));
}

static struct str from_windows_1252(struct arena *arena, struct str bytes)
{
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < bytes.len; i++) {
		unsigned char c = (unsigned char)bytes.at[i];
		uint32_t point = c;
		if (c >= 0x80 && c < 0xA0)
			point = windows_1252[c - 0x80] ? windows_1252[c - 0x80] : REPLACEMENT;
		add_point(&out, point);
	}
	return text_str(&out);
}

static uint32_t unit_at(struct str bytes, size_t i, bool is_big)
{
	unsigned char a = (unsigned char)bytes.at[i], b = (unsigned char)bytes.at[i + 1];
	return is_big ? (uint32_t)(a << 8 | b) : (uint32_t)(b << 8 | a);
}

static struct str from_utf16(struct arena *arena, struct str bytes, bool is_big)
{
	struct text out = TEXT_IN(arena);

	for (size_t i = 2; i + 1 < bytes.len; i += 2) {
		uint32_t point = unit_at(bytes, i, is_big);
		if (point >= 0xD800 && point < 0xDC00 && i + 3 < bytes.len) {
			uint32_t low = unit_at(bytes, i + 2, is_big);
			if (low >= 0xDC00 && low < 0xE000) {
				point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
				i += 2;
			}
		}
		if (point >= 0xD800 && point < 0xE000)
			point = REPLACEMENT;
		add_point(&out, point);
	}
	return text_str(&out);
}

struct str encoding_utf8(struct arena *arena, struct str bytes)
{
	if (str_starts(bytes, STR("\xFF\xFE")))
		return from_utf16(arena, bytes, false);
	if (str_starts(bytes, STR("\xFE\xFF")))
		return from_utf16(arena, bytes, true);
	return str_is_utf8(bytes) ? bytes : from_windows_1252(arena, bytes);
}
