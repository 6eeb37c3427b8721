#include <string.h>

#include "view/mustache_code.h"

enum {
	MAX_NESTING = 64,
	MAX_SOURCE = 1 << 20,
	MAX_NAMES = 16, /* parts of a dotted name */
};

/* A section, parent or block whose end is still to come. */
struct opened {
	char kind;
	struct str name;
	bool is_dynamic;
	bool is_first_in_line;
	bool is_argument;     /* a block directly inside a parent */
	size_t index;         /* of its instruction */
	size_t raw_from;      /* where its text begins in the source */
	size_t outer_dedent;
};

struct parser {
	struct arena *arena;    /* what the compiled template keeps */
	struct arena *scratch;
	const struct mustache_dialect *dialect;
	struct mustache_error *error;
	struct str source;
	size_t at;
	size_t where;           /* offset in the file, for errors; stands still in a translation */
	bool in_translation;
	struct str open, close;
	struct instruction *code;
	size_t count, room;
	struct text literal;    /* text not yet made an instruction */
	struct opened stack[MAX_NESTING];
	size_t depth;
	size_t dedent;          /* blanks taken off each line: the own indentation of an argument */
};

/* A tag as found, with its surroundings in the line. */
struct tag {
	char kind;              /* # ^ / ! = > < $ & { or 0 for {{name}} */
	bool is_dynamic;
	struct str name;
	size_t from, to;        /* in the source */
	size_t line_from;       /* start of its line when only blanks stand before it, else from */
	size_t line_to;         /* behind the line's end when only blanks follow, else to */
	bool is_first, is_last; /* in its line */
};

static bool parse(struct parser *p, struct str source);

