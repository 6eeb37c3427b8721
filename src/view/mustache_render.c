#include "view/mustache_code.h"

enum {
	MAX_DEPTH = 200,                /* sections, partials and blocks inside one another */
	MAX_STEPS = 4 * 1000 * 1000,    /* instructions of one page; a list of 50 rows takes 2,000 */
	MAX_OUTPUT = 16 << 20,          /* bytes of one page */
	ANSWER_STEPS = 1000,            /* what compiling a lambda's answer counts as */
};

/* The stack of values that names are looked up in, innermost first. */
struct context {
	const struct mustache_value *value;
	const struct context *outer;
};

/* The arguments given to a parent. */
struct frame {
	struct mustache *template;
	const struct instruction *parent;
	const struct frame *outer;
};

/* Where the running instructions stand. */
struct scope {
	struct mustache *template;
	const struct context *context;
	const struct frame *frame;
};

struct run {
	const struct mustache_source *source;
	void *self;
	struct text *out;
	struct mustache_error *error;
	size_t start;           /* length of out before the page */
	size_t depth;
	size_t steps;
	struct str indent;      /* put before each line of template text */
	bool at_line_start;
};

static bool run_code(struct run *run, const struct scope *scope, size_t from, size_t to);

static bool refuse(struct run *run, const char *message)
{
	run->error->message = message;
	return false;
}

static bool find(struct run *run, const struct context *context, struct mustache_path *path,
		 struct mustache_value *out)
{
	if (path->count == 0) {
		*out = *context->value;
		return true;
	}
	while (context && !(context->value->kind == MUSTACHE_OBJECT &&
			    run->source->member(run->self, context->value, &path->names[0], out)))
		context = context->outer;
	if (!context)
		return false;
	for (size_t i = 1; i < path->count; i++) {
		struct mustache_value of = *out;
		if (!run->source->member(run->self, &of, &path->names[i], out))
			return false;
	}
	return true;
}

static bool is_true(struct run *run, const struct mustache_value *value)
{
	if (value->kind == MUSTACHE_LIST)
		return value->count > 0;
	return value->kind != MUSTACHE_SCALAR || run->source->is_true(run->self, value);
}

static void add_indent(struct run *run)
{
	if (run->at_line_start && run->indent.len)
		text_add(run->out, run->indent);
	run->at_line_start = false;
}

static void add_text(struct run *run, struct str s)
{
	if (s.len == 0)
		return;
	if (run->indent.len == 0) {
		text_add(run->out, s);
		run->at_line_start = s.at[s.len - 1] == '\n';
		return;
	}
	struct str line;
	while (s.len) {
		ptrdiff_t newline = str_find(s, STR("\n"));
		line = str_slice(s, 0, newline < 0 ? s.len : (size_t)newline + 1);
		add_indent(run);
		text_add(run->out, line);
		run->at_line_start = newline >= 0;
		s = str_slice(s, line.len, s.len);
	}
}

/* Runs the text a lambda answered with, in the scope of its tag. */
static bool run_answer(struct run *run, const struct scope *scope, struct str answer, struct str open,
		       struct str close)
{
	struct scope inner = *scope;

	run->steps += ANSWER_STEPS;
	if (run->steps > MAX_STEPS)
		return refuse(run, "lambdas without end");
	if (mustache_compile_with(run->out->arena, answer, open, close, scope->template->dialect,
				  &inner.template, run->error) != RC_OK)
		return false;
	return run_code(run, &inner, 0, inner.template->count);
}

/* A lambda's answer is run into a text of its own, because it is the result that gets escaped. */
static bool run_lambda_value(struct run *run, const struct scope *scope, const struct mustache_value *lambda,
			     bool raw)
{
	struct text answer = TEXT_IN(run->out->arena);
	struct run inner = *run;

	inner.out = &answer;
	inner.indent = STR_NONE;
	inner.start = 0;
	if (!run_answer(&inner, scope, run->source->call(run->self, lambda, STR_NONE), STR("{{"), STR("}}")))
		return false;
	run->steps = inner.steps;
	if (raw)
		text_add(run->out, text_str(&answer));
	else
		text_html(run->out, text_str(&answer));
	return true;
}

