#include "http/form.h"

#include <assert.h>
#include <string.h>

#include "base/decimal.h"
#include "http/api_operation.h"
#include "http/pairs.h"

struct str rq_tr(const struct request *rq, const char *english)
{
	return tr(rq->catalogue, english);
}

enum rc problem_add(struct request *rq, const char *field, const char *english)
{
	return problem_add_text(rq, field, rq_tr(rq, english));
}

enum rc problem_add_text(struct request *rq, const char *field, struct str message)
{
	enum { FIRST_ROOM = 8 };
	size_t count = rq->problem_count;

	if (count == 0 || (count >= FIRST_ROOM && (count & (count - 1)) == 0)) {
		struct problem *more = ARENA_ARRAY(rq->arena, struct problem, count ? count * 2 : FIRST_ROOM);
		if (count)
			memcpy(more, rq->problems, count * sizeof *more);
		rq->problems = more;
	}
	rq->problems[rq->problem_count++] = (struct problem){field, message};
	return RC_INVALID;
}

struct str problem_of(const struct request *rq, const char *field)
{
	for (size_t i = 0; i < rq->problem_count; i++)
		if (strcmp(rq->problems[i].field, field) == 0)
			return rq->problems[i].message;
	return STR_NONE;
}

struct str form_field_id(struct arena *arena, const char *prefix, const char *name)
{
	struct str id = arena_printf(arena, "f-%s%s", prefix, name);
	char *at = arena_alloc(arena, id.len + 1, 1);

	for (size_t i = 0; i < id.len; i++)
		at[i] = id.at[i] == '.' ? '-' : id.at[i];
	return (struct str){at, id.len};
}

/* A form that names a field which its record lacks is a mistake of ours. */
static const struct field *field_of(const struct form *form, const char *name)
{
	const struct field *field = record_field(form->record, str_of(name));

	assert(field);
	return field;
}

/* The key of a field in the body: the table's own name where there is no prefix. */
static const char *key_of(struct arena *arena, const char *prefix, const struct field *field)
{
	return prefix[0] ? arena_printf(arena, "%s%s", prefix, field->name).at : field->name;
}

void form_choices(struct request *rq, const char *field, const struct choice *at, size_t count)
{
	struct choices *choices = ARENA_NEW(rq->arena, struct choices);

	*choices = (struct choices){field, at, count, rq->choices};
	rq->choices = choices;
}

static const struct choices *choices_of(const struct request *rq, const struct field *field)
{
	const struct choices *choices = field->kind == FIELD_ID ? rq->choices : NULL;

	while (choices && strcmp(choices->field, field->name) != 0)
		choices = choices->next;
	return choices;
}

/* Is the id that was read one of those on offer? */
static bool is_offered(const struct request *rq, const struct field *field, const void *row)
{
	const struct choices *choices = choices_of(rq, field);
	int64_t id;

	if (!choices || field_is_empty(field, row))
		return true;
	memcpy(&id, (const char *)row + field->offset, sizeof id);
	for (size_t i = 0; i < choices->count; i++)
		if (choices->at[i].id == id)
			return true;
	return false;
}

bool form_leaves_out(const struct request *rq, const char *key)
{
	const struct api_operation *operation = rq->api && rq->route ? rq->route->api : NULL;

	return operation && (operation->flags & API_PARTIAL) && !pairs_has(&rq->form, key);
}

/* A box that a creation of the JSON interface does not name is as the form of a new one shows it. */
static bool is_default(const struct request *rq, const struct field *field, const char *key)
{
	const struct api_operation *operation = rq->api && rq->route ? rq->route->api : NULL;

	return field->kind == FIELD_BOOL && operation && operation->status == 201 && !pairs_has(&rq->form, key);
}

static enum rc read_fields(struct request *rq, const struct form *form, const struct pairs *pairs,
			   const char *prefix, void *row)
{
	size_t problems = rq->problem_count;

	for (const char *const *name = form->names; *name; name++) {
		const struct field *field = field_of(form, *name);
		const char *key = key_of(rq->arena, prefix, field);
		const char *why;
		if (pairs == &rq->form && (form_leaves_out(rq, key) || is_default(rq, field, key)))
			continue;
		enum rc rc =
			field_parse(rq->arena, field, pairs_get(pairs, key), rq->zone, rq->now, row, &why);
		if (rc == RC_INVALID)
			problem_add_text(rq, key, field_message(rq->arena, field, rq_tr(rq, why)));
		else if (rc != RC_OK)
			return rc;
		else if (!is_offered(rq, field, row))
			problem_add(rq, key, N_("Choose one of the values offered"));
	}
	if (rq->problem_count > problems)
		return RC_INVALID;
	return form->check ? form->check(rq, row) : RC_OK;
}

