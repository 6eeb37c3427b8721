#include "view/marked.h"

#include <strings.h>

enum { WORD_LEAST = 3 };

/* Bytes of other scripts than ASCII belong to words. */
static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80);
}

static size_t word_len(struct str s, size_t at)
{
	size_t end = at;

	while (end < s.len && is_word_byte(s.at[end]))
		end++;
	return end - at;
}

/* Bytes at the start of text that a searched word stands for, the longest; 0: none. */
static size_t hit_len(struct str text, struct str searched)
{
	size_t best = 0;

	for (size_t at = 0; at < searched.len;) {
		size_t len = word_len(searched, at);
		bool is_hit = len >= WORD_LEAST && len <= text.len && strncasecmp(searched.at + at, text.at, len) == 0;
		if (is_hit && len > best)
			best = len;
		at += len ? len : 1;
	}
	return best;
}

struct str marked_html(struct arena *arena, struct str text, struct str searched)
{
	struct text out = TEXT_IN(arena);

	if (!searched.len) {
		text_html(&out, text);
		return text_str(&out);
	}
	for (size_t at = 0; at < text.len;) {
		size_t len = word_len(text, at), hit = len ? hit_len(str_slice(text, at, len), searched) : 0;
		if (hit) {
			text_cstr(&out, "<mark>");
			text_html(&out, str_slice(text, at, hit));
			text_cstr(&out, "</mark>");
		}
		size_t next = at + (len ? len : 1);
		text_html(&out, str_slice(text, at + hit, next - at - hit));
		at = next;
	}
	return text_str(&out);
}
