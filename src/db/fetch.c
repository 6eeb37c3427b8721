#include <string.h>

#include "base/log.h"
#include "db/prepared.h"

/* Columns into members. What a column is, seen from C. */
enum column_class {
	COLUMN_INT = 1,
	COLUMN_TEXT = 2,
	COLUMN_BYTES = 4,
	COLUMN_MOMENT = 8,
	COLUMN_DAY = 16,
	COLUMN_CLOCK = 32,
	COLUMN_DECIMAL = 64,
	COLUMN_WHOLE = 128, /* DECIMAL without fraction: a SUM */
	COLUMN_NULL = 256,
	COLUMN_OTHER = 512,
};

enum { BINARY_CHARSET = 63, UUID_LENGTH = 36 };

static enum column_class classify(const MYSQL_FIELD *field)
{
	switch (field->type) {
	case MYSQL_TYPE_TINY:
	case MYSQL_TYPE_SHORT:
	case MYSQL_TYPE_INT24:
	case MYSQL_TYPE_LONG:
	case MYSQL_TYPE_LONGLONG:
	case MYSQL_TYPE_YEAR:
		return COLUMN_INT;
	case MYSQL_TYPE_NEWDECIMAL:
		return field->decimals ? COLUMN_DECIMAL : COLUMN_WHOLE;
	case MYSQL_TYPE_DATETIME:
	case MYSQL_TYPE_TIMESTAMP:
		return COLUMN_MOMENT;
	case MYSQL_TYPE_DATE:
	case MYSQL_TYPE_NEWDATE:
		return COLUMN_DAY;
	case MYSQL_TYPE_TIME:
		return COLUMN_CLOCK;
	case MYSQL_TYPE_STRING:
	case MYSQL_TYPE_VAR_STRING:
	case MYSQL_TYPE_VARCHAR:
	case MYSQL_TYPE_TINY_BLOB:
	case MYSQL_TYPE_BLOB:
	case MYSQL_TYPE_MEDIUM_BLOB:
	case MYSQL_TYPE_LONG_BLOB:
		return field->charsetnr == BINARY_CHARSET ? COLUMN_BYTES : COLUMN_TEXT;
	case MYSQL_TYPE_NULL:
		return COLUMN_NULL;
	default:
		return COLUMN_OTHER;
	}
}

struct source {
	struct prepared *prepared;
	unsigned column;
	const struct field *field;
	struct arena *arena;
};

static enum rc unfit(const struct source *s, const char *why)
{
	return FAULT("db.row", "%s: column %s %s", s->prepared->statement->name, s->field->name, why);
}

static bool is_short(const struct cell *cell)
{
	return cell->length <= sizeof cell->bytes;
}

/* Short texts came with the row. Of others only the length did, and they are copied to where they stay. */
static enum rc take_bytes(const struct source *s, struct str *out)
{
	struct cell *cell = &s->prepared->cells[s->column];
	if (is_short(cell)) {
		*out = arena_str(s->arena, (struct str){cell->bytes, cell->length});
		return RC_OK;
	}
	MYSQL_BIND *as_bound = &s->prepared->columns[s->column];
	char *at = arena_alloc(s->arena, (size_t)cell->length + 1, 1);
	my_bool is_null = 0, is_cut = 0;
	unsigned long length = 0;
	MYSQL_BIND bind = {
		.buffer_type = as_bound->buffer_type, .buffer = at, .buffer_length = cell->length,
		.length = &length, .is_null = &is_null, .error = &is_cut,
	};

	*out = (struct str){at, cell->length};
	if (mysql_stmt_fetch_column(s->prepared->handle, &bind, s->column, 0))
		return unfit(s, "cannot be read");
	return RC_OK;
}

static enum rc take_text(const struct source *s, void *row)
{
	return take_bytes(s, FIELD_AT(struct str, row, s->field));
}

static enum rc take_code(const struct source *s, void *row)
{
	const struct cell *cell = &s->prepared->cells[s->column];
	int index = is_short(cell) ? codes_find(s->field->codes, (struct str){cell->bytes, cell->length}) : -1;

	if (index < 0)
		return unfit(s, "holds an unknown code");
	*FIELD_AT(int, row, s->field) = index;
	return RC_OK;
}

static enum rc take_int(const struct source *s, void *row)
{
	*FIELD_AT(int64_t, row, s->field) = s->prepared->cells[s->column].number;
	return RC_OK;
}

static enum rc take_bool(const struct source *s, void *row)
{
	*FIELD_AT(bool, row, s->field) = s->prepared->cells[s->column].number != 0;
	return RC_OK;
}

