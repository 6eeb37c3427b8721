#include "http/form.h"

#include <inttypes.h>
#include <string.h>

#include "http/pairs.h"

enum { TEXT_MAX = 255, PROSE_MAX = 20000 };

struct str rq_tr(const struct request *rq, const char *english)
{
	return tr(rq->catalogue, english);
}

enum rc problem_add(struct request *rq, const char *field, const char *english)
{
	enum { FIRST_ROOM = 8 };
	size_t count = rq->problem_count;

	if (count == 0 || (count >= FIRST_ROOM && (count & (count - 1)) == 0)) {
		struct problem *more = ARENA_ARRAY(rq->arena, struct problem, count ? count * 2 : FIRST_ROOM);
		if (count)
			memcpy(more, rq->problems, count * sizeof *more);
		rq->problems = more;
	}
	rq->problems[rq->problem_count++] = (struct problem){field, rq_tr(rq, english)};
	return RC_INVALID;
}

struct str problem_of(const struct request *rq, const char *field)
{
	for (size_t i = 0; i < rq->problem_count; i++)
		if (strcmp(rq->problems[i].field, field) == 0)
			return rq->problems[i].message;
	return STR_NONE;
}

struct str field_id(struct arena *arena, const char *prefix, const char *name)
{
	struct str id = arena_printf(arena, "f-%s%s", prefix, name);
	char *at = arena_alloc(arena, id.len + 1, 1);

	for (size_t i = 0; i < id.len; i++)
		at[i] = id.at[i] == '.' ? '-' : id.at[i];
	return (struct str){at, id.len};
}

/* The key of a field in the body: the table's own name where there is no prefix. */
static const char *key_of(struct arena *arena, const char *prefix, const struct field *field)
{
	return prefix[0] ? arena_printf(arena, "%s%s", prefix, field->name).at : field->name;
}

/* Browsers send line ends as CR LF; we keep LF. */
static struct str typed_text(struct arena *arena, const struct field *field, struct str value)
{
	if (field->kind != FIELD_PROSE || !value.at || !memchr(value.at, '\r', value.len))
		return value;
	char *at = arena_alloc(arena, value.len + 1, 1);
	size_t len = 0;
	for (size_t i = 0; i < value.len; i++) {
		bool is_pair = value.at[i] == '\r' && i + 1 < value.len && value.at[i + 1] == '\n';
		if (!is_pair)
			at[len++] = value.at[i] == '\r' ? '\n' : value.at[i];
	}
	return (struct str){at, len};
}

