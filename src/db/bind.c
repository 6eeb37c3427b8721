#include <stdio.h>

#include "base/log.h"
#include "db/prepared.h"

/* Values into the buffers that Connector/C sends. */

static void put_text(MYSQL_BIND *bind, struct cell *cell, struct str s)
{
	union { const char *in; void *out; } at = {.in = s.at}; /* the driver only reads it */
	cell->is_null = !s.at;
	bind->buffer_type = MYSQL_TYPE_STRING;
	bind->buffer = at.out;
	cell->length = bind->buffer_length = (unsigned long)s.len;
}

static void put_bytes(MYSQL_BIND *bind, struct cell *cell, struct str s)
{
	put_text(bind, cell, s);
	bind->buffer_type = MYSQL_TYPE_BLOB;
}

/* INT64_MIN is "not known", as in every kind of number. */
static void put_number(MYSQL_BIND *bind, struct cell *cell, int64_t number)
{
	cell->is_null = number == INT64_MIN;
	cell->number = number;
	bind->buffer_type = MYSQL_TYPE_LONGLONG;
	bind->buffer = &cell->number;
}

static void put_time(MYSQL_BIND *bind, struct cell *cell, enum enum_field_types type, struct civil at)
{
	cell->time = (MYSQL_TIME){
		.year = (unsigned)at.year, .month = (unsigned)at.month, .day = (unsigned)at.day,
		.hour = (unsigned)at.hour, .minute = (unsigned)at.minute, .second = (unsigned)at.second,
		.second_part = (unsigned long)at.microsecond,
		.time_type = type == MYSQL_TYPE_DATE ? MYSQL_TIMESTAMP_DATE
			     : type == MYSQL_TYPE_TIME ? MYSQL_TIMESTAMP_TIME : MYSQL_TIMESTAMP_DATETIME,
	};
	bind->buffer_type = type;
	bind->buffer = &cell->time;
}

static void put_moment(MYSQL_BIND *bind, struct cell *cell, moment at)
{
	cell->is_null = at == MOMENT_NONE;
	put_time(bind, cell, MYSQL_TYPE_DATETIME, cell->is_null ? (struct civil){0} : zone_civil(NULL, at));
}

static void put_day(MYSQL_BIND *bind, struct cell *cell, int64_t on)
{
	cell->is_null = on == DAY_NONE;
	put_time(bind, cell, MYSQL_TYPE_DATE, cell->is_null ? (struct civil){0} : day_civil((day)on));
}

static void put_clock(MYSQL_BIND *bind, struct cell *cell, clock_minutes minutes)
{
	cell->is_null = minutes == CLOCK_NONE;
	put_time(bind, cell, MYSQL_TYPE_TIME,
		 cell->is_null ? (struct civil){0}
			       : (struct civil){.hour = minutes / 60, .minute = minutes % 60});
}

static void put_decimal(MYSQL_BIND *bind, struct cell *cell, int64_t millionths)
{
	cell->is_null = millionths == INT64_MIN;
	uint64_t size = millionths < 0 ? 0 - (uint64_t)millionths : (uint64_t)millionths;
	int len = snprintf(cell->bytes, sizeof cell->bytes, "%s%llu.%06llu", millionths < 0 ? "-" : "",
			   (unsigned long long)(size / 1000000), (unsigned long long)(size % 1000000));
	bind->buffer_type = MYSQL_TYPE_NEWDECIMAL;
	bind->buffer = cell->bytes;
	cell->length = bind->buffer_length = (unsigned long)len;
}

static void put_code(MYSQL_BIND *bind, struct cell *cell, const struct field *field, int value)
{
	put_text(bind, cell, value ? str_of(codes_code(field->codes, value)) : STR_NONE);
}

static enum rc put_member(MYSQL_BIND *bind, struct cell *cell, const struct field *f, const void *values)
{
	/* FIELD_AT gives a place to write; here it is only read. */
	union { const void *in; void *out; } row = {.in = values};

