#include "scim/scim_filter.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

struct reader {
	struct arena *arena;
	const struct scim_type_of_resource *type;
	const struct scim_attribute *inside; /* of which values are asked, within [ ]; NULL: outside */
	bool is_inside_extension;
	struct str rest;
	const char *why;
	int depth;
};

static enum rc refuse(struct reader *reader, const char *why)
{
	if (!reader->why)
		reader->why = arena_printf(reader->arena, "%s, before \"%.*s\"", why,
					   STR_ARG(str_slice(reader->rest, 0, 40))).at;
	return RC_INVALID;
}

static void skip_blanks(struct reader *reader)
{
	while (reader->rest.len && reader->rest.at[0] == ' ')
		reader->rest = str_slice(reader->rest, 1, reader->rest.len);
}

static bool take(struct reader *reader, char c)
{
	skip_blanks(reader);
	return str_take(&reader->rest, c);
}

/* A word of letters, without regard to case, behind which no other letter stands. */
static bool take_word(struct reader *reader, const char *word)
{
	const size_t len = strlen(word);

	skip_blanks(reader);
	if (reader->rest.len < len || !str_equal_nocase(str_slice(reader->rest, 0, len), str_of(word)))
		return false;
	if (reader->rest.len > len && (isalnum((unsigned char)reader->rest.at[len]) || reader->rest.at[len] == '_'))
		return false;
	reader->rest = str_slice(reader->rest, len, reader->rest.len);
	return true;
}

static bool is_path_sign(char c)
{
	return isalnum((unsigned char)c) || memchr(":._-$", c, 5) != NULL;
}

static struct str take_path(struct reader *reader)
{
	size_t len = 0;

	skip_blanks(reader);
	while (len < reader->rest.len && is_path_sign(reader->rest.at[len]))
		len++;
	struct str path = str_slice(reader->rest, 0, len);
	reader->rest = str_slice(reader->rest, len, reader->rest.len);
	return path;
}

/* --- which attribute a path means -------------------------------------------------------- */

/* The name of a schema in front, or the whole of it, is taken away. */
static bool strip(struct str *path, const char *id)
{
	const size_t len = strlen(id);

	if (path->len < len || !str_equal_nocase(str_slice(*path, 0, len), str_of(id)))
		return false;
	if (path->len > len && path->at[len] != ':')
		return false;
	*path = str_slice(*path, path->len > len ? len + 1 : len, path->len);
	return true;
}

static enum rc find_sub(struct reader *reader, struct str name, struct scim_path *out)
{
	if (!name.len)
		return RC_OK;
	out->sub = scim_attribute_of(out->attribute->subs, name);
	if (out->sub)
		return RC_OK;
	out->is_unkept = scim_schema_is_unkept(name);
	return out->is_unkept ? RC_OK : refuse(reader, "there is no attribute of this name");
}

/* Within [ ] names are those of the values. */
static enum rc find_inside(struct reader *reader, struct str name, struct scim_path *out)
{
	out->attribute = reader->inside;
	out->is_extension = reader->is_inside_extension;
	return find_sub(reader, name, out);
}

static enum rc find(struct reader *reader, struct str path, struct scim_path *out)
{
	const struct scim_schema *extension = reader->type->extension;

	*out = (struct scim_path){0};
	if (!path.len)
		return refuse(reader, "the name of an attribute is missing");
	if (reader->inside)
		return find_inside(reader, path, out);
	out->is_extension = extension && strip(&path, extension->id);
	if (out->is_extension && !path.len)
		return RC_OK;
	if (!out->is_extension)
		strip(&path, reader->type->core->id);
	if (str_starts(path, STR("urn:"))) {
		out->is_unkept = true;
		return RC_OK;
	}
	struct str rest = path, name = STR("");
	str_split(&rest, '.', &name);
	out->attribute = scim_attribute_of(out->is_extension ? extension->attributes : reader->type->core->attributes, name);
	if (out->attribute)
		return find_sub(reader, name.len < path.len ? rest : STR(""), out);
	out->is_unkept = scim_schema_is_unkept(name);
	return out->is_unkept ? RC_OK : refuse(reader, "there is no attribute of this name");
}

/* --- filters --------------------------------------------------------------------------- */

static enum rc read_or(struct reader *reader, const struct scim_filter **out);

static struct scim_filter *node(struct reader *reader, enum scim_node kind)
{
	struct scim_filter *made = ARENA_NEW(reader->arena, struct scim_filter);
	made->node = kind;
	return made;
}

/* A JSON string, whose end has to be found first. */
static enum rc read_text(struct reader *reader, struct scim_value *value)
{
	size_t end = 1;
	json_error_t error;

