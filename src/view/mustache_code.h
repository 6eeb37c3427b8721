#ifndef VIEW_MUSTACHE_CODE_H
#define VIEW_MUSTACHE_CODE_H

#include "view/mustache.h"

/* The compiled form, shared by mustache_parse.c, mustache_render.c and wording.c only. */

enum mustache_op {
	OP_TEXT,      /* text */
	OP_VALUE,     /* path, escaped */
	OP_RAW,       /* path, {{{x}}} or {{&x}} */
	OP_SECTION,   /* path; body up to end; text is the raw source */
	OP_INVERTED,  /* path; body up to end */
	OP_PARTIAL,   /* text is the name, or path when dynamic */
	OP_PARENT,    /* the same; body holds OP_BLOCK only: the arguments */
	OP_BLOCK,     /* text is the name; body up to end is the default, or the argument */
	OP_PLURAL,    /* path is the number; body holds one OP_FORM for each plural form */
	OP_FORM,      /* body up to end */
};

/* How a partial, parent or block stands in its line; decides indentation. */
enum mustache_place {
	PLACE_INLINE,      /* after other text */
	PLACE_LINE_START,  /* first in its line, other text behind it; indent was taken out of the text */
	PLACE_ALONE,       /* alone; the line itself is gone */
};

struct mustache_path {
	struct mustache_name *names;
	size_t count;               /* 0: the implicit iterator {{.}} */
};

struct instruction {
	enum mustache_op op;
	enum mustache_place place;
	bool is_dynamic;
	size_t end;                 /* index behind the body */
	struct str text;
	struct str indent;
	struct mustache_path path;
	struct str open, close;     /* delimiters of a section, for lambdas */
	struct mustache *target;    /* a partial that was found before */
};

struct mustache {
	struct instruction *code;
	size_t count;
	const struct mustache_dialect *dialect;
};

/* mustache_compile with other delimiters at the start. */
enum rc mustache_compile_with(struct arena *arena, struct str source, struct str open, struct str close,
			      const struct mustache_dialect *dialect, struct mustache **out,
			      struct mustache_error *error) MUST_CHECK;

#endif
