#ifndef VIEW_MUSTACHE_H
#define VIEW_MUSTACHE_H

#include "base/text.h"
#include "view/catalogue.h"
#include "view/name_hash.h"

/*
 * The mustache engine: mustache 1.4 with inheritance, dynamic names and lambdas.
 * A template is compiled once into a flat array of instructions and run against
 * any data that can answer the questions of struct mustache_source.
 * Pages use view.h; this header is for view/ itself and the tests.
 */

/* One part of a dotted name. The memo belongs to the source: where it found this name last. */
struct mustache_name {
	struct str text;
	uint32_t hash;              /* name_hash(text) */
	struct {
		const void *in;     /* e.g. a record's table */
		const void *found;  /* e.g. the field, NULL when it has none */
	} memo[2];
	unsigned memo_next;
};

enum mustache_kind {
	MUSTACHE_SCALAR,  /* written; entered by a section when is_true says so */
	MUSTACHE_OBJECT,  /* has members; always true */
	MUSTACHE_LIST,    /* a section runs once for each item */
	MUSTACHE_LAMBDA,  /* a section hands its raw text over; the answer is run as a template */
};

/* What the data gave for a name. Only kind and count mean something to the engine. */
struct mustache_value {
	enum mustache_kind kind;
	uint16_t form;              /* the source's own, as are at and with */
	size_t count;               /* items of a list */
	const void *at;
	const void *with;
};

/* Data. self is handed back with every question. */
struct mustache_source {
	/* The member of a value; false when it has none of that name. */
	bool (*member)(void *self, const struct mustache_value *of, struct mustache_name *name,
		       struct mustache_value *out);
	/* Item index (below count) of a list. */
	void (*item)(void *self, const struct mustache_value *list, size_t index, struct mustache_value *out);
	/* Whether a section of a scalar is run. */
	bool (*is_true)(void *self, const struct mustache_value *scalar);
	/* Appends the value; escaped, or as it is when raw is true and the source agrees. */
	void (*write)(void *self, const struct mustache_value *value, bool raw, struct text *out);
	/* The number a plural is chosen by. */
	uint64_t (*number)(void *self, const struct mustache_value *value);
	/* Calls a lambda; section is STR_NONE for an interpolation. NULL when there are no lambdas. */
	struct str (*call)(void *self, const struct mustache_value *lambda, struct str section);
	/* A compiled partial or parent; NULL is an absent one, which shows nothing. */
	struct mustache *(*partial)(void *self, struct str name);
	/*
	 * Text of a section that was kept, see view_keep. kept: false for values that are not self-contained; else *key
	 * is set, and text is STR_NONE when keep is to be called with what the section shows. NULL: nothing is kept.
	 */
	bool (*kept)(void *self, const struct mustache_value *value, const void *section, struct str *key, struct str *text);
	void (*keep)(void *self, struct str key, struct str text);
};

/* How templates are read. */
struct mustache_dialect {
	/*
	 * The product's own rules: {{#t}} and {{#tn}} are translated while compiling, and inside
	 * {{<parent}} anything but blocks is refused rather than ignored.
	 */
	bool is_product;
	const struct catalogue *catalogue;
};

struct mustache_error {
	size_t line;             /* from 1; 0 when running */
	const char *message;     /* English, for developers */
};

struct mustache;

/* source must live as long as arena. RC_INVALID with *error when it is malformed. */
enum rc mustache_compile(struct arena *arena, struct str source, const struct mustache_dialect *dialect,
			 struct mustache **out, struct mustache_error *error) MUST_CHECK;

/*
 * Appends to out; out's arena holds what is needed on the way. RC_INVALID with *error
 * when partials recurse too deep or the page grows without end.
 */
enum rc mustache_render(struct mustache *template, const struct mustache_source *source, void *self,
			const struct mustache_value *root, struct text *out,
			struct mustache_error *error) MUST_CHECK;

#endif
