#include "osha/narrative.h"

#include <ctype.h>

/* Whole words or phrases in lower case, the more telling first. */
static const struct {
	const char *phrase;
	enum exception exception;
} hints[] = {
	{"company lot", EXCEPTION_COMMUTE},
	{"parking lot", EXCEPTION_COMMUTE},
	{"car park", EXCEPTION_COMMUTE},
	{"access road", EXCEPTION_COMMUTE},
	{"commuting", EXCEPTION_COMMUTE},
	{"flu shot", EXCEPTION_WELLNESS},
	{"blood donation", EXCEPTION_WELLNESS},
	{"exercise class", EXCEPTION_WELLNESS},
	{"company gym", EXCEPTION_WELLNESS},
	{"ball game", EXCEPTION_WELLNESS},
	{"sandwich", EXCEPTION_FOOD},
	{"food poisoning", EXCEPTION_FOOD},
	{"common cold", EXCEPTION_COLD_FLU},
	{"influenza", EXCEPTION_COLD_FLU},
	{"epileptic", EXCEPTION_NONWORK_SYMPTOMS},
	{"off duty", EXCEPTION_PERSONAL_OFF_HOURS},
};

static bool is_letter(struct str s, size_t at)
{
	return at < s.len && isalpha((unsigned char)s.at[at]);
}

static bool has_phrase(struct str account, struct str phrase)
{
	for (size_t from = 0; from < account.len;) {
		ptrdiff_t at = str_find(str_slice(account, from, account.len), phrase);
		if (at < 0)
			return false;
		size_t begin = from + (size_t)at, end = begin + phrase.len;
		if (!(begin > 0 && is_letter(account, begin - 1)) && !is_letter(account, end))
			return true;
		from = begin + 1;
	}
	return false;
}

enum exception narrative_exception(struct arena *arena, struct str account)
{
	struct str lower = arena_lower(arena, account);

	for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
		if (has_phrase(lower, str_of(hints[i].phrase)))
			return hints[i].exception;
	return 0;
}
