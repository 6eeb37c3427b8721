#include "view/wording.h"

#include "view/mustache_code.h"

static const struct mustache_dialect dialect = {.is_product = false};

static enum wording_use use_of(enum mustache_op op)
{
	switch (op) {
	case OP_VALUE:
		return WORDING_VALUE;
	case OP_SECTION:
	case OP_INVERTED:
		return WORDING_TEST;
	case OP_RAW:
		return WORDING_RAW;
	case OP_TEXT:
	case OP_PARTIAL:
	case OP_PARENT:
	case OP_BLOCK:
	case OP_PLURAL:
	case OP_FORM:
		break;
	}
	return WORDING_OTHER;
}

/* The parts follow each other in the source. */
static struct str whole_name(const struct mustache_path *path)
{
	if (path->count == 0)
		return STR(".");
	const struct str first = path->names[0].text, last = path->names[path->count - 1].text;
	return (struct str){first.at, (size_t)(last.at + last.len - first.at)};
}

enum rc wording_visit(struct arena *arena, struct str words,
		      void (*see)(void *closure, enum wording_use use, struct str name), void *closure,
		      size_t *line)
{
	struct mustache_error error = {0};
	struct mustache *compiled;
	enum rc rc = mustache_compile(arena, words, &dialect, &compiled, &error);

	*line = error.line;
	for (size_t i = 0; rc == RC_OK && i < compiled->count; i++) {
		const struct instruction *at = &compiled->code[i];
		const enum wording_use use = use_of(at->op);
		if (at->op != OP_TEXT)
			see(closure, use, use == WORDING_OTHER ? at->text : whole_name(&at->path));
	}
	return rc;
}

struct facts {
	const struct wording_fact *at;
	size_t count;
};

static bool member(void *self, const struct mustache_value *of, struct mustache_name *name,
		   struct mustache_value *out)
{
	const struct facts *facts = self;

	for (size_t i = 0; of->kind == MUSTACHE_OBJECT && i < facts->count; i++) {
		if (!str_is(name->text, facts->at[i].name))
			continue;
		*out = (struct mustache_value){.kind = MUSTACHE_SCALAR, .at = &facts->at[i]};
		return true;
	}
	return false;
}

static bool is_true(void *self, const struct mustache_value *scalar)
{
	const struct wording_fact *fact = scalar->at;

	(void)self;
	return fact && fact->value.len > 0;
}

static void write(void *self, const struct mustache_value *value, bool raw, struct text *out)
{
	const struct wording_fact *fact = value->at;

	(void)self;
	(void)raw;
	if (fact)
		text_add(out, fact->value);
}

enum rc wording_render(struct arena *arena, struct str words, const struct wording_fact *facts, size_t count,
		       struct str *out)
{
	static const struct mustache_source source = {.member = member, .is_true = is_true, .write = write};
	const struct mustache_value root = {.kind = MUSTACHE_OBJECT};
	struct facts given = {facts, count};
	struct text text = TEXT_IN(arena);
	struct mustache_error error;
	struct mustache *compiled;
	enum rc rc = mustache_compile(arena, words, &dialect, &compiled, &error);

	if (rc == RC_OK)
		rc = mustache_render(compiled, &source, &given, &root, &text, &error);
	*out = text_str(&text);
	return rc;
}