	while (end < reader->rest.len && reader->rest.at[end] != '"')
		end += reader->rest.at[end] == '\\' ? 2 : 1;
	if (end >= reader->rest.len)
		return refuse(reader, "a quotation mark is opened and never closed");
	json_t *read = json_loadb(reader->rest.at, end + 1, JSON_DECODE_ANY, &error);
	if (!read)
		return refuse(reader, "this is no JSON string");
	value->kind = SCIM_TEXT;
	value->text = arena_str(reader->arena, (struct str){json_string_value(read), json_string_length(read)});
	json_decref(read);
	reader->rest = str_slice(reader->rest, end + 1, reader->rest.len);
	return RC_OK;
}

static enum rc read_value(struct reader *reader, struct scim_value *value)
{
	skip_blanks(reader);
	if (reader->rest.len && reader->rest.at[0] == '"')
		return read_text(reader, value);
	value->kind = SCIM_TRUTH;
	value->truth = take_word(reader, "true");
	if (value->truth || take_word(reader, "false"))
		return RC_OK;
	if (take_word(reader, "null")) {
		value->kind = SCIM_NULL;
		return RC_OK;
	}
	return refuse(reader, "a value in quotation marks, true, false or null has to stand here");
}

/* What the attribute is compared with has its kind; "True" in quotes is taken, as some clients write it. */
static enum rc fit_value(struct reader *reader, const struct scim_path *path, struct scim_value *value)
{
	const struct scim_attribute *at = path->sub ? path->sub : path->attribute;

	if (value->kind == SCIM_NULL || !at)
		return RC_OK;
	if (at->type == SCIM_BOOLEAN && value->kind == SCIM_TEXT) {
		value->kind = SCIM_TRUTH;
		value->truth = str_equal_nocase(value->text, STR("true"));
		return value->truth || str_equal_nocase(value->text, STR("false")) ? RC_OK
										     : refuse(reader, "this is neither true nor false");
	}
	if (at->type == SCIM_DATE_TIME) {
		if (value->kind != SCIM_TEXT || !moment_parse(value->text, &value->at))
			return refuse(reader, "this is no moment such as 2026-03-14T09:30:00Z");
		value->kind = SCIM_MOMENT;
		return RC_OK;
	}
	if ((at->type == SCIM_BOOLEAN) != (value->kind == SCIM_TRUTH))
		return refuse(reader, "this attribute has values of another kind");
	return RC_OK;
}

/* A complex attribute is compared by its value, a lone one such as name cannot be. */
static enum rc fit_path(struct reader *reader, struct scim_path *path, enum scim_operator operator)
{
	if (path->is_unkept)
		return refuse(reader, "this attribute is not kept here");
	if (!path->attribute)
		return refuse(reader, "an attribute of the extension has to be named");
	if (path->sub || path->attribute->type != SCIM_COMPLEX)
		return RC_OK;
	path->sub = scim_attribute_of(path->attribute->subs, STR("value"));
	return path->sub || operator == SCIM_PR ? RC_OK : refuse(reader, "a part of this attribute has to be named");
}

static enum rc read_compare(struct reader *reader, struct scim_path path, const struct scim_filter **out)
{
	static const char *const words[] = {"eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "pr"};
	struct scim_filter *made = node(reader, SCIM_COMPARE);
	size_t at = 0;

	while (at < sizeof words / sizeof *words && !take_word(reader, words[at]))
		at++;
	if (at == sizeof words / sizeof *words)
		return refuse(reader, "an operator such as eq has to stand here");
	made->operator = (enum scim_operator)at;
	made->path = path;
	*out = made;
	enum rc rc = fit_path(reader, &made->path, made->operator);
	if (rc != RC_OK || made->operator == SCIM_PR)
		return rc;
	rc = read_value(reader, &made->value);
	return rc == RC_OK ? fit_value(reader, &made->path, &made->value) : rc;
}

/* What stands between [ and ], about values of the attribute. */
static enum rc read_where(struct reader *reader, const struct scim_path *of, const struct scim_filter **out)
{
	if (of->is_unkept || !of->attribute || of->sub || !of->attribute->subs)
		return refuse(reader, "only values of a complex attribute can be chosen");
	reader->inside = of->attribute;
	reader->is_inside_extension = of->is_extension;
	enum rc rc = read_or(reader, out);
	reader->inside = NULL;
	if (rc == RC_OK && !take(reader, ']'))
		rc = refuse(reader, "] has to stand here");
	return rc;
}

static enum rc read_term(struct reader *reader, const struct scim_filter **out)
{
	struct scim_path path;

