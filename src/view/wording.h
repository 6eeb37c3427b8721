#ifndef VIEW_WORDING_H
#define VIEW_WORDING_H

#include "base/text.h"

/*
 * Words that people write with named facts in them, as plain text: mustache of {{name}},
 * {{#name}}...{{/name}} and
 * {{^name}}...{{/name}}. Nothing but the facts that are given can be reached.
 */

struct wording_fact {
	const char *name;
	struct str value; /* empty: false in a section */
};

/* What the words ask for, in the order of the text. */
enum wording_use {
	WORDING_VALUE, /* {{name}} */
	WORDING_TEST,  /* {{#name}}, {{^name}} */
	WORDING_RAW,   /* {{{name}}}, {{&name}} */
	WORDING_OTHER, /* a partial, a parent or a block of that name: it would show nothing */
};
/* RC_INVALID: braces or sections do not fit together; *line says where, from 1. */
enum rc wording_visit(struct arena *arena, struct str words,
		      void (*see)(void *closure, enum wording_use use, struct str name), void *closure,
		      size_t *line) MUST_CHECK;

/* The facts put in as they are: whoever makes HTML of it escapes all of it. RC_INVALID: as above. */
enum rc wording_render(struct arena *arena, struct str words, const struct wording_fact *facts, size_t count,
		       struct str *out) MUST_CHECK;

#endif
