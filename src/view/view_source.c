#include "view/view_source.h"

#include <string.h>

#include "view/format.h"
#include "view/view_data.h"

enum { DECIMAL_PLACES = 6, MONEY_PLACES = 2, DAY_MINUTES = 24 * 60 };

/* What mustache_value.form says of at and with; an ending asked for stands in the upper byte. */
enum form {
	FORM_VIEW,     /* at: struct view */
	FORM_RECORD,   /* at: struct record; with: the row */
	FORM_LIST,     /* at: struct view_list */
	FORM_RECORDS,  /* at: struct record; with: the rows */
	FORM_MEMBER,   /* at: struct member that is a scalar */
	FORM_FIELD,    /* at: struct field; with: the row */
	FORM_COUNT,    /* count: of a list; {{list.count}} and {{#list.any}} */
	FORM_TEST,     /* count is 1 when true: {{#x.is_CODE}} */
};

enum ending { ENDING_NONE, ENDING_URL, ENDING_T, ENDING_INPUT, ENDING_ISO, ENDING_DATE, ENDING_TIME,
	      ENDING_CODE, ENDING_GROUPED };

#define ENDING_OF(value) ((enum ending)((value)->form >> 8))
#define FORM_OF(value) ((enum form)((value)->form & 0xff))

/* A scalar, whether it came from a member or a field. */
struct scalar {
	enum field_kind kind;
	bool is_html;
	struct str text;
	int64_t number;
	const struct codes *codes;
};

static const struct code answers[] = {{"", ""}, {"yes", N_("Yes")}, {"no", N_("No")}, {NULL, NULL}};
static const struct codes answer_codes = {"answer", answers};

static void member_scalar(const struct member *member, struct scalar *out)
{
	static const enum field_kind kinds[] = {
		[MEMBER_TEXT] = FIELD_TEXT,     [MEMBER_HTML] = FIELD_TEXT, [MEMBER_INT] = FIELD_INT,
		[MEMBER_FLAG] = FIELD_BOOL,     [MEMBER_DAY] = FIELD_DAY,   [MEMBER_CODE] = FIELD_CODE,
		[MEMBER_MOMENT] = FIELD_MOMENT,
	};

	*out = (struct scalar){.kind = kinds[member->kind], .is_html = member->kind == MEMBER_HTML};
	if (out->kind == FIELD_TEXT) {
		out->text = member->as.text;
	} else if (out->kind == FIELD_CODE) {
		out->codes = member->as.code.codes;
		out->number = member->as.code.value;
	} else {
		out->number = member->as.number;
	}
}

#define MEMBER(type) (*(const type *)(const void *)((const char *)row + field->offset))

static void field_scalar(const struct field *field, const void *row, struct scalar *out)
{
	*out = (struct scalar){.kind = field->kind};
	switch (field->kind) {
	case FIELD_TEXT:
	case FIELD_PROSE:
	case FIELD_UUID:
	case FIELD_BYTES:
		out->text = MEMBER(struct str);
		break;
	case FIELD_INT:
	case FIELD_ID:
	case FIELD_DECIMAL:
	case FIELD_MONEY:
	case FIELD_MOMENT:
		out->number = MEMBER(int64_t);
		break;
	case FIELD_BOOL:
		out->number = MEMBER(bool);
		break;
	case FIELD_ANSWER:
		out->number = (int64_t)MEMBER(enum answer);
		out->codes = &answer_codes;
		break;
	case FIELD_DAY:
	case FIELD_CLOCK:
		out->number = MEMBER(int32_t);
		break;
	case FIELD_CODE:
		out->number = MEMBER(int);
		out->codes = field->codes;
		break;
	}
}

static void scalar_of(const struct mustache_value *value, struct scalar *out)
{
	if (FORM_OF(value) == FORM_MEMBER)
		member_scalar(value->at, out);
	else if (FORM_OF(value) == FORM_FIELD)
		field_scalar(value->at, value->with, out);
	else if (FORM_OF(value) == FORM_COUNT)
		*out = (struct scalar){.kind = FIELD_INT, .number = (int64_t)value->count};
	else
		*out = (struct scalar){.kind = FIELD_BOOL, .number = (int64_t)value->count};
}

static bool is_number(const struct scalar *scalar)
{
	return scalar->kind == FIELD_INT || scalar->kind == FIELD_ID || scalar->kind == FIELD_DECIMAL ||
	       scalar->kind == FIELD_MONEY;
}

