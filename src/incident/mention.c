#include "incident/mention.h"

#include <ctype.h>

#include "base/text.h"

/* Bytes of other scripts than ASCII belong to words. */
static bool is_word(char c)
{
	return isalnum((unsigned char)c) || (c & 0x80);
}

static bool is_login(char c)
{
	return is_word(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '@';
}

static bool read_quoted(struct str text, size_t from, struct mention *out)
{
	const struct str rest = str_slice(text, from + 2, text.len);
	const ptrdiff_t end = str_find(rest, STR("\"")), line = str_find(rest, STR("\n"));

	if (end < 1 || (line >= 0 && line < end))
		return false;
	*out = (struct mention){.mark = str_slice(text, from, (size_t)end + 3),
				.name = str_trim(str_slice(rest, 0, (size_t)end)),
				.is_quoted = true};
	return out->name.len > 0;
}

static bool read_login(struct str text, size_t from, struct mention *out)
{
	size_t end = from + 1;

	while (end < text.len && is_login(text.at[end]))
		end++;
	while (end > from + 1 && !is_word(text.at[end - 1]))
		end--;
	*out = (struct mention){.mark = str_slice(text, from, end - from),
				.name = str_slice(text, from + 1, end - from - 1)};
	return out->name.len > 0 && !isdigit((unsigned char)out->name.at[0]);
}

bool mention_next(struct str text, size_t *at, struct mention *out)
{
	for (size_t i = *at; i + 1 < text.len; i++) {
		if (text.at[i] != '@' || (i > 0 && is_login(text.at[i - 1])))
			continue;
		const bool is_one = text.at[i + 1] == '"'
					    ? read_quoted(text, i, out)
					    : is_word(text.at[i + 1]) && read_login(text, i, out);
		if (!is_one)
			continue;
		*at = i + out->mark.len;
		return true;
	}
	*at = text.len;
	return false;
}

static struct str local_part(struct str login)
{
	const ptrdiff_t at = str_find(login, STR("@"));

	return at < 0 ? login : str_slice(login, 0, (size_t)at);
}

const struct mention_person *mention_find(const struct mention *mention, const struct mention_person *people,
					  size_t count, bool *several)
{
	const struct mention_person *found = NULL;

	*several = false;
	for (size_t i = 0; i < count && !mention->is_quoted; i++)
		if (str_equal_nocase(mention->name, people[i].login))
			return &people[i];
	for (size_t i = 0; i < count; i++) {
		const struct str own = mention->is_quoted ? people[i].name : local_part(people[i].login);
		if (!str_equal_nocase(mention->name, own))
			continue;
		*several = found != NULL;
		found = &people[i];
		if (*several)
			return NULL;
	}
	return found;
}

struct str mention_mark(struct arena *arena, const struct mention_person *person,
			const struct mention_person *people, size_t count)
{
	const struct mention named = {.name = person->name, .is_quoted = true};
	bool several;
	const bool is_known_by_name = mention_find(&named, people, count, &several) == person &&
				      str_find(person->name, STR("\"")) < 0;

	if (is_known_by_name)
		return arena_printf(arena, "@\"%.*s\"", STR_ARG(person->name));
	return arena_printf(arena, "@%.*s", STR_ARG(person->login));
}

static bool begins(struct str text, struct str typed)
{
	return text.len >= typed.len && str_equal_nocase(str_slice(text, 0, typed.len), typed);
}

bool mention_fits(const struct mention_person *person, struct str typed)
{
	if (begins(person->login, typed))
		return true;
	for (size_t i = 0; i < person->name.len; i++)
		if ((i == 0 || person->name.at[i - 1] == ' ') &&
		    begins(str_slice(person->name, i, person->name.len), typed))
			return true;
	return false;
}

static const struct mention_link *link_of(const struct mention *mention, const struct mention_link *links,
					  size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_equal(mention->mark, links[i].mark))
			return &links[i];
	return NULL;
}

static void add_link(struct text *out, const struct mention *mention, const struct mention_link *link)
{
	if (link->href.len) {
		text_cstr(out, "<a class=\"mention\" href=\"");
		text_html(out, link->href);
		text_cstr(out, "\">@");
	} else {
		text_cstr(out, "<strong class=\"mention\">@");
	}
	text_html(out, mention->name);
	text_cstr(out, link->href.len ? "</a>" : "</strong>");
}

struct str mention_html(struct arena *arena, struct str text, const struct mention_link *links, size_t count)
{
	struct text out = TEXT_IN(arena);
	struct mention mention;
	size_t at = 0, done = 0;

	while (count && mention_next(text, &at, &mention)) {
		const struct mention_link *link = link_of(&mention, links, count);
		if (!link)
			continue;
		text_html(&out, str_slice(text, done, at - mention.mark.len - done));
		add_link(&out, &mention, link);
		done = at;
	}
	text_html(&out, str_slice(text, done, text.len));
	return text_str(&out);
}