enum rc form_read(struct request *rq, const struct form *form, void *row)
{
	return read_fields(rq, form, &rq->form, "", row);
}

enum rc query_read(struct request *rq, const struct form *form, void *row)
{
	return read_fields(rq, form, &rq->query, "", row);
}

enum rc form_read_prefixed(struct request *rq, const struct form *form, const char *prefix, void *row)
{
	return read_fields(rq, form, &rq->form, prefix, row);
}

size_t form_group_count(const struct request *rq, const char *group, size_t most)
{
	struct str prefix = arena_printf(rq->arena, "%s.", group);
	size_t count = 0;

	for (size_t i = 0; i < rq->form.count; i++) {
		struct str rest = rq->form.at[i].name, number;
		int64_t n;
		if (!str_starts(rest, prefix))
			continue;
		rest = str_slice(rest, prefix.len, rest.len);
		if (str_split(&rest, '.', &number) && str_to_int(number, 0, (int64_t)most - 1, &n) &&
		    (size_t)n >= count)
			count = (size_t)n + 1;
	}
	return count;
}

/* One field on its way into the page. */
struct shown {
	struct request *rq;
	const struct field *field;
	const char *key;
	struct str id;
	struct str value;            /* as the control holds it */
	struct str maxlength, min, max, step, inputmode;
	struct view *view;
};

/* label is in the reader's language. */
static void show_option(const struct shown *s, struct view_list *options, size_t index, struct str code,
			struct str label)
{
	struct view *option = view_add(options);

	view_text(option, "code", code);
	view_text(option, "label", label);
	view_flag(option, "selected", str_equal(s->value, code));
	/* The first has the control's own id, so that a link to the field lands on it. */
	if (index == 0)
		view_text(option, "id", s->id);
	else
		view_printf(option, "id", "%.*s-%zu", STR_ARG(s->id), index);
}

static void show_choice(struct shown *s)
{
	struct view_list *options = view_list(s->view, "options");
	const struct code *rows = s->field->codes->rows;

	for (size_t i = 1; rows[i].code; i++)
		show_option(s, options, i - 1, str_of(rows[i].code), rq_tr(s->rq, rows[i].label));
}

static void show_rows(const struct shown *s, const struct choices *choices)
{
	struct view_list *options = view_list(s->view, "options");

	for (size_t i = 0; i < choices->count; i++)
		show_option(s, options, i, decimal_text(s->rq->arena, choices->at[i].id, 0, false),
			    choices->at[i].label);
}

static void show_answer(struct shown *s)
{
	struct view_list *options = view_list(s->view, "options");

	show_option(s, options, 0, STR("yes"), rq_tr(s->rq, N_("Yes")));
	show_option(s, options, 1, STR("no"), rq_tr(s->rq, N_("No")));
}

static void show_text(struct shown *s)
{
	s->maxlength = arena_printf(s->rq->arena, "%zu", field_max(s->field));
}

static void show_number(struct shown *s)
{
	const struct field *field = s->field;
	const bool is_whole = field->kind == FIELD_INT || field->kind == FIELD_ID;

	/* Both 0 stands for any sensible amount: then only the lower bound is worth telling. */
	s->min = field_message(s->rq->arena, field, STR("{least}"));
	if (field->least != 0 || field->most != 0)
		s->max = field_message(s->rq->arena, field, STR("{most}"));
	s->step = is_whole ? STR("1") : field->kind == FIELD_MONEY ? STR("0.01") : STR("any");
	s->inputmode = is_whole ? STR("numeric") : STR("decimal");
}

static void show_time(struct shown *s)
{
	struct request *rq = s->rq;

	if (!(s->field->flags & FIELD_PAST))
		return;
	if (s->field->kind == FIELD_DAY)
		s->max = day_text(rq->arena, zone_day(rq->zone, rq->now));
	else if (s->field->kind == FIELD_MOMENT)
		s->max = zone_input_text(rq->arena, rq->zone, rq->now);
}

static void show_box(struct shown *s)
{
	view_flag(s->view, "checked", s->value.len > 0);
}

