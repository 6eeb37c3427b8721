#include "identity/recovery.h"

#include "base/random.h"
#include "base/text.h"

/* Without I, L, O and U. */
static const char signs[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct str recovery_code_new(struct arena *arena)
{
	enum { LENGTH = 16, GROUP = 4 };
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < LENGTH; i++) {
		if (i && i % GROUP == 0)
			text_char(&text, '-');
		text_char(&text, signs[random_below(sizeof signs - 1)]);
	}
	return text_str(&text);
}

/* Upper case, and the letters that are left out read as the digits they look like. */
static char canonical(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	return c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
}

struct str recovery_hash(struct arena *arena, int64_t account_id, struct str code)
{
	struct text text = TEXT_IN(arena);

	text_int(&text, account_id);
	text_char(&text, ':');
	for (size_t i = 0; i < code.len; i++)
		if (code.at[i] != '-' && code.at[i] != ' ')
			text_char(&text, canonical(code.at[i]));
	return sha256(arena, text_str(&text));
}
