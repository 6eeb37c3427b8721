#include "audit/log_dump.h"

#include <string.h>

const char log_dump_head[] = "muster audit dump 1\n";
_Static_assert(sizeof log_dump_head - 1 == LOG_DUMP_HEAD_BYTES, "length of the first line");

static void put_big_endian(struct text *out, uint64_t number, int bytes)
{
	char *at = text_reserve(out, (size_t)bytes);

	for (int i = 0; i < bytes; i++)
		at[i] = (char)(number >> (8 * (bytes - 1 - i)));
	out->len += (size_t)bytes;
}

static bool take_big_endian(struct str *from, int bytes, uint64_t *out)
{
	if (from->len < (size_t)bytes)
		return false;
	*out = 0;
	for (int i = 0; i < bytes; i++)
		*out = *out << 8 | (unsigned char)from->at[i];
	*from = (struct str){from->at + bytes, from->len - (size_t)bytes};
	return true;
}

static bool take_text(struct str *from, struct str *out)
{
	uint64_t len;

	if (!take_big_endian(from, 4, &len))
		return false;
	*out = STR_NONE;
	if (len == UINT32_MAX)
		return true;
	if (len > from->len)
		return false;
	*out = (struct str){from->at, (size_t)len};
	*from = (struct str){from->at + len, from->len - (size_t)len};
	return true;
}

void log_dump_put(struct text *out, char kind, struct str body)
{
	text_char(out, kind);
	put_big_endian(out, body.len, 4);
	text_add(out, body);
}

void log_dump_put_number(struct text *out, int64_t number)
{
	put_big_endian(out, (uint64_t)number, 8);
}

static bool is_number(const struct field *field)
{
	return field->kind == FIELD_INT || field->kind == FIELD_MOMENT;
}

void log_dump_put_entry(struct text *out, const struct log_entry *entry)
{
	struct log_entry copy = *entry;

	for (const struct field *field = log_entry_record.fields; field->name; field++) {
		if (is_number(field)) {
			put_big_endian(out, (uint64_t)*FIELD_AT(int64_t, &copy, field), 8);
			continue;
		}
		struct str text = *FIELD_AT(struct str, &copy, field);
		put_big_endian(out, text.at ? text.len : UINT32_MAX, 4);
		if (text.at)
			text_add(out, text);
	}
}

bool log_dump_next(struct str *rest, struct log_dump_record *out)
{
	struct str left = *rest;

	if (left.len == 0)
		return false;
	out->kind = left.at[0];
	left = (struct str){left.at + 1, left.len - 1};
	if (!take_text(&left, &out->body) || !out->body.at)
		return false;
	*rest = left;
	return true;
}

bool log_dump_number(struct str *body, int64_t *out)
{
	uint64_t number;

	if (!take_big_endian(body, 8, &number))
		return false;
	*out = (int64_t)number;
	return true;
}

bool log_dump_entry(struct str body, struct log_entry *out)
{
	for (const struct field *field = log_entry_record.fields; field->name; field++) {
		bool has = is_number(field) ? log_dump_number(&body, FIELD_AT(int64_t, out, field))
					    : take_text(&body, FIELD_AT(struct str, out, field));
		if (!has)
			return false;
	}
	return body.len == 0;
}

static bool check_record(struct log_check *check, const struct log_dump_record *record)
{
	struct str body = record->body;
	struct log_entry entry;
	int64_t id, at;

	switch (record->kind) {
	case 'C':
		log_check_checkpoint(check, body, false);
		return true;
	case 'E':
		if (!log_dump_entry(body, &entry))
			return false;
		log_check_entry(check, &entry);
		return true;
	case 'L':
		if (!log_dump_number(&body, &id) || !log_dump_number(&body, &at) || body.len != 1)
			return false;
		log_check_loose(check, id, at, body.at[0] == 1, MOMENT_NONE);
		return true;
	default:
		return false;
	}
}

enum rc log_dump_check(struct str bytes, struct log_check *check)
{
	struct log_dump_record record = {0};
	int64_t count = 0, told = -1;

	if (!str_starts(bytes, str_of(log_dump_head)))
		return RC_INVALID;
	struct str rest = str_slice(bytes, LOG_DUMP_HEAD_BYTES, bytes.len);
	for (; log_dump_next(&rest, &record) && record.kind != 'Z'; count++)
		if (!check_record(check, &record))
			return RC_INVALID;
	bool is_whole = record.kind == 'Z' && log_dump_number(&record.body, &told) && told == count && rest.len == 0;
	return is_whole ? RC_OK : RC_INVALID;
}
