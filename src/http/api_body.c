#include "http/api_body.h"

#include <jansson.h>
#include <string.h>

#include "http/pairs.h"

enum { MOST_VALUES = 5000, MOST_ITEMS = 500 };

/* A JSON body on its way into the form. */
struct reader {
	struct request *rq;
	bool is_partial;
	size_t values;
};

/* What a value has to be, in the words of a problem. */
static const char text_wanted[] = N_("Send a text");
static const char integer_wanted[] = N_("Send a whole number, not a text");
static const char number_wanted[] = N_("Send a number, not a text");
static const char bool_wanted[] = N_("Send true or false");
static const char list_wanted[] = N_("Send a list");
static const char object_wanted[] = N_("Send an object");

static void add(struct reader *reader, const char *key, struct str value)
{
	pairs_add(reader->rq->arena, &reader->rq->form, str_of(key), value);
	reader->values++;
}

static struct str string_of(struct arena *arena, const json_t *value)
{
	return arena_str(arena, (struct str){json_string_value(value), json_string_length(value)});
}

static void take_text(struct reader *reader, const char *key, const json_t *value)
{
	if (json_is_null(value))
		add(reader, key, STR(""));
	else if (json_is_string(value))
		add(reader, key, string_of(reader->rq->arena, value));
	else
		problem_add(reader->rq, key, text_wanted);
}

static void take_integer(struct reader *reader, const char *key, const json_t *value)
{
	if (json_is_null(value))
		add(reader, key, STR(""));
	else if (json_is_integer(value))
		add(reader, key, arena_printf(reader->rq->arena, "%lld", (long long)json_integer_value(value)));
	else
		problem_add(reader->rq, key, integer_wanted);
}

static void take_number(struct reader *reader, const char *key, const json_t *value)
{
	if (json_is_real(value))
		add(reader, key, arena_printf(reader->rq->arena, "%.15g", json_real_value(value)));
	else if (json_is_null(value) || json_is_integer(value))
		take_integer(reader, key, value);
	else
		problem_add(reader->rq, key, number_wanted);
}

static void take_bool(struct reader *reader, const char *key, const json_t *value)
{
	if (json_is_boolean(value) || json_is_null(value))
		add(reader, key, json_is_true(value) ? STR("1") : STR(""));
	else
		problem_add(reader->rq, key, bool_wanted);
}

static void take_answer(struct reader *reader, const char *key, const json_t *value)
{
	if (json_is_boolean(value))
		add(reader, key, json_is_true(value) ? STR("yes") : STR("no"));
	else
		take_text(reader, key, value);
}

static void take_field(struct reader *reader, const struct field *field, const char *key, const json_t *value)
{
	switch (field->kind) {
	case FIELD_INT:
	case FIELD_ID:
		take_integer(reader, key, value);
		break;
	case FIELD_DECIMAL:
	case FIELD_MONEY:
		take_number(reader, key, value);
		break;
	case FIELD_BOOL:
		take_bool(reader, key, value);
		break;
	case FIELD_ANSWER:
		take_answer(reader, key, value);
		break;
	default:
		take_text(reader, key, value);
		break;
	}
}

static void take_object(struct reader *reader, const struct api_schema *schema, const char *prefix, const json_t *object);

static const char *joined(struct reader *reader, const char *prefix, const char *name)
{
	return arena_printf(reader->rq->arena, "%s%s", prefix, name).at;
}

static void take_nested(struct reader *reader, const struct api_schema *schema, const char *key, const json_t *value)
{
	if (json_is_object(value))
		take_object(reader, schema, joined(reader, key, "."), value);
	else
		problem_add(reader->rq, key, object_wanted);
}

static void take_items(struct reader *reader, const struct api_member *member, const char *key, const json_t *value)
{
	const size_t count = json_array_size(value);

	if (json_is_null(value))
		return;
	if (!json_is_array(value) || count > MOST_ITEMS) {
		problem_add(reader->rq, key, list_wanted);
		return;
	}
	for (size_t i = 0; i < count; i++) {
		const json_t *item = json_array_get(value, i);
		if (member->type == API_LIST)
			take_nested(reader, member->of, arena_printf(reader->rq->arena, "%s.%zu", key, i).at, item);
		else if (member->type == API_INTS)
			take_integer(reader, key, item);
		else
			take_text(reader, key, item);
	}
}

static void take_member(struct reader *reader, const struct api_member *member, const char *key, const json_t *value)
{
	switch (member->type) {
	case API_INT:
		take_integer(reader, key, value);
		break;
	case API_NUMBER:
		take_number(reader, key, value);
		break;
	case API_BOOL:
		take_bool(reader, key, value);
		break;
	case API_OBJECT:
		take_nested(reader, member->of, key, value);
		break;
	case API_LIST:
	case API_TEXTS:
	case API_INTS:
		take_items(reader, member, key, value);
		break;
	default:
		take_text(reader, key, value);
		break;
	}
}

