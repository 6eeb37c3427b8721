#include "base/filter.h"

#define MEMBER(type, filter, parameter) (*(type *)(void *)((char *)(filter) + (parameter)->offset))
#define MEMBER_OF(type, filter, parameter) \
	(*(const type *)(const void *)((const char *)(filter) + (parameter)->offset))

static struct str word_of(const struct filter_parameter *p)
{
	return p->word ? str_of(p->word) : STR("1");
}

static bool set_text(struct str *member, struct str value)
{
	if (value.len == 0 || !str_is_utf8(value) || str_points(value) > FILTER_TEXT_MOST)
		return false;
	*member = value;
	return true;
}

static bool set_one(const struct filter_parameter *p, void *filter, struct str value)
{
	int code = p->codes ? codes_find(p->codes, value) : 0;

	switch (p->kind) {
	case FILTER_TEXT:
		return set_text(&MEMBER(struct str, filter, p), value);
	case FILTER_CODE:
		if (code > 0)
			MEMBER(int, filter, p) = code;
		return code > 0;
	case FILTER_CODES:
		if (code > 0)
			MEMBER(unsigned, filter, p) |= 1u << code;
		return code > 0;
	case FILTER_ID:
		return str_to_int(value, 1, INT64_MAX, &MEMBER(int64_t, filter, p));
	case FILTER_DAY:
		return day_parse(value, &MEMBER(day, filter, p));
	case FILTER_FLAG:
		MEMBER(bool, filter, p) = str_equal(value, word_of(p));
		return MEMBER(bool, filter, p);
	}
	return false;
}

bool filter_set(const struct filter_parameter *table, void *filter, struct str name, struct str value)
{
	for (const struct filter_parameter *p = table; p->name; p++)
		if (str_is(name, p->name))
			return set_one(p, filter, str_trim(value));
	return false;
}

bool filter_is_given(const struct filter_parameter *p, const void *filter)
{
	switch (p->kind) {
	case FILTER_TEXT:
		return MEMBER_OF(struct str, filter, p).len > 0;
	case FILTER_CODE:
		return MEMBER_OF(int, filter, p) != 0;
	case FILTER_CODES:
		return MEMBER_OF(unsigned, filter, p) != 0;
	case FILTER_ID:
		return MEMBER_OF(int64_t, filter, p) != 0;
	case FILTER_DAY:
		return MEMBER_OF(day, filter, p) != DAY_NONE;
	case FILTER_FLAG:
		return MEMBER_OF(bool, filter, p);
	}
	return false;
}

void filter_put_pair(struct text *out, const char *name, struct str value)
{
	if (out->len)
		text_char(out, '&');
	text_cstr(out, name);
	text_char(out, '=');
	text_url(out, value);
}

static void put_codes(struct text *out, const struct filter_parameter *p, unsigned bits, struct str without)
{
	for (int i = 1; i < codes_count(p->codes); i++)
		if ((bits & (1u << i)) && !str_is(without, codes_code(p->codes, i)))
			filter_put_pair(out, p->name, str_of(codes_code(p->codes, i)));
}

void filter_put(struct text *out, const struct filter_parameter *p, const void *filter, struct str without)
{
	switch (p->kind) {
	case FILTER_TEXT:
		filter_put_pair(out, p->name, MEMBER_OF(struct str, filter, p));
		break;
	case FILTER_CODE:
		filter_put_pair(out, p->name, str_of(codes_code(p->codes, MEMBER_OF(int, filter, p))));
		break;
	case FILTER_CODES:
		put_codes(out, p, MEMBER_OF(unsigned, filter, p), without);
		break;
	case FILTER_ID:
		filter_put_pair(out, p->name,
				arena_printf(out->arena, "%lld", (long long)MEMBER_OF(int64_t, filter, p)));
		break;
	case FILTER_DAY:
		filter_put_pair(out, p->name, day_text(out->arena, MEMBER_OF(day, filter, p)));
		break;
	case FILTER_FLAG:
		filter_put_pair(out, p->name, word_of(p));
		break;
	}
}

int filter_sort(struct str value, const char *const *names, int count, bool *is_descending)
{
	bool has_sign = str_take(&value, '-');

	for (int i = 0; i < count; i++) {
		if (!str_is(value, names[i]))
			continue;
		*is_descending = has_sign;
		return i;
	}
	return -1;
}
