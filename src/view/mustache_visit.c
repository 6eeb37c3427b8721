#include "view/mustache_code.h"

static enum mustache_use use_of(enum mustache_op op)
{
	switch (op) {
	case OP_VALUE:
		return MUSTACHE_VALUE;
	case OP_SECTION:
	case OP_INVERTED:
		return MUSTACHE_TEST;
	case OP_RAW:
		return MUSTACHE_RAW;
	case OP_TEXT:
	case OP_PARTIAL:
	case OP_PARENT:
	case OP_BLOCK:
	case OP_PLURAL:
	case OP_FORM:
		break;
	}
	return MUSTACHE_OTHER;
}

/* The parts follow each other in the source. */
static struct str whole_name(const struct mustache_path *path)
{
	if (path->count == 0)
		return STR(".");
	const struct str first = path->names[0].text, last = path->names[path->count - 1].text;
	return (struct str){first.at, (size_t)(last.at + last.len - first.at)};
}

void mustache_visit(const struct mustache *template, void (*see)(void *closure, enum mustache_use use, struct str name),
		    void *closure)
{
	for (size_t i = 0; i < template->count; i++) {
		const struct instruction *at = &template->code[i];
		const enum mustache_use use = use_of(at->op);
		if (at->op != OP_TEXT)
			see(closure, use, use == MUSTACHE_OTHER ? at->text : whole_name(&at->path));
	}
}
