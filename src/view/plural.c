#include "view/plural.h"

/*
 * The expression is compiled to a small stack machine by precedence climbing.
 * Its conditional operator evaluates both branches, which is harmless: nothing
 * in the language has an effect, and division by zero gives zero.
 */

enum { MAX_CODE = 128, MAX_DEPTH = 24 };

enum plural_op {
	PLURAL_N, PLURAL_NUMBER, PLURAL_NOT, PLURAL_CHOOSE,
	PLURAL_OR, PLURAL_AND, PLURAL_EQ, PLURAL_NE, PLURAL_LE, PLURAL_GE, PLURAL_LT, PLURAL_GT,
	PLURAL_ADD, PLURAL_SUB, PLURAL_MUL, PLURAL_DIV, PLURAL_MOD,
};

struct plural {
	size_t forms;
	size_t len;
	struct {
		enum plural_op op;
		uint64_t number;
	} code[MAX_CODE];
};

struct reader {
	struct str rest;
	struct plural *plural;
	int depth;
};

/* Longer spellings first, so that <= is not read as <. */
static const struct {
	const char *sign;
	int binds;
	enum plural_op op;
} binary[] = {
	{"||", 1, PLURAL_OR}, {"&&", 2, PLURAL_AND}, {"==", 3, PLURAL_EQ}, {"!=", 3, PLURAL_NE},
	{"<=", 4, PLURAL_LE}, {">=", 4, PLURAL_GE},  {"<", 4, PLURAL_LT},  {">", 4, PLURAL_GT},
	{"+", 5, PLURAL_ADD}, {"-", 5, PLURAL_SUB},  {"*", 6, PLURAL_MUL}, {"/", 6, PLURAL_DIV},
	{"%", 6, PLURAL_MOD},
};

static bool read_choice(struct reader *r);

static bool take(struct reader *r, const char *sign)
{
	r->rest = str_trim(r->rest);
	if (!str_starts(r->rest, str_of(sign)))
		return false;
	r->rest = str_slice(r->rest, str_of(sign).len, r->rest.len);
	return true;
}

static bool add(struct reader *r, enum plural_op op, uint64_t number)
{
	if (r->plural->len == MAX_CODE)
		return false;
	r->plural->code[r->plural->len].op = op;
	r->plural->code[r->plural->len++].number = number;
	return true;
}

static bool read_number(struct reader *r, uint64_t *out)
{
	size_t len = 0;
	int64_t value;

	r->rest = str_trim(r->rest);
	while (len < r->rest.len && r->rest.at[len] >= '0' && r->rest.at[len] <= '9')
		len++;
	if (!str_to_int(str_slice(r->rest, 0, len), 0, INT32_MAX, &value))
		return false;
	r->rest = str_slice(r->rest, len, r->rest.len);
	*out = (uint64_t)value;
	return true;
}

static bool read_operand(struct reader *r)
{
	uint64_t number;

	if (r->depth == MAX_DEPTH)
		return false;
	if (take(r, "!")) {
		r->depth++;
		bool done = read_operand(r) && add(r, PLURAL_NOT, 0);
		r->depth--;
		return done;
	}
	if (take(r, "(")) {
		r->depth++;
		bool done = read_choice(r) && take(r, ")");
		r->depth--;
		return done;
	}
	if (take(r, "n"))
		return add(r, PLURAL_N, 0);
	return read_number(r, &number) && add(r, PLURAL_NUMBER, number);
}

static bool take_binary(struct reader *r, int least, size_t *found)
{
	for (size_t i = 0; i < sizeof binary / sizeof *binary; i++) {
		if (binary[i].binds < least || !take(r, binary[i].sign))
			continue;
		*found = i;
		return true;
	}
	return false;
}

static bool read_binary(struct reader *r, int least)
{
	size_t i;

	if (!read_operand(r))
		return false;
	while (take_binary(r, least, &i))
		if (!read_binary(r, binary[i].binds + 1) || !add(r, binary[i].op, 0))
			return false;
	return true;
}

static bool read_choice(struct reader *r)
{
	if (!read_binary(r, 1))
		return false;
	if (!take(r, "?"))
		return true;
	if (r->depth == MAX_DEPTH)
		return false;
	r->depth++;
	bool done = read_choice(r) && take(r, ":") && read_choice(r) && add(r, PLURAL_CHOOSE, 0);
	r->depth--;
	return done;
}

/* The text behind key in the header, up to the next semicolon or line end. */
static struct str header_value(struct str header, struct str key)
{
	ptrdiff_t at = str_find(header, key);
	if (at < 0)
		return STR_NONE;
	struct str value = str_slice(header, (size_t)at + key.len, header.len);
	size_t len = 0;
	while (len < value.len && value.at[len] != ';' && value.at[len] != '\n')
		len++;
	return str_trim(str_slice(value, 0, len));
}

const struct plural *plural_read(struct arena *arena, struct str header)
{
	ptrdiff_t at = str_find(header, STR("Plural-Forms:"));
	if (at < 0)
		return NULL;
	header = str_slice(header, (size_t)at, header.len);

	struct plural *plural = ARENA_NEW(arena, struct plural);
	struct reader r = {.rest = header_value(header, STR("plural=")), .plural = plural};
	int64_t forms;
	if (!str_to_int(header_value(header, STR("nplurals=")), 1, 6, &forms))
		return NULL;
	plural->forms = (size_t)forms;
	if (!read_choice(&r) || str_trim(r.rest).len)
		return NULL;
	return plural;
}

static uint64_t apply(enum plural_op op, uint64_t a, uint64_t b)
{
	switch (op) {
	case PLURAL_OR:  return a || b;
	case PLURAL_AND: return a && b;
	case PLURAL_EQ:  return a == b;
	case PLURAL_NE:  return a != b;
	case PLURAL_LE:  return a <= b;
	case PLURAL_GE:  return a >= b;
	case PLURAL_LT:  return a < b;
	case PLURAL_GT:  return a > b;
	case PLURAL_ADD: return a + b;
	case PLURAL_SUB: return a - b;
	case PLURAL_MUL: return a * b;
	case PLURAL_DIV: return b ? a / b : 0;
	case PLURAL_MOD: return b ? a % b : 0;
	default:         return 0;
	}
}

size_t plural_index(const struct plural *plural, uint64_t n)
{
	uint64_t stack[MAX_CODE] = {0};
	size_t top = 0; /* the reader only emits balanced code */

	if (!plural)
		return n != 1;
	for (size_t i = 0; i < plural->len; i++) {
		enum plural_op op = plural->code[i].op;
		if (op == PLURAL_N || op == PLURAL_NUMBER) {
			stack[top++] = op == PLURAL_N ? n : plural->code[i].number;
		} else if (op == PLURAL_NOT) {
			stack[top - 1] = !stack[top - 1];
		} else if (op == PLURAL_CHOOSE) {
			top -= 2;
			stack[top - 1] = stack[top - 1] ? stack[top] : stack[top + 1];
		} else {
			top--;
			stack[top - 1] = apply(op, stack[top - 1], stack[top]);
		}
	}
	return stack[0] < plural->forms ? (size_t)stack[0] : plural->forms - 1;
}