static enum rc take_answer(const struct source *s, void *row)
{
	*FIELD_AT(enum answer, row, s->field) = s->prepared->cells[s->column].number ? ANSWER_YES : ANSWER_NO;
	return RC_OK;
}

/* Decimal digits to a number scaled by 10^places; digits beyond are cut off. */
static bool scaled(struct str s, int places, int64_t *out)
{
	bool negative = s.len && s.at[0] == '-';
	bool in_fraction = false;
	int64_t value = 0;

	for (size_t i = negative; i < s.len; i++) {
		if (s.at[i] == '.') {
			in_fraction = true;
			continue;
		}
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		if (in_fraction && places-- <= 0)
			break;
		if (__builtin_mul_overflow(value, 10, &value) ||
		    __builtin_add_overflow(value, s.at[i] - '0', &value))
			return false;
	}
	for (; places > 0; places--)
		if (__builtin_mul_overflow(value, 10, &value))
			return false;
	*out = negative ? -value : value;
	return true;
}

static enum rc take_digits(const struct source *s, void *row, int places)
{
	const struct cell *cell = &s->prepared->cells[s->column];
	struct str digits = {cell->bytes, cell->length};

	if (!is_short(cell) || !scaled(digits, places, FIELD_AT(int64_t, row, s->field)))
		return unfit(s, "is too large a number");
	return RC_OK;
}

static enum rc take_whole(const struct source *s, void *row)
{
	return take_digits(s, row, 0);
}

static enum rc take_decimal(const struct source *s, void *row)
{
	return take_digits(s, row, 6);
}

static enum rc take_whole_as_decimal(const struct source *s, void *row)
{
	if (__builtin_mul_overflow(s->prepared->cells[s->column].number, 1000000,
				   FIELD_AT(int64_t, row, s->field)))
		return unfit(s, "is too large a number");
	return RC_OK;
}

static day day_from(const MYSQL_TIME *time)
{
	return day_of((int)time->year, (int)time->month, (int)time->day);
}

static enum rc take_moment(const struct source *s, void *row)
{
	const MYSQL_TIME *at = &s->prepared->cells[s->column].time;
	*FIELD_AT(moment, row, s->field) = DAYS(day_from(at)) + HOURS(at->hour) + MINUTES(at->minute) +
					   SECONDS(at->second) + (moment)at->second_part;
	return RC_OK;
}

static enum rc take_day(const struct source *s, void *row)
{
	*FIELD_AT(day, row, s->field) = day_from(&s->prepared->cells[s->column].time);
	return RC_OK;
}

static enum rc take_clock(const struct source *s, void *row)
{
	const MYSQL_TIME *at = &s->prepared->cells[s->column].time;
	if (at->neg || at->day || at->hour > 23)
		return unfit(s, "is not a time of day");
	*FIELD_AT(clock_minutes, row, s->field) = (clock_minutes)(at->hour * 60 + at->minute);
	return RC_OK;
}

enum buffer { IN_NUMBER, IN_TIME, IN_BYTES };

/* Which columns a member can be filled from, and how. */
static const struct way {
	enum field_kind kind;
	unsigned classes;
	enum enum_field_types type;
	enum buffer buffer;
	enum rc (*take)(const struct source *s, void *row);
} ways[] = {
	{FIELD_TEXT, COLUMN_TEXT, MYSQL_TYPE_STRING, IN_BYTES, take_text},
	{FIELD_PROSE, COLUMN_TEXT, MYSQL_TYPE_STRING, IN_BYTES, take_text},
	{FIELD_UUID, COLUMN_TEXT | COLUMN_BYTES, MYSQL_TYPE_STRING, IN_BYTES, take_text},
	{FIELD_BYTES, COLUMN_BYTES, MYSQL_TYPE_BLOB, IN_BYTES, take_text},
	{FIELD_CODE, COLUMN_TEXT, MYSQL_TYPE_STRING, IN_BYTES, take_code},
	{FIELD_INT, COLUMN_INT, MYSQL_TYPE_LONGLONG, IN_NUMBER, take_int},
	{FIELD_ID, COLUMN_INT, MYSQL_TYPE_LONGLONG, IN_NUMBER, take_int},
	{FIELD_INT, COLUMN_WHOLE, MYSQL_TYPE_STRING, IN_BYTES, take_whole},
	{FIELD_MONEY, COLUMN_INT, MYSQL_TYPE_LONGLONG, IN_NUMBER, take_int},
	{FIELD_MONEY, COLUMN_WHOLE, MYSQL_TYPE_STRING, IN_BYTES, take_whole},
	{FIELD_DECIMAL, COLUMN_DECIMAL | COLUMN_WHOLE, MYSQL_TYPE_STRING, IN_BYTES, take_decimal},
	{FIELD_DECIMAL, COLUMN_INT, MYSQL_TYPE_LONGLONG, IN_NUMBER, take_whole_as_decimal},
	{FIELD_BOOL, COLUMN_INT, MYSQL_TYPE_LONGLONG, IN_NUMBER, take_bool},
	{FIELD_ANSWER, COLUMN_INT, MYSQL_TYPE_LONGLONG, IN_NUMBER, take_answer},
	{FIELD_MOMENT, COLUMN_MOMENT, MYSQL_TYPE_DATETIME, IN_TIME, take_moment},
	{FIELD_DAY, COLUMN_DAY, MYSQL_TYPE_DATE, IN_TIME, take_day},
	{FIELD_CLOCK, COLUMN_CLOCK, MYSQL_TYPE_TIME, IN_TIME, take_clock},
};

