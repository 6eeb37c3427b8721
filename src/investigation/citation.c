#include "investigation/citation.h"

#include "base/text.h"

bool citation_has(struct str list, int64_t position)
{
	struct str part;
	int64_t number;

	while (str_split(&list, ',', &part))
		if (str_to_int(str_trim(part), 1, INT64_MAX, &number) && number == position)
			return true;
	return false;
}

struct str citation_clean(struct arena *arena, const struct findings *findings, struct str list)
{
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < findings->evidence_count; i++) {
		int64_t position = findings->evidence[i].entry.position;
		if (!citation_has(list, position))
			continue;
		if (text.len)
			text_char(&text, ',');
		text_int(&text, position);
	}
	return text_str(&text);
}

struct str citation_words(struct arena *arena, struct str list)
{
	struct text text = TEXT_IN(arena);
	struct str part;

	while (str_split(&list, ',', &part)) {
		if (part.len == 0)
			continue;
		if (text.len)
			text_cstr(&text, ", ");
		text_char(&text, 'E');
		text_add(&text, part);
	}
	return text_str(&text);
}
