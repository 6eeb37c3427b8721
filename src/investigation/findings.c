#include "investigation/findings.h"

#include "base/text.h"

const struct why *findings_last_why(const struct findings *findings, int64_t chain_id)
{
	const struct why *last = NULL;

	for (size_t i = 0; i < findings->why_count; i++)
		if (findings->whys[i].chain_id == chain_id)
			last = &findings->whys[i];
	return last;
}

const struct cause *findings_cause_of(const struct findings *findings, int64_t why_id, int64_t item_id)
{
	for (size_t i = 0; i < findings->cause_count; i++) {
		const struct cause *cause = &findings->causes[i];
		if ((why_id && cause->why_id == why_id) || (item_id && cause->item_id == item_id))
			return cause;
	}
	return NULL;
}

const struct evidence *findings_evidence(const struct findings *findings, int64_t position)
{
	for (size_t i = 0; i < findings->evidence_count; i++)
		if (findings->evidence[i].entry.position == position)
			return &findings->evidence[i];
	return NULL;
}

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