static enum rc read_fields(struct request *rq, const struct form *form, const struct pairs *pairs, const char *prefix,
			   void *row)
{
	size_t problems = rq->problem_count;

	for (const char *const *name = form->names; *name; name++) {
		const struct field *field = record_field(form->record, str_of(*name));
		const char *key = key_of(rq->arena, prefix, field);
		struct str value = typed_text(rq->arena, field, pairs_get(pairs, key));
		const char *why = NULL;
		enum rc rc = field_parse(rq->arena, field, value.at ? value : STR(""), rq->zone, rq->now, row, &why);
		if (rc == RC_INVALID)
			problem_add(rq, key, why);
		else if (rc != RC_OK)
			return rc;
		else if ((field->flags & FIELD_REQUIRED) && field_is_empty(field, row))
			problem_add(rq, key, N_("This answer is needed"));
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
		if (str_split(&rest, '.', &number) && str_to_int(number, 0, (int64_t)most - 1, &n) && (size_t)n >= count)
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
	struct view *view;
};

static void show_option(const struct shown *s, struct view_list *options, size_t index, const char *code,
			const char *label, bool is_selected)
{
	struct view *option = view_add(options);

	view_cstr(option, "code", code);
	view_text(option, "label", rq_tr(s->rq, label));
	view_flag(option, "selected", is_selected);
	/* The first has the control's own id, so that a link to the field lands on it. */
	if (index == 0)
		view_text(option, "id", s->id);
	else
		view_printf(option, "id", "%.*s-%zu", STR_ARG(s->id), index);
}

static void show_choice(const struct shown *s)
{
	struct view_list *options = view_list(s->view, "options");
	const struct code *rows = s->field->codes->rows;

	for (size_t i = 1; rows[i].code; i++)
		show_option(s, options, i - 1, rows[i].code, rows[i].label, str_is(s->value, rows[i].code));
}

static void show_answer(const struct shown *s)
{
	struct view_list *options = view_list(s->view, "options");

	show_option(s, options, 0, "yes", N_("Yes"), str_is(s->value, "yes"));
	show_option(s, options, 1, "no", N_("No"), str_is(s->value, "no"));
}

static void show_text(const struct shown *s)
{
	size_t most = s->field->kind == FIELD_PROSE ? PROSE_MAX : TEXT_MAX;

	view_int(s->view, "maxlength", (int64_t)(s->field->max ? s->field->max : most));
}

/* A bound in the unit in which the field is typed: millionths and minor units as decimal numbers. */
static void show_bound(const struct shown *s, const char *name, int64_t value)
{
	switch (s->field->kind) {
	case FIELD_DECIMAL:
		view_printf(s->view, name, "%" PRId64 ".%06" PRId64, value / 1000000, value % 1000000);
		break;
	case FIELD_MONEY:
		view_printf(s->view, name, "%" PRId64 ".%02" PRId64, value / 100, value % 100);
		break;
	default:
		view_int(s->view, name, value);
	}
}

static void show_number(const struct shown *s)
{
	const struct field *field = s->field;
	const bool is_whole = field->kind == FIELD_INT;

	if (field->least >= 0)
		show_bound(s, "min", field->least);
	if (field->most > 0)
		show_bound(s, "max", field->most);
	view_cstr(s->view, "step", is_whole ? "1" : field->kind == FIELD_MONEY ? "0.01" : "any");
	view_cstr(s->view, "inputmode", is_whole ? "numeric" : "decimal");
}

static void show_time(const struct shown *s)
{
	struct request *rq = s->rq;

	if (!(s->field->flags & FIELD_PAST))
		return;
	if (s->field->kind == FIELD_DAY)
		view_text(s->view, "max", day_text(rq->arena, zone_day(rq->zone, rq->now)));
	else if (s->field->kind == FIELD_MOMENT)
		view_text(s->view, "max", zone_input_text(rq->arena, rq->zone, rq->now));
}

static void show_box(const struct shown *s)
{
	view_flag(s->view, "checked", s->value.len > 0);
}

static const struct {
	const char *flag;
	void (*show)(const struct shown *s);
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
		const struct field *field = record_field(form->record, str_of(*name));
		if (pairs_has(pairs, key_of(rq->arena, prefix, field)))
			return pairs;
	}
	return NULL;
}

static void show_field(const struct shown *s)
{
	const struct field *field = s->field;
	struct str problem = problem_of(s->rq, s->key);

	view_cstr(s->view, "name", s->key);
	view_text(s->view, "id", s->id);
	view_text(s->view, "label", rq_tr(s->rq, field->label));
	view_text(s->view, "value", s->value);
	view_flag(s->view, "required", (field->flags & FIELD_REQUIRED) != 0);
	view_flag(s->view, kinds[field->kind].flag, true);
	if (field->autocomplete)
		view_cstr(s->view, "autocomplete", field->autocomplete);
	if (field->hint)
		view_text(s->view, "hint", rq_tr(s->rq, field->hint));
	if (problem.at)
		view_text(s->view, "problem", problem);
	if (field->hint && problem.at)
		view_printf(s->view, "describedby", "%.*s-hint %.*s-problem", STR_ARG(s->id), STR_ARG(s->id));
	else if (field->hint || problem.at)
		view_printf(s->view, "describedby", "%.*s-%s", STR_ARG(s->id), field->hint ? "hint" : "problem");
	kinds[field->kind].show(s);
}

void form_view_prefixed(struct request *rq, struct view *page, const char *name, const struct form *form,
			const char *prefix, const void *row)
{
	struct view *view = view_object(page, name);
	struct view_list *list = view_list(view, "fields");
	const struct pairs *typed = typed_pairs(rq, form, prefix);

	for (const char *const *at = form->names; *at; at++) {
		const struct field *field = record_field(form->record, str_of(*at));
		const char *key = key_of(rq->arena, prefix, field);
		struct shown shown = {
			.rq = rq,
			.field = field,
			.key = key,
			.id = field_id(rq->arena, prefix, field->name),
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

void form_view(struct request *rq, struct view *page, const char *name, const struct form *form, const void *row)
{
	form_view_prefixed(rq, page, name, form, "", row);
}