	const bool is_not = take_word(reader, "not");
	if (take(reader, '(')) {
		enum rc rc = read_or(reader, out);
		if (rc == RC_OK && !take(reader, ')'))
			rc = refuse(reader, ") has to stand here");
		if (rc != RC_OK || !is_not)
			return rc;
		struct scim_filter *made = node(reader, SCIM_NOT);
		made->left = *out;
		*out = made;
		return RC_OK;
	}
	if (is_not)
		return refuse(reader, "( has to stand behind not");
	struct str name = take_path(reader);
	enum rc rc = find(reader, name, &path);
	if (rc != RC_OK)
		return rc;
	if (reader->inside || !take(reader, '['))
		return read_compare(reader, path, out);
	struct scim_filter *made = node(reader, SCIM_HAS);
	made->path = path;
	*out = made;
	return read_where(reader, &path, &made->left);
}

static enum rc read_and(struct reader *reader, const struct scim_filter **out)
{
	enum rc rc = read_term(reader, out);

	while (rc == RC_OK && take_word(reader, "and")) {
		struct scim_filter *made = node(reader, SCIM_AND);
		made->left = *out;
		*out = made;
		rc = read_term(reader, &made->right);
	}
	return rc;
}

static enum rc read_or(struct reader *reader, const struct scim_filter **out)
{
	if (++reader->depth > SCIM_FILTER_DEPTH)
		return refuse(reader, "this is nested too deep");
	enum rc rc = read_and(reader, out);
	while (rc == RC_OK && take_word(reader, "or")) {
		struct scim_filter *made = node(reader, SCIM_OR);
		made->left = *out;
		*out = made;
		rc = read_and(reader, &made->right);
	}
	reader->depth--;
	return rc;
}

static enum rc ended(struct reader *reader)
{
	skip_blanks(reader);
	return reader->rest.len ? refuse(reader, "nothing more is understood") : RC_OK;
}

enum rc scim_filter_read(struct arena *arena, const struct scim_type_of_resource *type, struct str text,
			 const struct scim_filter **out, const char **why)
{
	struct reader reader = {.arena = arena, .type = type, .rest = text};
	enum rc rc = text.len <= SCIM_FILTER_MOST && str_is_utf8(text) ? RC_OK : refuse(&reader, "the filter is too long");

	if (rc == RC_OK)
		rc = read_or(&reader, out);
	if (rc == RC_OK)
		rc = ended(&reader);
	*why = reader.why;
	return rc;
}

enum rc scim_path_read(struct arena *arena, const struct scim_type_of_resource *type, struct str text,
		       struct scim_path *out, const char **why)
{
	struct reader reader = {.arena = arena, .type = type, .rest = str_trim(text)};
	enum rc rc = text.len <= SCIM_FILTER_MOST && str_is_utf8(text) ? RC_OK : refuse(&reader, "the path is too long");