/* Whether it is known and can be shown. */
static bool is_given(const struct scalar *scalar)
{
	switch (scalar->kind) {
	case FIELD_INT:
	case FIELD_ID:
	case FIELD_DECIMAL:
	case FIELD_MONEY:
		return scalar->number != NUMBER_NONE;
	case FIELD_BOOL:
		return true;
	case FIELD_MOMENT:
		return scalar->number != MOMENT_NONE;
	case FIELD_DAY:
		return scalar->number != DAY_NONE;
	case FIELD_CLOCK:
		return scalar->number >= 0 && scalar->number < DAY_MINUTES;
	case FIELD_ANSWER:
	case FIELD_CODE:
		return scalar->number > 0;
	default:
		return scalar->text.len > 0;
	}
}

static bool is_true(const struct scalar *scalar)
{
	bool is_zero = scalar->number == 0 && (is_number(scalar) || scalar->kind == FIELD_BOOL);
	return is_given(scalar) && !is_zero;
}

static bool test_value(void *self, const struct mustache_value *value)
{
	struct scalar scalar;

	(void)self;
	scalar_of(value, &scalar);
	return is_true(&scalar);
}

static struct mustache_value scalar_value(enum form form, const void *at, const void *with)
{
	return (struct mustache_value){.kind = MUSTACHE_SCALAR, .form = (uint16_t)form, .at = at, .with = with};
}

static struct mustache_value object_value(enum form form, const void *at, const void *with)
{
	return (struct mustache_value){.kind = MUSTACHE_OBJECT, .form = (uint16_t)form, .at = at, .with = with};
}

static struct mustache_value list_value(enum form form, const void *at, const void *with, size_t count)
{
	return (struct mustache_value){.kind = MUSTACHE_LIST, .form = (uint16_t)form, .at = at, .with = with,
				       .count = count};
}

struct mustache_value view_value(const struct view *view)
{
	return object_value(FORM_VIEW, view, NULL);
}

static struct mustache_value member_value(const struct member *member)
{
	switch (member->kind) {
	case MEMBER_VIEW:
		return view_value(member->as.view);
	case MEMBER_LIST:
		return list_value(FORM_LIST, member->as.list, NULL, member->as.list->count);
	case MEMBER_RECORD:
		return object_value(FORM_RECORD, member->as.records.record, member->as.records.rows);
	case MEMBER_RECORDS:
		return list_value(FORM_RECORDS, member->as.records.record, member->as.records.rows,
				  member->as.records.count);
	default:
		return scalar_value(FORM_MEMBER, member, NULL);
	}
}

/* A record's field by name. A name meets one or two records in its life, so the last answers are kept. */
static const struct field *find_field(const struct record *record, struct mustache_name *name)
{
	for (size_t i = 0; i < 2; i++)
		if (name->memo[i].in == record)
			return name->memo[i].found;
	const struct field *field = record_field(record, name->text);
	if (field && field->kind == FIELD_BYTES)
		field = NULL;
	size_t slot = name->memo_next++ % 2;
	name->memo[slot].in = record;
	name->memo[slot].found = field;
	return field;
}

static bool find_in_record(const struct record *record, const void *row, struct mustache_name *name,
			   struct mustache_value *out)
{
	const struct field *field = find_field(record, name);

	if (field)
		*out = scalar_value(FORM_FIELD, field, row);
	return field != NULL;
}

static bool find_in_view(const struct view *view, struct mustache_name *name, struct mustache_value *out)
{
	for (size_t i = view->count; i > 0; i--) {
		const struct member *member = &view->members[i - 1];
		if (member->hash == name->hash && str_is(name->text, member->name)) {
			*out = member_value(member);
			return true;
		}
	}
	for (const struct merged *merged = view->merged; merged; merged = merged->next)
		if (find_in_record(merged->record, merged->row, name, out))
			return true;
	return false;
}

static bool find_in_list(const struct mustache_value *list, struct str name, struct mustache_value *out)
{
	if (!str_is(name, "any") && !str_is(name, "count"))
		return false;
	*out = (struct mustache_value){.kind = MUSTACHE_SCALAR, .form = FORM_COUNT, .count = list->count};
	return true;
}

#define KIND(kind) (1u << FIELD_##kind)
#define NUMBERS (KIND(INT) | KIND(ID) | KIND(DECIMAL) | KIND(MONEY))
#define TEXTS (KIND(TEXT) | KIND(PROSE) | KIND(UUID))
#define TIMES (KIND(MOMENT) | KIND(DAY) | KIND(CLOCK))
#define CODES (KIND(CODE) | KIND(ANSWER))