static bool run_value(struct run *run, const struct scope *scope, struct instruction *at)
{
	struct mustache_value value;

	add_indent(run);
	if (!find(run, scope->context, &at->path, &value))
		return true;
	if (value.kind == MUSTACHE_LAMBDA)
		return run_lambda_value(run, scope, &value, at->op == OP_RAW);
	run->source->write(run->self, &value, at->op == OP_RAW, run->out);
	return true;
}

/*
 * One object of a section. What shows nothing but itself is copied when it was shown before; indented text is not,
 * because the blanks are not part of it.
 */
static bool run_object(struct run *run, const struct scope *scope, const struct instruction *at, size_t from,
		       const struct mustache_value *value)
{
	struct context context = {value, scope->context};
	struct scope inner = {scope->template, &context, scope->frame};
	struct str key, text;

	if (value->kind != MUSTACHE_OBJECT || !run->source->kept || run->indent.len ||
	    !run->source->kept(run->self, value, at, &key, &text))
		return run_code(run, &inner, from, at->end);
	if (text.at) {
		add_text(run, text);
		return true;
	}
	size_t start = run->out->len;
	context.outer = NULL;
	inner.frame = NULL;
	if (!run_code(run, &inner, from, at->end))
		return false;
	run->source->keep(run->self, key, (struct str){run->out->at + start, run->out->len - start});
	return true;
}

static bool run_section(struct run *run, const struct scope *scope, struct instruction *at, size_t from)
{
	struct mustache_value value, item;

	if (!find(run, scope->context, &at->path, &value))
		return true;
	if (value.kind == MUSTACHE_LAMBDA)
		return run_answer(run, scope, run->source->call(run->self, &value, at->text), at->open,
				  at->close);

	if (value.kind != MUSTACHE_LIST)
		return !is_true(run, &value) || run_object(run, scope, at, from, &value);
	for (size_t i = 0; i < value.count; i++) {
		run->source->item(run->self, &value, i, &item);
		if (!run_object(run, scope, at, from, &item))
			return false;
	}
	return true;
}

static bool run_inverted(struct run *run, const struct scope *scope, struct instruction *at, size_t from)
{
	struct mustache_value value;

	if (find(run, scope->context, &at->path, &value) && is_true(run, &value))
		return true;
	return run_code(run, scope, from, at->end);
}

/* The template a partial or parent names; *out stays NULL when there is none. */
static void find_target(struct run *run, const struct scope *scope, struct instruction *at,
			struct mustache **out)
{
	struct mustache_value value;

	*out = at->target;
	if (*out || !run->source->partial)
		return;
	if (!at->is_dynamic) {
		*out = at->target = run->source->partial(run->self, at->text);
		return;
	}
	if (!find(run, scope->context, &at->path, &value) || value.kind != MUSTACHE_SCALAR)
		return;
	struct text name = TEXT_IN(run->out->arena);
	run->source->write(run->self, &value, true, &name);
	*out = run->source->partial(run->self, text_str(&name));
}

/* Runs another template's code, or an argument, where at stands in its line. */
static bool run_elsewhere(struct run *run, const struct instruction *at, const struct scope *scope,
			  size_t from, size_t to)
{
	struct str outer = run->indent;

	if (at->place == PLACE_INLINE) {
		add_indent(run);
		run->indent = STR_NONE;
	} else {
		if (at->indent.len)
			run->indent = outer.len ? arena_concat(run->out->arena, outer, at->indent)
						: at->indent;
		run->at_line_start = true;
	}
	bool done = run_code(run, scope, from, to);
	run->indent = outer;
	run->at_line_start = at->place == PLACE_ALONE;
	return done;
}

static bool run_partial(struct run *run, const struct scope *scope, struct instruction *at)
{
	struct scope inner = *scope;

	find_target(run, scope, at, &inner.template);
	return !inner.template || run_elsewhere(run, at, &inner, 0, inner.template->count);
}