/* The member of that name: one of its own, or a field of a form (*field). NULL: none. */
static const struct api_member *find(const struct api_schema *schema, const char *name, const struct field **field)
{
	const struct api_member *member = schema->members;

	*field = NULL;
	for (; !api_member_is_end(member); member++) {
		if (member->type != API_FIELDS && strcmp(member->name, name) == 0)
			return member;
		if (member->type != API_FIELDS)
			continue;
		*field = record_field(member->form->record, str_of(name));
		if (*field && api_operation_shows(member->form, *field))
			return member;
	}
	*field = NULL;
	return NULL;
}

/* "/a~1b" behind the pointer that the prefix stands for. */
static const char *pointer_of(struct reader *reader, const char *prefix, const char *name)
{
	struct text out = TEXT_IN(reader->rq->arena);

	text_char(&out, '/');
	for (; *prefix; prefix++)
		text_char(&out, *prefix == '.' ? '/' : *prefix);
	for (; *name; name++)
		if (*name == '~')
			text_cstr(&out, "~0");
		else if (*name == '/')
			text_cstr(&out, "~1");
		else
			text_char(&out, *name);
	return text_str(&out).at;
}

static void check_required(struct reader *reader, const struct api_schema *schema, const char *prefix, const json_t *object)
{
	for (const struct api_member *member = schema->members; !api_member_is_end(member); member++)
		if ((member->flags & API_REQUIRED) && !json_object_get(object, member->name))
			problem_add(reader->rq, joined(reader, prefix, member->name), N_("This is needed"));
}

static void take_object(struct reader *reader, const struct api_schema *schema, const char *prefix, const json_t *object)
{
	/* jansson's iterators take no const object; nothing is changed. */
	union { const json_t *in; json_t *out; } any = {object};
	const char *name;
	json_t *value;

	json_object_foreach (any.out, name, value) {
		const struct field *field;
		const struct api_member *member = find(schema, name, &field);
		const char *key = joined(reader, prefix, name);
		if (reader->values > MOST_VALUES)
			return;
		if (!member)
			problem_add(reader->rq, pointer_of(reader, prefix, name), N_("There is no member of this name"));
		else if (field)
			take_field(reader, field, key, value);
		else
			take_member(reader, member, key, value);
	}
	if (!reader->is_partial)
		check_required(reader, schema, prefix, object);
}

/*
 * Where something is wrong with the body itself its handler is not called: what it would say of the fields is said
 * here, so that all of it is known at once. The row is only there to be written to.
 */
static void check_fields(struct reader *reader, const struct api_member *member)
{
	const struct form *form = member->form;
	struct request *rq = reader->rq;
	void *row = arena_alloc(rq->arena, form->record->size, sizeof(int64_t) * 2);

	record_clear(form->record, row);
	for (const struct field *field = form->record->fields; field->name; field++) {
		const char *key = field->name, *why;
		const bool may_miss = reader->is_partial || member->flags & API_OPTIONAL || api_operation_lists(member->optional, key);
		if (!api_operation_shows(form, field) || problem_of(rq, key).at || (may_miss && !pairs_has(&rq->form, key)))
			continue;
		if (field_parse(rq->arena, field, pairs_get(&rq->form, key), rq->zone, rq->now, row, &why) == RC_INVALID)
			problem_add_text(rq, key, field_message(rq->arena, field, rq_tr(rq, why)));
	}
}

static void release(void *resource)
{
	json_decref(resource);
}

enum rc api_body_parse(struct request *rq, struct str json, const struct api_schema *schema, bool is_partial)
{
	struct reader reader = {.rq = rq, .is_partial = is_partial};
	const size_t problems = rq->problem_count;
	json_error_t error;
	json_t *root = json_loadb(json.at ? json.at : "", json.len, JSON_REJECT_DUPLICATES, &error);

	if (!root) {
		problem_add_text(rq, "", arena_printf(rq->arena, "%.*s (%d:%d)", STR_ARG(rq_tr(rq, N_("This is no valid JSON"))),
						      error.line, error.column));
		return RC_BAD_REQUEST;
	}
	arena_defer(rq->arena, release, root);
	if (!json_is_object(root)) {
		problem_add(rq, "", object_wanted);
		return RC_BAD_REQUEST;
	}
	take_object(&reader, schema, "", root);
	if (reader.values > MOST_VALUES)
		return RC_TOO_LARGE;
	if (rq->problem_count == problems)
		return RC_OK;
	for (const struct api_member *member = schema->members; !api_member_is_end(member); member++)
		if (member->type == API_FIELDS)
			check_fields(&reader, member);
	return RC_INVALID;
}

enum rc api_body_read(struct request *rq, const struct api_schema *schema, bool is_partial)
{
	return api_body_parse(rq, rq->body.len ? rq->body : STR("{}"), schema, is_partial);
}