static const struct ending_row {
	const char *name;
	enum ending ending;
	unsigned kinds; /* it means something for */
} endings[] = {
	{"url", ENDING_URL, TEXTS | NUMBERS | CODES | TIMES},
	{"t", ENDING_T, TEXTS | CODES},
	{"input", ENDING_INPUT, TEXTS | NUMBERS | CODES | TIMES | KIND(BOOL)},
	{"iso", ENDING_ISO, KIND(MOMENT) | KIND(DAY) | KIND(CLOCK)},
	{"date", ENDING_DATE, KIND(MOMENT) | KIND(DAY)},
	{"time", ENDING_TIME, KIND(MOMENT) | KIND(CLOCK)},
	{"code", ENDING_CODE, CODES},
	{"grouped", ENDING_GROUPED, NUMBERS},
};

static const struct ending_row *find_ending(struct mustache_name *name)
{
	if (name->memo[0].in == endings)
		return name->memo[0].found;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (!str_is(name->text, endings[i].name))
			continue;
		name->memo[0].in = endings;
		name->memo[0].found = &endings[i];
		return &endings[i];
	}
	return NULL;
}

static bool find_in_scalar(const struct mustache_value *of, struct mustache_name *name,
			   struct mustache_value *out)
{
	struct scalar scalar;

	if (ENDING_OF(of) != ENDING_NONE)
		return false;
	scalar_of(of, &scalar);
	if (scalar.codes && str_starts(name->text, STR("is_"))) {
		bool is = str_is(str_slice(name->text, 3, name->text.len),
				 codes_code(scalar.codes, (int)scalar.number));
		*out = (struct mustache_value){.kind = MUSTACHE_SCALAR, .form = FORM_TEST, .count = is};
		return true;
	}
	const struct ending_row *row = find_ending(name);
	if (!row || !(row->kinds & 1u << scalar.kind))
		return false;
	*out = *of;
	out->form = (uint16_t)(of->form | row->ending << 8);
	return true;
}

static bool find_member(void *self, const struct mustache_value *of, struct mustache_name *name,
			struct mustache_value *out)
{
	(void)self;
	switch (FORM_OF(of)) {
	case FORM_VIEW:
		return find_in_view(of->at, name, out);
	case FORM_RECORD:
		return find_in_record(of->at, of->with, name, out);
	case FORM_LIST:
	case FORM_RECORDS:
		return find_in_list(of, name->text, out);
	default:
		return find_in_scalar(of, name, out);
	}
}

static void take_item(void *self, const struct mustache_value *list, size_t index, struct mustache_value *out)
{
	(void)self;
	if (FORM_OF(list) == FORM_LIST) {
		const struct view_list *items = list->at;
		*out = view_value(items->items[index]);
		return;
	}
	const struct record *record = list->at;
	*out = object_value(FORM_RECORD, record, (const char *)list->with + index * record->size);
}

static struct str code_label(const struct view_style *style, const struct scalar *scalar)
{
	return tr(style->catalogue, codes_label(scalar->codes, (int)scalar->number));
}

static void show_number(struct text *out, const struct scalar *scalar, bool is_grouped)
{
	int places = scalar->kind == FIELD_DECIMAL ? DECIMAL_PLACES : scalar->kind == FIELD_MONEY ? MONEY_PLACES : 0;
	format_number(out, scalar->number, places, is_grouped, scalar->kind == FIELD_MONEY);
}

/* As people read it. */
static void show(const struct view_style *style, const struct scalar *scalar, struct text *out)
{
	switch (scalar->kind) {
	case FIELD_INT:
	case FIELD_ID:
	case FIELD_DECIMAL:
		show_number(out, scalar, false);
		break;
	case FIELD_MONEY:
		show_number(out, scalar, true);
		break;
	case FIELD_BOOL:
		text_html(out, tr(style->catalogue, scalar->number ? N_("Yes") : N_("No")));
		break;
	case FIELD_ANSWER:
	case FIELD_CODE:
		text_html(out, code_label(style, scalar));
		break;
	case FIELD_MOMENT:
		format_moment(out, style, scalar->number);
		break;
	case FIELD_DAY:
		format_day(out, style, (day)scalar->number);
		break;
	case FIELD_CLOCK:
		format_clock(out, (clock_minutes)scalar->number);
		break;
	default:
		text_html(out, scalar->text);
	}
}