	if (rc == RC_OK)
		rc = find(&reader, take_path(&reader), out);
	/* Of what is not kept nothing more has to be understood. */
	if (rc == RC_OK && !out->is_unkept && take(&reader, '[')) {
		rc = read_where(&reader, out, &out->where);
		if (rc == RC_OK && str_take(&reader.rest, '.'))
			rc = find_sub(&reader, take_path(&reader), out);
	}
	if (rc == RC_OK && !out->is_unkept)
		rc = ended(&reader);
	*why = reader.why;
	return rc;
}

/* --- applied ----------------------------------------------------------------------------- */

int scim_filter_compare(struct str a, struct str b, bool is_exact)
{
	if (is_exact)
		return str_compare(a, b);
	for (size_t i = 0; i < a.len && i < b.len; i++) {
		int difference = tolower((unsigned char)a.at[i]) - tolower((unsigned char)b.at[i]);
		if (difference)
			return difference;
	}
	return (a.len > b.len) - (a.len < b.len);
}

static bool contains(struct str text, struct str part, bool is_exact)
{
	for (size_t i = 0; i + part.len <= text.len; i++) {
		struct str at = str_slice(text, i, part.len);
		if (is_exact ? str_equal(at, part) : str_equal_nocase(at, part))
			return true;
	}
	return part.len == 0;
}

static bool order_holds(enum scim_operator operator, int order)
{
	switch (operator) {
	case SCIM_EQ:
		return order == 0;
	case SCIM_NE:
		return order != 0;
	case SCIM_GT:
		return order > 0;
	case SCIM_GE:
		return order >= 0;
	case SCIM_LT:
		return order < 0;
	case SCIM_LE:
		return order <= 0;
	default:
		return false;
	}
}

static bool text_holds(enum scim_operator operator, struct str text, struct str wanted, bool is_exact)
{
	const size_t len = wanted.len;
	const bool is_long = text.len >= len;
	struct str front = str_slice(text, 0, len), back = is_long ? str_slice(text, text.len - len, len) : STR("");

	switch (operator) {
	case SCIM_CO:
		return contains(text, wanted, is_exact);
	case SCIM_SW:
		return is_long && (is_exact ? str_equal(front, wanted) : str_equal_nocase(front, wanted));
	case SCIM_EW:
		return is_long && (is_exact ? str_equal(back, wanted) : str_equal_nocase(back, wanted));
	default:
		return order_holds(operator, scim_filter_compare(text, wanted, is_exact));
	}
}

static bool value_holds(const struct scim_filter *filter, const struct scim_value *value)
{
	const struct scim_attribute *at = filter->path.sub ? filter->path.sub : filter->path.attribute;
	const struct scim_value *wanted = &filter->value;

	if (filter->operator == SCIM_PR)
		return value->kind != SCIM_NULL && (value->kind != SCIM_TEXT || value->text.len > 0);
	/* What is missing equals null and differs from everything else; it has no order and no parts. */
	if (wanted->kind == SCIM_NULL || value->kind == SCIM_NULL)
		return wanted->kind == value->kind ? filter->operator == SCIM_EQ : filter->operator == SCIM_NE;
	if (value->kind != wanted->kind)
		return false;
	if (value->kind == SCIM_MOMENT)
		return order_holds(filter->operator, (value->at > wanted->at) - (value->at < wanted->at));
	if (value->kind == SCIM_TRUTH)
		return order_holds(filter->operator, value->truth - wanted->truth);
	return text_holds(filter->operator, value->text, wanted->text, (at->flags & SCIM_EXACT) != 0);
}

/* One value of several: the parts of a value path are looked at for the same one. */
struct position {
	const void *resource;
	scim_value_at *value_at;
	bool is_one;
	size_t at;
};

static bool holds(const struct scim_filter *filter, const struct position *position);

static bool compare_holds(const struct scim_filter *filter, const struct position *position)
{
	struct scim_value value = {0};

	if (position->is_one) {
		if (!position->value_at(position->resource, &filter->path, position->at, &value))
			value.kind = SCIM_NULL;
		return value_holds(filter, &value);
	}
	size_t count = 0;
	for (; position->value_at(position->resource, &filter->path, count, &value); count++)
		if (value_holds(filter, &value))
			return true;
	if (count)
		return false;
	value.kind = SCIM_NULL;
	return value_holds(filter, &value);
}

static bool has_one(const struct scim_filter *filter, const struct position *position)
{
	struct position one = {position->resource, position->value_at, true, 0};
	struct scim_path any = {filter->path.is_extension, filter->path.attribute, NULL, NULL, false};
	struct scim_value value;

	for (; position->value_at(position->resource, &any, one.at, &value); one.at++)
		if (holds(filter->left, &one))
			return true;
	return false;
}

static bool holds(const struct scim_filter *filter, const struct position *position)
{
	switch (filter->node) {
	case SCIM_AND:
		return holds(filter->left, position) && holds(filter->right, position);
	case SCIM_OR:
		return holds(filter->left, position) || holds(filter->right, position);
	case SCIM_NOT:
		return !holds(filter->left, position);
	case SCIM_HAS:
		return has_one(filter, position);
	default:
		return compare_holds(filter, position);
	}
}

bool scim_filter_holds(const struct scim_filter *filter, const void *resource, scim_value_at *value_at)
{
	const struct position position = {resource, value_at, false, 0};
	return holds(filter, &position);
}

struct str scim_filter_equals(const struct scim_filter *filter, const char *attribute, const char *sub)
{
	if (filter->node == SCIM_AND) {
		struct str found = scim_filter_equals(filter->left, attribute, sub);
		return found.at ? found : scim_filter_equals(filter->right, attribute, sub);
	}
	if (filter->node == SCIM_HAS)
		return scim_filter_equals(filter->left, attribute, sub);
	if (filter->node != SCIM_COMPARE || filter->operator != SCIM_EQ || filter->value.kind != SCIM_TEXT)
		return STR_NONE;
	if (strcmp(filter->path.attribute->name, attribute) != 0)
		return STR_NONE;
	if (sub && (!filter->path.sub || strcmp(filter->path.sub->name, sub) != 0))
		return STR_NONE;
	return filter->value.text;
}
