#include "impact/pattern.h"

#include "base/text.h"

static void add_literal(struct text *pattern, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '%' || text.at[i] == '_' || text.at[i] == '\\')
			text_char(pattern, '\\');
		text_char(pattern, text.at[i]);
	}
}

void pattern_words(struct arena *arena, struct str text, struct str patterns[PATTERN_WORDS])
{
	struct str word;
	size_t used = 0;

	while (used < PATTERN_WORDS && str_split(&text, ' ', &word)) {
		struct text pattern = TEXT_IN(arena);
		word = str_trim(word);
		if (word.len == 0)
			continue;
		text_char(&pattern, '%');
		add_literal(&pattern, word);
		text_char(&pattern, '%');
		patterns[used++] = text_str(&pattern);
	}
	while (used < PATTERN_WORDS)
		patterns[used++] = STR("%");
}

struct str pattern_start(struct arena *arena, struct str text)
{
	struct text pattern = TEXT_IN(arena);

	add_literal(&pattern, text);
	text_char(&pattern, '%');
	return text_str(&pattern);
}