static const struct {
	const char *flag;
	void (*show)(struct shown *s);
} kinds[] = {
	[FIELD_TEXT] = {"is_text", show_text},       [FIELD_PROSE] = {"is_prose", show_text},
	[FIELD_INT] = {"is_number", show_number},    [FIELD_DECIMAL] = {"is_number", show_number},
	[FIELD_MONEY] = {"is_number", show_number},  [FIELD_BOOL] = {"is_box", show_box},
	[FIELD_ANSWER] = {"is_answer", show_answer}, [FIELD_MOMENT] = {"is_moment", show_time},
	[FIELD_DAY] = {"is_day", show_time},         [FIELD_CLOCK] = {"is_clock", show_time},
	[FIELD_CODE] = {"is_choice", show_choice},   [FIELD_ID] = {"is_number", show_number},
	[FIELD_UUID] = {"is_text", show_text},       [FIELD_BYTES] = {"is_text", show_text},
};

/* The stored value as the control holds it. */
static struct str stored_value(const struct request *rq, const struct field *field, const void *row)
{
	moment at;

	if (!row || field_is_empty(field, row))
		return STR("");
	if (field->kind == FIELD_MOMENT) {
		memcpy(&at, (const char *)row + field->offset, sizeof at);
		return zone_input_text(rq->arena, rq->zone, at);
	}
	if (field->kind == FIELD_BOOL)
		return STR("1");
	return field_text(rq->arena, field, row);
}

/* Where the typed values of this form are: NULL when none of its keys was sent. */
static const struct pairs *typed_pairs(const struct request *rq, const struct form *form, const char *prefix)
{
	const struct pairs *pairs = method_changes(rq->method) ? &rq->form : &rq->query;

	if (!method_changes(rq->method) && rq->problem_count == 0)
		return NULL;
	for (const char *const *name = form->names; *name; name++) {
		if (pairs_has(pairs, key_of(rq->arena, prefix, field_of(form, *name))))
			return pairs;
	}
	return NULL;
}

static struct str describedby(const struct shown *s, bool has_problem)
{
	if (s->field->hint && has_problem)
		return arena_printf(s->rq->arena, "%.*s-hint %.*s-problem", STR_ARG(s->id), STR_ARG(s->id));
	if (s->field->hint || has_problem)
		return arena_printf(s->rq->arena, "%.*s-%s", STR_ARG(s->id),
				    has_problem ? "problem" : "hint");
	return STR("");
}

static void show_field(struct shown *s)
{
	const struct field *field = s->field;
	struct view *view = s->view;
	struct str problem = problem_of(s->rq, s->key);

	const struct choices *choices = choices_of(s->rq, field);

	if (choices) {
		show_rows(s, choices);
		view_flag(view, "is_choice", true);
	} else {
		kinds[field->kind].show(s);
		view_flag(view, kinds[field->kind].flag, true);
	}
	view_cstr(view, "name", s->key);
	view_text(view, "id", s->id);
	view_text(view, "label", rq_tr(s->rq, field->label));
	view_text(view, "value", s->value);
	view_flag(view, "required", (field->flags & FIELD_REQUIRED) != 0);
	/* Also where there is none: else a template would find the page's member of that name. */
	view_text(view, "hint", field->hint ? rq_tr(s->rq, field->hint) : STR(""));
	view_text(view, "problem", problem.at ? problem : STR(""));
	view_text(view, "describedby", describedby(s, problem.at != NULL));
	view_cstr(view, "autocomplete", field->autocomplete ? field->autocomplete : "");
	view_text(view, "maxlength", s->maxlength);
	view_text(view, "min", s->min);
	view_text(view, "max", s->max);
	view_text(view, "step", s->step);
	view_text(view, "inputmode", s->inputmode);
}

void form_view_prefixed(struct request *rq, struct view *page, const char *name, const struct form *form,
			const char *prefix, const void *row)
{
	struct view *view = view_object(page, name);
	struct view_list *list = view_list(view, "fields");
	const struct pairs *typed = typed_pairs(rq, form, prefix);

	for (const char *const *at = form->names; *at; at++) {
		const struct field *field = field_of(form, *at);
		const char *key = key_of(rq->arena, prefix, field);
		struct shown shown = {
			.rq = rq,
			.field = field,
			.key = key,
			.id = form_field_id(rq->arena, prefix, field->name),
			.maxlength = STR(""),
			.min = STR(""),
			.max = STR(""),
			.step = STR(""),
			.inputmode = STR(""),
			.view = view_add(list),
		};
		if (typed)
			shown.value = pairs_get(typed, key);
		else
			shown.value = stored_value(rq, field, row);
		if (!shown.value.at)
			shown.value = STR("");
		show_field(&shown);
		view_child(view, field->name, shown.view);
	}
}

void form_view(struct request *rq, struct view *page, const char *name, const struct form *form,
	       const void *row)
{
	form_view_prefixed(rq, page, name, form, "", row);
}