static bool refuse(struct parser *p, const char *message)
{
	p->error->message = message;
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_white(char c)
{
	return is_blank(c) || c == '\r' || c == '\n';
}

static size_t find_from(struct str s, size_t from, struct str wanted)
{
	ptrdiff_t hit = str_find(str_slice(s, from, s.len), wanted);
	return hit < 0 ? SIZE_MAX : from + (size_t)hit;
}

static struct str join(struct parser *p, const char *before, struct str s)
{
	return arena_concat(p->scratch, str_of(before), s);
}

/* Fills in how the tag stands in its line. */
static void look_around(const struct parser *p, struct tag *tag)
{
	struct str s = p->source;
	size_t from = tag->from, to = tag->to;

	while (from > 0 && is_blank(s.at[from - 1]))
		from--;
	tag->is_first = from == 0 || s.at[from - 1] == '\n';
	tag->line_from = tag->is_first ? from : tag->from;

	while (to < s.len && is_blank(s.at[to]))
		to++;
	if (to + 1 < s.len && s.at[to] == '\r' && s.at[to + 1] == '\n')
		to++;
	tag->is_last = to == s.len || s.at[to] == '\n';
	tag->line_to = tag->is_last ? (to < s.len ? to + 1 : to) : tag->to;
}

/* The next tag at or behind from. *found is false when there is none; false when it is malformed. */
static bool next_tag(struct parser *p, size_t from, struct tag *tag, bool *found)
{
	struct str s = p->source;
	size_t at = find_from(s, from, p->open);

	*found = at != SIZE_MAX;
	if (!*found)
		return true;
	*tag = (struct tag){.from = at};
	if (!p->in_translation)
		p->where = at;

	at += p->open.len;
	while (at < s.len && is_white(s.at[at]))
		at++;
	if (at < s.len && strchr("#^/!=><$&{", s.at[at]) && s.at[at])
		tag->kind = s.at[at++];
	struct str close = tag->kind == '{'   ? join(p, "}", p->close)
			   : tag->kind == '=' ? join(p, "=", p->close)
					      : p->close;
	size_t end = find_from(s, at, close);
	if (end == SIZE_MAX)
		return refuse(p, "a tag is not closed");
	tag->to = end + close.len;
	tag->name = str_trim(str_slice(s, at, end - at));
	if (strchr("></", tag->kind) && tag->kind && tag->name.len && tag->name.at[0] == '*') {
		tag->is_dynamic = true;
		tag->name = str_trim(str_slice(tag->name, 1, tag->name.len));
	}
	look_around(p, tag);
	return true;
}

static bool inside_parent(const struct parser *p)
{
	return p->depth && p->stack[p->depth - 1].kind == '<';
}

/* Adds source text, each line without the dedented blanks. */
static bool add_literal(struct parser *p, size_t from, size_t to)
{
	struct str s = p->source;

	if (inside_parent(p)) {
		if (p->dialect->is_product && str_trim(str_slice(s, from, to - from)).len)
			return refuse(p, "text between the blocks of a parent would be lost");
		return true;
	}
	while (from < to) {
		if (p->dedent && (from == 0 || s.at[from - 1] == '\n'))
			for (size_t i = 0; i < p->dedent && from < to && is_blank(s.at[from]); i++)
				from++;
		const char *newline = p->dedent && from < to ? memchr(s.at + from, '\n', to - from) : NULL;
		size_t end = newline ? (size_t)(newline - s.at) + 1 : to;
		text_add(&p->literal, str_slice(s, from, end - from));
		from = end;
	}
	return true;
}

static void grow(struct parser *p)
{
	size_t room = p->room ? p->room * 2 : 64;
	struct instruction *code = ARENA_ARRAY(p->scratch, struct instruction, room);
	if (p->count)
		memcpy(code, p->code, p->count * sizeof *code);
	p->code = code;
	p->room = room;
}

static struct instruction *append(struct parser *p, enum mustache_op op)
{
	if (p->count == p->room)
		grow(p);
	p->code[p->count] = (struct instruction){.op = op, .end = p->count + 1};
	return &p->code[p->count++];
}

static void flush_literal(struct parser *p)
{
	if (p->literal.len == 0)
		return;
	append(p, OP_TEXT)->text = arena_str(p->arena, text_str(&p->literal));
	p->literal.len = 0;
}

static struct instruction *emit(struct parser *p, enum mustache_op op)
{
	flush_literal(p);
	return append(p, op);
}

static bool read_path(struct parser *p, struct str dotted, struct mustache_path *path)
{
	struct str rest = dotted, part;
	size_t count = 0;

	if (dotted.len == 0)
		return refuse(p, "a tag without a name");
	for (size_t i = 0; i < dotted.len; i++)
		if (is_white(dotted.at[i]))
			return refuse(p, "white space inside a name");
	*path = (struct mustache_path){0};
	if (str_is(dotted, "."))
		return true;
	for (size_t i = 0; i < dotted.len; i++)
		count += dotted.at[i] == '.';
	if (++count > MAX_NAMES)
		return refuse(p, "a dotted name of too many parts");
	path->names = ARENA_ARRAY(p->arena, struct mustache_name, count);
	while (str_split(&rest, '.', &part)) {
		struct mustache_name *name = &path->names[path->count++];
		name->text = part;
		name->hash = name_hash(part);
	}
	return true;
}

static bool push(struct parser *p, const struct tag *tag, size_t index)
{
	if (p->depth == MAX_NESTING)
		return refuse(p, "sections nested too deep");
	p->stack[p->depth++] = (struct opened){
		.kind = tag->kind, .name = tag->name, .is_dynamic = tag->is_dynamic,
		.is_first_in_line = tag->is_first, .index = index, .raw_from = tag->to,
		.outer_dedent = p->dedent,
	};
	return true;
}

/* Adds the text before the tag and steps over it, taking its whole line away when it stands alone. */
static bool step_over(struct parser *p, const struct tag *tag)
{
	bool alone = tag->is_first && tag->is_last;
	size_t from = p->at;

	p->at = alone ? tag->line_to : tag->to;
	return add_literal(p, from, alone ? tag->line_from : tag->from);
}

/* The blanks before a tag, less what is taken off each line. */
static struct str dedented(const struct parser *p, size_t from, size_t to)
{
	struct str blanks = str_slice(p->source, from, to - from);
	return str_slice(blanks, p->dedent, blanks.len);
}

/* The blanks that begin the first line with anything in it. from is the start of a line. */
static struct str first_indent(struct str s, size_t from)
{
	size_t start = from;

	for (size_t i = from; i < s.len; i++) {
		if (s.at[i] == '\n')
			start = i + 1;
		else if (!is_white(s.at[i]))
			return str_slice(s, start, i - start);
	}
	return STR("");
}

static bool read_comment(struct parser *p, const struct tag *tag)
{
	return step_over(p, tag);
}

static bool read_value(struct parser *p, const struct tag *tag)
{
	struct mustache_path path;

	if (!add_literal(p, p->at, tag->from) || !read_path(p, tag->name, &path))
		return false;
	p->at = tag->to;
	if (inside_parent(p))
		return !p->dialect->is_product || refuse(p, "a value between the blocks of a parent");
	emit(p, tag->kind ? OP_RAW : OP_VALUE)->path = path;
	return true;
}

static bool read_delimiters(struct parser *p, const struct tag *tag)
{
	size_t len = 0;

	if (!step_over(p, tag))
		return false;
	while (len < tag->name.len && !is_white(tag->name.at[len]))
		len++;
	struct str open = str_slice(tag->name, 0, len);
	struct str close = str_trim(str_slice(tag->name, len, tag->name.len));
	for (size_t i = 0; i < close.len; i++)
		if (is_white(close.at[i]))
			return refuse(p, "more than two delimiters");
	if (!open.len || !close.len || memchr(open.at, '=', open.len) || memchr(close.at, '=', close.len))
		return refuse(p, "delimiters are two words without =");
	p->open = open;
	p->close = close;
	return true;
}

static bool read_section(struct parser *p, const struct tag *tag)
{
	struct mustache_path path;

	if (!step_over(p, tag) || !read_path(p, tag->name, &path))
		return false;
	if (inside_parent(p) && p->dialect->is_product)
		return refuse(p, "a section between the blocks of a parent");
	struct instruction *section = emit(p, tag->kind == '#' ? OP_SECTION : OP_INVERTED);
	section->path = path;
	section->open = p->open;
	section->close = p->close;
	return push(p, tag, p->count - 1);
}

/* Names the partial or parent: as written, or by the value of a path. */
static bool read_target(struct parser *p, const struct tag *tag, struct instruction *to)
{
	struct mustache_path path;

	if (!read_path(p, tag->name, &path))
		return false;
	to->is_dynamic = tag->is_dynamic;
	to->text = tag->name;
	if (tag->is_dynamic)
		to->path = path;
	return true;
}

static bool read_partial(struct parser *p, const struct tag *tag)
{
	struct instruction partial = {.op = OP_PARTIAL};
	bool alone = tag->is_first && tag->is_last;

	if (!step_over(p, tag) || !read_target(p, tag, &partial))
		return false;
	if (inside_parent(p))
		return !p->dialect->is_product || refuse(p, "a partial between the blocks of a parent");
	partial.place = alone ? PLACE_ALONE : PLACE_INLINE;
	if (alone)
		partial.indent = dedented(p, tag->line_from, tag->from);
	struct instruction *to = emit(p, OP_PARTIAL);
	partial.end = to->end;
	*to = partial;
	return true;
}

/* Whether a parent stands alone is known at its end tag; until then its blanks are only put aside. */
static bool read_parent(struct parser *p, const struct tag *tag)
{
	struct instruction parent = {.op = OP_PARENT};

	if (inside_parent(p) && p->dialect->is_product)
		return refuse(p, "a parent between the blocks of a parent");
	if (!add_literal(p, p->at, tag->line_from) || !read_target(p, tag, &parent))
		return false;
	p->at = tag->to;
	parent.place = tag->is_first ? PLACE_LINE_START : PLACE_INLINE;
	parent.indent = dedented(p, tag->line_from, tag->from);
	*emit(p, OP_PARENT) = parent;
	return push(p, tag, p->count - 1);
}

static bool read_block(struct parser *p, const struct tag *tag)
{
	struct mustache_path path;
	bool is_argument = inside_parent(p);
	bool alone = tag->is_first && tag->is_last;

	if (!add_literal(p, p->at, tag->line_from) || !read_path(p, tag->name, &path))
		return false;
	struct instruction *block = emit(p, OP_BLOCK);
	block->text = tag->name;
	if (!push(p, tag, p->count - 1))
		return false;
	p->stack[p->depth - 1].is_argument = is_argument;
	if (is_argument) {
		/* Its own indentation comes off; that of the place where it is put goes on. */
		p->at = tag->line_to;
		if (tag->is_last)
			p->dedent = first_indent(p->source, tag->line_to).len;
	} else {
		p->at = alone ? tag->line_to : tag->to;
		block->place = alone ? PLACE_ALONE : tag->is_first ? PLACE_LINE_START : PLACE_INLINE;
		struct str inner = first_indent(p->source, tag->line_to);
		block->indent = alone ? str_slice(inner, p->dedent, inner.len)
				      : dedented(p, tag->line_from, tag->from);
	}
	return true;
}

static bool read_end(struct parser *p, const struct tag *tag)
{
	struct opened *top = p->depth ? &p->stack[p->depth - 1] : NULL;

	if (!top || !str_equal(top->name, tag->name) || top->is_dynamic != tag->is_dynamic)
		return refuse(p, top ? "the end of another section was expected" : "an end without a start");

	bool takes_line = tag->is_first && tag->is_last;
	if (top->kind == '<')
		takes_line = top->is_first_in_line && tag->is_last;
	size_t before = takes_line || top->is_argument ? tag->line_from : tag->from;
	if (!add_literal(p, p->at, before))
		return false;
	flush_literal(p);
	p->at = takes_line ? tag->line_to : tag->to;

	struct instruction *start = &p->code[top->index];
	start->end = p->count;
	if (top->kind == '#')
		start->text = str_slice(p->source, top->raw_from, tag->from - top->raw_from);
	if (top->kind == '<' && takes_line)
		start->place = PLACE_ALONE;
	p->dedent = top->outer_dedent;
	p->depth--;
	if (inside_parent(p) && top->kind != '$')
		p->count = top->index; /* not an argument: ignored */
	return true;
}

/* White space folded as the catalogue's extractor does it: trimmed, and one blank for any run. */
static struct str fold(struct arena *arena, struct str raw)
{
	struct str s = str_trim(raw);
	char *at = arena_alloc(arena, s.len + 1, 1);
	size_t len = 0;

	for (size_t i = 0; i < s.len; i++) {
		bool white = is_white(s.at[i]);
		if (!white || !is_white(s.at[i - 1]))
			at[len++] = white ? ' ' : s.at[i];
	}
	return (struct str){at, len};
}

/* Compiles a text in place of the section it translates. */
static bool parse_translation(struct parser *p, struct str text)
{
	struct str source = p->source;
	size_t at = p->at, dedent = p->dedent;

	p->in_translation = true;
	p->dedent = 0;
	bool done = parse(p, text);
	p->in_translation = false;
	p->source = source;
	p->at = at;
	p->dedent = dedent;
	return done;
}

/* {{#tn}}{{number}}|one|many{{/tn}} */
static bool read_plural(struct parser *p, struct str raw)
{
	struct str parts[3], forms[CATALOGUE_FORMS];
	size_t count = 0;

	while (count < 3 && str_split(&raw, '|', &parts[count]))
		count++;
	if (count < 3 || raw.at)
		return refuse(p, "{{#tn}} is {{number}}|one|many");
	struct str number = str_trim(parts[0]);
	if (number.len < p->open.len + p->close.len || !str_starts(number, p->open) ||
	    !str_ends(number, p->close))
		return refuse(p, "{{#tn}} begins with the tag of its number");
	number = str_trim(str_slice(number, p->open.len, number.len - p->open.len - p->close.len));

	struct mustache_path path;
	if (!read_path(p, number, &path))
		return false;
	emit(p, OP_PLURAL)->path = path;
	size_t plural = p->count - 1;
	count = catalogue_forms(p->dialect->catalogue, fold(p->arena, parts[1]), fold(p->arena, parts[2]),
				forms);
	for (size_t i = 0; i < count; i++) {
		emit(p, OP_FORM);
		size_t form = p->count - 1;
		if (!parse_translation(p, forms[i]))
			return false;
		flush_literal(p);
		p->code[form].end = p->count;
	}
	p->code[plural].end = p->count;
	return true;
}

static bool is_translation(const struct parser *p, const struct tag *tag)
{
	return p->dialect->is_product && tag->kind == '#' &&
	       (str_is(tag->name, "t") || str_is(tag->name, "tn"));
}

/* The section of a text: its end is looked for, its translation is compiled instead of it. */
static bool read_translation(struct parser *p, const struct tag *tag)
{
	struct tag inner;
	bool found;

	if (p->in_translation || inside_parent(p))
		return refuse(p, "a translated text cannot stand here");
	if (!add_literal(p, p->at, tag->from))
		return false;
	p->at = tag->to;
	for (size_t from = tag->to;; from = inner.to) {
		if (!next_tag(p, from, &inner, &found))
			return false;
		if (!found || is_translation(p, &inner) || inner.kind == '=')
			return refuse(p, "a translated text is not closed");
		if (inner.kind == '/' && str_equal(inner.name, tag->name))
			break;
	}
	struct str raw = str_slice(p->source, tag->to, inner.from - tag->to);
	if (str_is(tag->name, "tn") ? !read_plural(p, raw)
				    : !parse_translation(p, tr_str(p->dialect->catalogue, fold(p->arena, raw))))
		return false;
	p->at = inner.to;
	return true;
}

static bool read_tag(struct parser *p, const struct tag *tag)
{
	static bool (*const readers[128])(struct parser *, const struct tag *) = {
		[0] = read_value,    ['&'] = read_value,   ['{'] = read_value,  ['#'] = read_section,
		['^'] = read_section, ['/'] = read_end,    ['!'] = read_comment, ['='] = read_delimiters,
		['>'] = read_partial, ['<'] = read_parent, ['$'] = read_block,
	};

	return is_translation(p, tag) ? read_translation(p, tag) : readers[(int)tag->kind](p, tag);
}

/* Compiles a whole source; every section it opens it must close. */
static bool parse(struct parser *p, struct str source)
{
	size_t depth = p->depth;
	struct tag tag;
	bool found;

	p->source = source;
	p->at = 0;
	for (;;) {
		if (!next_tag(p, p->at, &tag, &found))
			return false;
		if (!found)
			break;
		if (tag.kind == '/' && p->depth == depth)
			return refuse(p, "an end without a start");
		if (!read_tag(p, &tag))
			return false;
	}
	if (p->depth != depth)
		return refuse(p, "a section is not closed");
	return add_literal(p, p->at, source.len);
}

enum rc mustache_compile_with(struct arena *arena, struct str source, struct str open, struct str close,
			      const struct mustache_dialect *dialect, struct mustache **out,
			      struct mustache_error *error)
{
	if (source.len > MAX_SOURCE) {
		*error = (struct mustache_error){0, "the template is too large"};
		return RC_INVALID;
	}
	struct arena *scratch = arena_new(0);
	struct parser p = {
		.arena = arena, .scratch = scratch, .dialect = dialect, .error = error,
		.open = open, .close = close, .literal = TEXT_IN(scratch),
	};
	bool done = parse(&p, source);

	if (done) {
		flush_literal(&p);
		struct mustache *template = ARENA_NEW(arena, struct mustache);
		template->dialect = dialect;
		template->count = p.count;
		template->code = ARENA_ARRAY(arena, struct instruction, p.count);
		if (p.count)
			memcpy(template->code, p.code, p.count * sizeof *p.code);
		*out = template;
	} else {
		error->line = 1;
		for (size_t i = 0; i < p.where; i++)
			error->line += source.at[i] == '\n';
	}
	arena_free(scratch);
	return done ? RC_OK : RC_INVALID;
}

enum rc mustache_compile(struct arena *arena, struct str source, const struct mustache_dialect *dialect,
			 struct mustache **out, struct mustache_error *error)
{
	return mustache_compile_with(arena, source, STR("{{"), STR("}}"), dialect, out, error);
}
