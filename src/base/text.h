#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <string.h>

#include "base/str.h"

/* A growing text in an arena: bodies, JSON, CSV. Growing never fails (see arena.h). */
struct text {
	struct arena *arena;
	char *at;
	size_t len;
	size_t room;
};

/* Initialise with: struct text t = TEXT_IN(arena); */
#define TEXT_IN(arena_) ((struct text){.arena = (arena_)})

/* What text_reserve does when there is no room. */
char *text_grow(struct text *text, size_t more) __attribute__((returns_nonnull));

/*
 * Makes room for more bytes and returns where they may be written; follow with text.len += written.
 * Inline, because pages are made of little else.
 */
static inline char *text_reserve(struct text *text, size_t more)
{
	return text->room - text->len > more ? text->at + text->len : text_grow(text, more);
}

static inline void text_add(struct text *text, struct str s)
{
	if (s.len == 0)
		return;
	memcpy(text_reserve(text, s.len), s.at, s.len);
	text->len += s.len;
}

void text_cstr(struct text *text, const char *s);
void text_char(struct text *text, char c);
void text_int(struct text *text, int64_t value);
void text_printf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Escaped for HTML element content and quoted attributes: & < > " ' */
void text_html(struct text *text, struct str s);
/* Escaped for one URL path segment or query value (RFC 3986 unreserved kept). */
void text_url(struct text *text, struct str s);
/* A JSON string with its quotes (RFC 8259); s must be UTF-8. */
void text_json(struct text *text, struct str s);

/* What has been written, followed by a NUL; valid until the next change. */
struct str text_str(struct text *text);

#endif
