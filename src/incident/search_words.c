#include "incident/search_words.h"

#include <utf8proc.h>

enum { WORD_LEAST = 3, POINTS_OF_ONE = 18 };

/* Letters that have no decomposition into a base letter and an accent, in lower case. */
static const struct {
	utf8proc_int32_t point;
	const char *plain;
} plain_letters[] = {
	{0x00F8, "o"}, {0x0142, "l"}, {0x00E6, "ae"}, {0x0153, "oe"}, {0x0111, "d"}, {0x00F0, "d"}, {0x00FE, "th"}, {0x0131, "i"},
};

struct folding {
	struct text *out;
	bool is_inside; /* a word has begun */
};

static void put(struct folding *f, const char *bytes, size_t len)
{
	if (!f->is_inside)
		text_char(f->out, ' ');
	f->is_inside = true;
	text_add(f->out, (struct str){bytes, len});
}

static bool is_of_words(utf8proc_int32_t point)
{
	utf8proc_category_t category = utf8proc_category(point);

	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

static void put_point(struct folding *f, utf8proc_int32_t point)
{
	utf8proc_uint8_t bytes[4];

	for (size_t i = 0; i < sizeof plain_letters / sizeof *plain_letters; i++)
		if (plain_letters[i].point == point) {
			const char *plain = plain_letters[i].plain;
			put(f, plain, str_of(plain).len);
			return;
		}
	if (point == '_' || is_of_words(point)) {
		utf8proc_ssize_t len = utf8proc_encode_char(point, bytes);
		put(f, (const char *)bytes, (size_t)len);
	} else {
		f->is_inside = false;
	}
}

/* Accents that stand alone, as they do after their letter, come to nothing: they end no word. */
static void put_folded(struct folding *f, utf8proc_int32_t point)
{
	utf8proc_int32_t points[POINTS_OF_ONE];
	int boundary = 0;
	utf8proc_ssize_t count = utf8proc_decompose_char(
		point, points, POINTS_OF_ONE,
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, &boundary);

	if (count > POINTS_OF_ONE || count < 0)
		f->is_inside = false;
	for (utf8proc_ssize_t i = 0; i < count && count <= POINTS_OF_ONE; i++)
		put_point(f, points[i]);
}

static bool is_ascii_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

void search_words_fold(struct text *out, struct str text)
{
	struct folding f = {out, false};
	size_t before = out->len;

	for (size_t i = 0; i < text.len;) {
		char c = text.at[i];
		if ((unsigned char)c < 0x80) {
			c = c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
			if (is_ascii_word(c))
				put(&f, &c, 1);
			else
				f.is_inside = false;
			i++;
			continue;
		}
		utf8proc_int32_t point;
		utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)text.at + i,
							 (utf8proc_ssize_t)(text.len - i), &point);
		if (step > 0)
			put_folded(&f, point);
		else
			f.is_inside = false;
		i += step > 0 ? (size_t)step : 1;
	}
	if (out->len > before)
		text_char(out, ' ');
}

struct str search_words_next(struct str *folded)
{
	size_t from = 0, to;

	while (from < folded->len && folded->at[from] == ' ')
		from++;
	for (to = from; to < folded->len && folded->at[to] != ' ';)
		to++;
	struct str word = str_slice(*folded, from, to - from);
	*folded = str_slice(*folded, to, folded->len);
	return word;
}

static bool is_stop_word(struct str word)
{
	static const char *const stop_words[] = {
		"about", "are", "com",  "for",  "from",  "how", "that", "the",  "this",
		"und",   "was", "what", "when", "where", "who", "will", "with", "www",
	};

	for (size_t i = 0; i < sizeof stop_words / sizeof stop_words[0]; i++)
		if (str_is(word, stop_words[i]))
			return true;
	return false;
}

bool search_words_is_indexed(struct str word)
{
	return str_points(word) >= WORD_LEAST && !is_stop_word(word);
}

struct str search_words_key(struct str word)
{
	size_t points = 0, at = 0;

	if (word.len <= SEARCH_WORD_POINTS)
		return word;
	for (; at < word.len; at++)
		if (((unsigned char)word.at[at] & 0xC0) != 0x80 && ++points > SEARCH_WORD_POINTS)
			break;
	return str_slice(word, 0, at);
}

struct terms {
	struct arena *arena;
	struct search_term *at;
	size_t count;
};

static void add(struct terms *terms, struct search_term term)
{
	if (terms->count < SEARCH_TERMS_MOST)
		terms->at[terms->count++] = term;
}

static void add_words(struct terms *terms, struct str folded)
{
	for (struct str word; (word = search_words_next(&folded)).len > 0;)
		if (search_words_is_indexed(word))
			add(terms, (struct search_term){.text = arena_concat(terms->arena, STR(" "), word),
							.word = search_words_key(word)});
}

/* The phrase comes before its words: of a very long q rather these are left out. */
static void add_phrase(struct terms *terms, struct str folded)
{
	struct str rest = folded, word = search_words_next(&rest);
	bool is_one = rest.len <= 1;

	if (!word.len)
		return;
	if (!is_one || !search_words_is_indexed(word))
		add(terms, (struct search_term){.text = folded, .is_whole = true});
	for (; word.len > 0; word = search_words_next(&rest))
		if (search_words_is_indexed(word))
			add(terms, (struct search_term){.text = arena_printf(terms->arena, " %.*s ", STR_ARG(word)),
							.word = search_words_key(word),
							.is_whole = true,
							.is_implied = !is_one});
}

size_t search_words_terms(struct arena *arena, struct str q, struct search_term terms[SEARCH_TERMS_MOST])
{
	struct terms found = {arena, terms, 0};
	struct str part;

	for (bool is_quoted = false; str_split(&q, '"', &part); is_quoted = !is_quoted) {
		struct text folded = TEXT_IN(arena);
		search_words_fold(&folded, part);
		if (is_quoted)
			add_phrase(&found, text_str(&folded));
		else
			add_words(&found, text_str(&folded));
	}
	return found.count;
}