static bool run_parent(struct run *run, const struct scope *scope, struct instruction *at)
{
	struct frame frame = {scope->template, at, scope->frame};
	struct scope inner = {NULL, scope->context, &frame};
	struct instruction standing = *at;

	find_target(run, scope, at, &inner.template);
	if (at->place == PLACE_LINE_START) {
		/* Other text follows its end, so the blanks were text after all. */
		add_text(run, at->indent);
		standing.place = PLACE_INLINE;
	}
	return !inner.template || run_elsewhere(run, &standing, &inner, 0, inner.template->count);
}

/* The argument for a block: the outermost template that gives one decides. */
static const struct instruction *find_argument(const struct frame *frame, struct str name,
					       const struct frame **giver)
{
	const struct instruction *argument = NULL;

	for (; frame; frame = frame->outer) {
		const struct instruction *code = frame->template->code, *at = frame->parent + 1;
		for (; at < code + frame->parent->end; at = code + at->end) {
			if (str_equal(at->text, name)) {
				argument = at;
				*giver = frame;
				break;
			}
		}
	}
	return argument;
}

static bool run_block(struct run *run, const struct scope *scope, struct instruction *at, size_t from)
{
	const struct frame *giver = NULL;
	const struct instruction *argument = find_argument(scope->frame, at->text, &giver);

	if (!argument) {
		if (at->place == PLACE_LINE_START)
			add_text(run, at->indent);
		return run_code(run, scope, from, at->end);
	}
	/* An argument sees the arguments that were given to the template it is written in. */
	struct scope inner = {giver->template, scope->context, giver->outer};
	return run_elsewhere(run, at, &inner, (size_t)(argument - giver->template->code) + 1, argument->end);
}

static bool run_plural(struct run *run, const struct scope *scope, struct instruction *at, size_t from)
{
	const struct instruction *code = scope->template->code;
	struct mustache_value value;
	uint64_t number = find(run, scope->context, &at->path, &value)
				  ? run->source->number(run->self, &value)
				  : 0;
	size_t form = catalogue_plural(scope->template->dialect->catalogue, number);

	while (form && code[from].end < at->end) {
		from = code[from].end;
		form--;
	}
	return run_code(run, scope, from + 1, code[from].end);
}

static bool run_one(struct run *run, const struct scope *scope, struct instruction *at, size_t next)
{
	switch (at->op) {
	case OP_TEXT:
		add_text(run, at->text);
		return true;
	case OP_VALUE:
	case OP_RAW:
		return run_value(run, scope, at);
	case OP_SECTION:
		return run_section(run, scope, at, next);
	case OP_INVERTED:
		return run_inverted(run, scope, at, next);
	case OP_PARTIAL:
		return run_partial(run, scope, at);
	case OP_PARENT:
		return run_parent(run, scope, at);
	case OP_BLOCK:
		return run_block(run, scope, at, next);
	case OP_PLURAL:
		return run_plural(run, scope, at, next);
	case OP_FORM:
		break;
	}
	return true;
}

static bool run_code(struct run *run, const struct scope *scope, size_t from, size_t to)
{
	struct instruction *code = scope->template->code;

	if (run->depth == MAX_DEPTH)
		return refuse(run, "sections or partials inside one another without end");
	run->depth++;
	for (size_t i = from; i < to; i = code[i].end) {
		if (++run->steps > MAX_STEPS || run->out->len - run->start > MAX_OUTPUT)
			return refuse(run, "the page grows without end");
		if (!run_one(run, scope, &code[i], i + 1))
			return false;
	}
	run->depth--;
	return true;
}

enum rc mustache_render(struct mustache *template, const struct mustache_source *source, void *self,
			const struct mustache_value *root, struct text *out, struct mustache_error *error)
{
	struct context context = {root, NULL};
	struct scope scope = {template, &context, NULL};
	struct run run = {.source = source, .self = self, .out = out, .error = error, .start = out->len};

	*error = (struct mustache_error){0};
	return run_code(&run, &scope, 0, template->count) ? RC_OK : RC_INVALID;
}
