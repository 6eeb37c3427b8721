#include "demo/demo_words.h"

#include "base/file.h"

enum { WORDS_BYTES_MOST = 4 << 20, DEPTH_MOST = 4 };

struct slot {
	struct str name;
	struct str industry; /* empty: any */
	struct str alternatives;
};

struct demo_words {
	struct slot *slots;
	size_t count;
};

enum rc demo_words_read(struct arena *arena, struct str folder, struct demo_words **out)
{
	struct str rest, line;
	size_t lines = 1;
	enum rc rc = file_read(arena, arena_printf(arena, "%.*s/words.txt", STR_ARG(folder)).at,
			       WORDS_BYTES_MOST, &rest);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rest.len; i++)
		lines += rest.at[i] == '\n';
	struct demo_words *words = ARENA_NEW(arena, struct demo_words);
	words->slots = ARENA_ARRAY(arena, struct slot, lines);
	while (str_split(&rest, '\n', &line)) {
		struct slot *slot = &words->slots[words->count];
		if (line.len == 0 || line.at[0] == '#' || !str_split(&line, '|', &slot->name) ||
		    !str_split(&line, '|', &slot->industry))
			continue;
		slot->alternatives = line;
		words->count++;
	}
	*out = words;
	return RC_OK;
}

struct str demo_words_one_of(struct demo_random *random, struct str alternatives)
{
	size_t count = 1;
	struct str one = alternatives;

	for (size_t i = 0; i < alternatives.len; i++)
		count += alternatives.at[i] == '|';
	for (size_t at = demo_random_below(random, count) + 1; at > 0; at--)
		(void)str_split(&alternatives, '|', &one);
	return one;
}

static const struct slot *find_slot(const struct demo_words *words, struct str name, struct str industry)
{
	const struct slot *general = NULL;

	for (size_t i = 0; i < words->count; i++) {
		const struct slot *slot = &words->slots[i];
		if (!str_equal(slot->name, name))
			continue;
		if (slot->industry.len && str_equal(slot->industry, industry))
			return slot;
		if (!slot->industry.len)
			general = slot;
	}
	return general;
}

static void tell(struct demo_tale *tale, struct str pattern, struct text *out, int depth);

static struct str choose(struct demo_tale *tale, struct str name, int depth)
{
	const struct slot *slot = find_slot(tale->words, name, tale->industry);
	struct text out = TEXT_IN(tale->arena);

	if (!slot)
		return STR_NONE;
	tell(tale, demo_words_one_of(tale->random, slot->alternatives), &out, depth + 1);
	return text_str(&out);
}

void demo_words_keep(struct demo_tale *tale, struct str slot, struct str text)
{
	if (tale->kept_count == DEMO_TALE_MOST)
		return;
	tale->kept[tale->kept_count].slot = slot;
	tale->kept[tale->kept_count++].text = text;
}

static struct str kept(struct demo_tale *tale, struct str name, int depth)
{
	for (size_t i = 0; i < tale->kept_count; i++)
		if (str_equal(tale->kept[i].slot, name))
			return tale->kept[i].text;
	struct str text = choose(tale, name, depth);
	if (text.at)
		demo_words_keep(tale, name, text);
	return text;
}

struct str demo_words_kept(struct demo_tale *tale, const char *slot)
{
	return kept(tale, str_of(slot), 0);
}

static void tell(struct demo_tale *tale, struct str pattern, struct text *out, int depth)
{
	while (pattern.len && depth < DEPTH_MOST) {
		ptrdiff_t open = str_find(pattern, STR("{"));
		ptrdiff_t close = str_find(pattern, STR("}"));
		if (open < 0 || close < open)
			break;
		struct str name = str_slice(pattern, (size_t)open + 1, (size_t)(close - open) - 1);
		bool is_kept = str_take(&name, '=');
		text_add(out, str_slice(pattern, 0, (size_t)open));
		text_add(out, is_kept ? kept(tale, name, depth) : choose(tale, name, depth));
		pattern = str_slice(pattern, (size_t)close + 1, pattern.len);
	}
	text_add(out, pattern);
}

static char capital(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

struct str demo_words_tell(struct demo_tale *tale, struct str pattern)
{
	struct text out = TEXT_IN(tale->arena);

	tell(tale, pattern, &out, 0);
	for (size_t i = 0; i < out.len; i++)
		if (i == 0 || (i >= 2 && out.at[i - 1] == ' ' && out.at[i - 2] == '.'))
			out.at[i] = capital(out.at[i]);
	return text_str(&out);
}
