#include "base/trace.h"

#include <string.h>

#include "base/arena.h"
#include "base/random.h"

/* 00-TRACE-SPAN-FLAGS */
enum { TRACE_DIGITS = 32, SPAN_DIGITS = 16, PARENT_LENGTH = 55, SPAN_AT = 36, FLAGS_AT = 53 };

static struct {
	bool is_on;
	char id[TRACE_DIGITS + 1];
	char flags[3];
} state;

static bool is_hex(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!((s.at[i] >= '0' && s.at[i] <= '9') || (s.at[i] >= 'a' && s.at[i] <= 'f')))
			return false;
	return true;
}

static bool is_zero(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] != '0')
			return false;
	return true;
}

/* Versions after 00 may add members at the end; those that we know stand where they stood. ff is none. */
static bool is_parent(struct str s)
{
	if (s.len < PARENT_LENGTH || s.at[2] != '-' || s.at[35] != '-' || s.at[52] != '-')
		return false;
	struct str version = str_slice(s, 0, 2), trace = str_slice(s, 3, TRACE_DIGITS),
		   span = str_slice(s, SPAN_AT, SPAN_DIGITS), flags = str_slice(s, FLAGS_AT, 2);
	if (str_is(version, "ff") || !is_hex(version) || !is_hex(trace) || !is_hex(span) || !is_hex(flags))
		return false;
	if (is_zero(trace) || is_zero(span))
		return false;
	return str_is(version, "00") ? s.len == PARENT_LENGTH : s.len == PARENT_LENGTH || s.at[PARENT_LENGTH] == '-';
}

static void random_digits(char *out, size_t count)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[TRACE_DIGITS / 2];

	random_bytes(bytes, sizeof bytes);
	bytes[0] |= 1; /* never all zero */
	for (size_t i = 0; i < count; i++)
		out[i] = digits[i % 2 ? bytes[i / 2] & 15 : bytes[i / 2] >> 4];
	out[count] = '\0';
}

void trace_begin(struct str incoming)
{
	state.is_on = true;
	if (is_parent(incoming)) {
		memcpy(state.id, incoming.at + 3, TRACE_DIGITS);
		memcpy(state.flags, incoming.at + FLAGS_AT, 2);
	} else {
		random_digits(state.id, TRACE_DIGITS);
		memcpy(state.flags, "00", 2);
	}
}

void trace_end(void)
{
	state.is_on = false;
}

const char *trace_id(void)
{
	return state.is_on ? state.id : NULL;
}

struct str trace_parent(struct arena *arena)
{
	char span[SPAN_DIGITS + 1];

	if (!state.is_on)
		return STR_NONE;
	random_digits(span, SPAN_DIGITS);
	return arena_printf(arena, "00-%s-%s-%s", state.id, span, state.flags);
}
