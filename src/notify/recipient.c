#include "notify/recipient.h"

#include "base/text.h"

static const struct code rows[] = {
	{"", ""},
#define X(name, code, label, self) {code, label},
	RECIPIENT_TABLE(X)
#undef X
	{NULL, NULL},
};
const struct codes recipient_codes = {"recipient", rows};

const char *recipient_self(enum recipient recipient)
{
	static const char *const selves[] = {
		"",
#define X(name, code, label, self) self,
		RECIPIENT_TABLE(X)
#undef X
	};

	return selves[recipient];
}

struct str recipient_set_text(struct arena *arena, unsigned set)
{
	struct text text = TEXT_IN(arena);

	for (int i = RECIPIENT_NONE + 1; i < RECIPIENT_COUNT; i++) {
		if (!(set & RECIPIENT_BIT(i)))
			continue;
		if (text.len)
			text_char(&text, ',');
		text_cstr(&text, codes_code(&recipient_codes, i));
	}
	return text_str(&text);
}

unsigned recipient_set_read(struct str text)
{
	struct str part;
	unsigned set = 0;

	while (str_split(&text, ',', &part)) {
		int recipient = codes_find(&recipient_codes, part);
		if (recipient > RECIPIENT_NONE)
			set |= RECIPIENT_BIT(recipient);
	}
	return set;
}