/* As forms and addresses hold it. */
static void show_input(const struct view_style *style, const struct scalar *scalar, struct text *out)
{
	switch (scalar->kind) {
	case FIELD_INT:
	case FIELD_ID:
	case FIELD_DECIMAL:
	case FIELD_MONEY:
		show_number(out, scalar, false);
		break;
	case FIELD_BOOL:
		text_cstr(out, scalar->number ? "true" : "");
		break;
	case FIELD_ANSWER:
	case FIELD_CODE:
		text_html(out, str_of(codes_code(scalar->codes, (int)scalar->number)));
		break;
	case FIELD_MOMENT:
		format_moment_input(out, style, scalar->number);
		break;
	case FIELD_DAY:
		format_day_iso(out, (day)scalar->number);
		break;
	case FIELD_CLOCK:
		format_clock(out, (clock_minutes)scalar->number);
		break;
	default:
		text_html(out, scalar->text);
	}
}

static void show_url(const struct view_style *style, const struct scalar *scalar, struct text *out)
{
	if (scalar->text.at) {
		text_url(out, scalar->text);
		return;
	}
	struct text plain = TEXT_IN(out->arena);
	show_input(style, scalar, &plain);
	text_url(out, text_str(&plain));
}

static void show_translated(const struct view_style *style, const struct scalar *scalar, struct text *out)
{
	text_html(out, scalar->codes ? code_label(style, scalar) : tr_str(style->catalogue, scalar->text));
}

static void show_iso(const struct view_style *style, const struct scalar *scalar, struct text *out)
{
	if (scalar->kind == FIELD_MOMENT)
		format_moment_iso(out, scalar->number);
	else
		show_input(style, scalar, out);
}

static void show_date(const struct view_style *style, const struct scalar *scalar, struct text *out)
{
	bool is_moment = scalar->kind == FIELD_MOMENT;
	format_day(out, style, is_moment ? zone_day(style->zone, scalar->number) : (day)scalar->number);
}

static void show_time(const struct view_style *style, const struct scalar *scalar, struct text *out)
{
	clock_minutes minutes = (clock_minutes)scalar->number;

	if (scalar->kind == FIELD_MOMENT) {
		struct civil civil = zone_civil(style->zone, scalar->number);
		minutes = civil.hour * 60 + civil.minute;
	}
	format_clock(out, minutes);
}

static void show_grouped(const struct view_style *style, const struct scalar *scalar, struct text *out)
{
	(void)style;
	show_number(out, scalar, true);
}

static void write_value(void *self, const struct mustache_value *value, bool raw, struct text *out)
{
	static void (*const shows[])(const struct view_style *, const struct scalar *, struct text *) = {
		[ENDING_NONE] = show,        [ENDING_URL] = show_url,     [ENDING_T] = show_translated,
		[ENDING_INPUT] = show_input, [ENDING_ISO] = show_iso,     [ENDING_DATE] = show_date,
		[ENDING_TIME] = show_time,   [ENDING_CODE] = show_input,  [ENDING_GROUPED] = show_grouped,
	};
	const struct view_reader *reader = self;
	struct scalar scalar;

	if (value->kind != MUSTACHE_SCALAR || FORM_OF(value) == FORM_TEST)
		return;
	scalar_of(value, &scalar);
	if (!is_given(&scalar))
		return;
	if (raw && scalar.is_html && ENDING_OF(value) == ENDING_NONE)
		text_add(out, scalar.text);
	else
		shows[ENDING_OF(value)](reader->style, &scalar, out);
}

static uint64_t number_of(void *self, const struct mustache_value *value)
{
	struct scalar scalar;

	(void)self;
	if (value->kind == MUSTACHE_LIST)
		return value->count;
	if (value->kind != MUSTACHE_SCALAR)
		return 0;
	scalar_of(value, &scalar);
	return is_number(&scalar) && scalar.number > 0 ? (uint64_t)scalar.number : 0;
}

static struct mustache *find_partial(void *self, struct str name)
{
	const struct view_reader *reader = self;
	return reader->partial ? reader->partial(reader->closure, name) : NULL;
}

static bool find_kept(void *self, const struct mustache_value *value, const void *section, struct str *key,
		      struct str *text)
{
	const struct view_reader *reader = self;
	const struct view *view = FORM_OF(value) == FORM_VIEW ? value->at : NULL;

	if (!view || !view->is_kept)
		return false;
	*text = STR_NONE;
	if (!reader->kept)
		return true;
	*key = view_kept_key(reader->arena, section, reader->style, view);
	if (!view_kept_find(reader->kept, *key, text))
		*text = STR_NONE;
	return true;
}

static void keep(void *self, struct str key, struct str text)
{
	const struct view_reader *reader = self;

	if (reader->kept)
		view_kept_add(reader->kept, key, text);
}

const struct mustache_source view_source = {
	.member = find_member,
	.item = take_item,
	.is_true = test_value,
	.write = write_value,
	.number = number_of,
	.partial = find_partial,
	.kept = find_kept,
	.keep = keep,
};