static const struct way *way_for(const struct field *field, const MYSQL_FIELD *column)
{
	enum column_class class = classify(column);
	if (field->kind == FIELD_UUID && class == COLUMN_BYTES && column->length < UUID_LENGTH)
		return NULL;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (ways[i].kind == field->kind && (class == COLUMN_NULL || (ways[i].classes & class)))
			return &ways[i];
	return NULL;
}

static void bind_column(MYSQL_BIND *bind, struct cell *cell, const struct way *way)
{
	*bind = (MYSQL_BIND){
		.buffer_type = way->type,
		.length = &cell->length,
		.is_null = &cell->is_null,
		.error = &cell->is_cut,
	};
	switch (way->buffer) {
	case IN_NUMBER:
		bind->buffer = &cell->number;
		bind->buffer_length = sizeof cell->number;
		break;
	case IN_TIME:
		bind->buffer = &cell->time;
		bind->buffer_length = sizeof cell->time;
		break;
	case IN_BYTES:
		bind->buffer = cell->bytes;
		bind->buffer_length = sizeof cell->bytes;
		break;
	}
}

static enum rc map_column(struct prepared *p, size_t index, const MYSQL_FIELD *column)
{
	const char *statement = p->statement->name;
	const struct field *field = record_field(p->statement->row, str_of(column->name));

	if (!field)
		return FAULT("db.row", "%s: column %s has no member in record %s", statement, column->name,
			     p->statement->row->name);
	for (size_t i = 0; i < index; i++)
		if (p->fields[i] == field)
			return FAULT("db.row", "%s: column %s is selected twice", statement, column->name);
	const struct way *way = way_for(field, column);
	if (!way)
		return FAULT("db.row", "%s: column %s (type %d) does not fit its field's kind", statement,
			     column->name, (int)column->type);
	p->fields[index] = field;
	p->ways[index] = way;
	bind_column(&p->columns[index], &p->cells[index], way);
	return RC_OK;
}

static enum rc map_all(struct prepared *p, MYSQL_RES *metadata)
{
	unsigned count = mysql_num_fields(metadata);
	for (unsigned i = 0; i < count; i++) {
		enum rc rc = map_column(p, i, mysql_fetch_field_direct(metadata, i));
		if (rc != RC_OK)
			return rc;
	}
	p->column_count = count;
	return RC_OK;
}

enum rc fetch_map(struct db *db, struct prepared *p)
{
	if (!p->statement->row)
		return FAULT("db.row", "%s: gives rows but has no record for them", p->statement->name);
	MYSQL_RES *metadata = mysql_stmt_result_metadata(p->handle);
	if (!metadata)
		return FAULT("db.row", "%s: no description of the columns", p->statement->name);
	size_t count = mysql_num_fields(metadata);
	if (count > p->column_room) {
		p->columns = ARENA_ARRAY(db->kept, MYSQL_BIND, count);
		p->cells = ARENA_ARRAY(db->kept, struct cell, count);
		p->fields = ARENA_ARRAY(db->kept, const struct field *, count);
		p->ways = ARENA_ARRAY(db->kept, const struct way *, count);
		p->column_room = count;
	}
	enum rc rc = map_all(p, metadata);
	mysql_free_result(metadata);
	if (rc == RC_OK && mysql_stmt_bind_result(p->handle, p->columns))
		rc = FAULT("db.row", "%s: %s", p->statement->name, mysql_stmt_error(p->handle));
	return rc;
}

enum rc fetch_row(struct prepared *p, struct arena *arena, void *row)
{
	record_clear(p->statement->row, row);
	for (unsigned i = 0; i < p->column_count; i++) {
		if (p->cells[i].is_null)
			continue;
		struct source source = {.prepared = p, .column = i, .field = p->fields[i], .arena = arena};
		enum rc rc = p->ways[i]->take(&source, row);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}