	switch (f->kind) {
	case FIELD_TEXT:
	case FIELD_PROSE:
	case FIELD_UUID:
		put_text(bind, cell, *FIELD_AT(struct str, row.out, f));
		break;
	case FIELD_BYTES:
		put_bytes(bind, cell, *FIELD_AT(struct str, row.out, f));
		break;
	case FIELD_INT:
	case FIELD_MONEY:
		put_number(bind, cell, *FIELD_AT(int64_t, row.out, f));
		break;
	case FIELD_ID:
		put_number(bind, cell, *FIELD_AT(int64_t, row.out, f));
		cell->is_null = cell->number == 0;
		break;
	case FIELD_DECIMAL:
		put_decimal(bind, cell, *FIELD_AT(int64_t, row.out, f));
		break;
	case FIELD_BOOL:
		put_number(bind, cell, *FIELD_AT(bool, row.out, f));
		break;
	case FIELD_ANSWER:
		put_number(bind, cell, *FIELD_AT(enum answer, row.out, f) == ANSWER_YES);
		cell->is_null = *FIELD_AT(enum answer, row.out, f) == ANSWER_NONE;
		break;
	case FIELD_MOMENT:
		put_moment(bind, cell, *FIELD_AT(moment, row.out, f));
		break;
	case FIELD_DAY:
		put_day(bind, cell, *FIELD_AT(day, row.out, f));
		break;
	case FIELD_CLOCK:
		put_clock(bind, cell, *FIELD_AT(clock_minutes, row.out, f));
		break;
	case FIELD_CODE:
		put_code(bind, cell, f, *FIELD_AT(int, row.out, f));
		break;
	default:
		return FAULT("db.bind", "%s: kind %d cannot be stored", f->name, (int)f->kind);
	}
	if ((f->flags & FIELD_NOT_NULL) && cell->is_null && bind->buffer_type == MYSQL_TYPE_STRING)
		put_text(bind, cell, STR(""));
	return RC_OK;
}

static void put_param(MYSQL_BIND *bind, struct cell *cell, const struct param *param)
{
	switch (param->kind) {
	case PARAM_NULL:
		put_text(bind, cell, STR_NONE);
		break;
	case PARAM_INT:
		put_number(bind, cell, param->number);
		break;
	case PARAM_TEXT:
		put_text(bind, cell, param->text);
		break;
	case PARAM_BYTES:
		put_bytes(bind, cell, param->text);
		break;
	case PARAM_MOMENT:
		put_moment(bind, cell, param->number);
		break;
	case PARAM_DAY:
		put_day(bind, cell, param->number);
		break;
	}
}

enum rc bind_all(struct db *db, struct prepared *p, const void *values, const struct param *params,
		 size_t count)
{
	size_t given = 0;
	uint64_t total = 0;

	if ((p->statement->values != NULL) != (values != NULL))
		return FAULT("db.bind", "%s: a record is %s", p->statement->name,
			     values ? "not wanted" : "missing");
	for (size_t i = 0; i < p->param_count; i++) {
		const struct field *source = p->text.sources[i];
		MYSQL_BIND *bind = &p->params[i];
		struct cell *cell = &p->param_cells[i];
		*bind = (MYSQL_BIND){.length = &cell->length, .is_null = &cell->is_null};
		cell->is_null = 0;
		cell->length = 0;
		if (source) {
			enum rc rc = put_member(bind, cell, source, values);
			if (rc != RC_OK)
				return rc;
		} else if (given < count) {
			put_param(bind, cell, &params[given++]);
		} else {
			given = count + 1;
			break;
		}
		total += cell->length + 16;
	}
	if (given != count)
		return FAULT("db.bind", "%s: %zu parameters given, wrong number", p->statement->name, count);
	if (db->packet && total + 1024 > db->packet)
		return RC_TOO_LARGE;
	if (p->param_count && mysql_stmt_bind_param(p->handle, p->params))
		return failure_of(db, p->statement->name, mysql_stmt_errno(p->handle),
				  mysql_stmt_sqlstate(p->handle), mysql_stmt_error(p->handle)).rc;
	return RC_OK;
}
