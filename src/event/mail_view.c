#include "event/mail_view.h"

#include "view/view.h"

/* Compiled templates are kept for the life of the process. */
static struct templates *templates;

static const struct catalogue *catalogue_of(struct arena *arena, const struct config *config,
					    struct str locale)
{
	return locale.len ? catalogue_find(config_path(arena, config, "paths.locale"), locale) : NULL;
}

static bool is_link(struct str line)
{
	return (str_starts(line, STR("https://")) || str_starts(line, STR("http://"))) &&
	       str_find(line, STR(" ")) < 0;
}

enum { LINES = 200 };

/* Two lines, words and an address: "Open:" is a button, anything else a link of these words. Returns whether
 * it was so. */
static bool add_linked(struct view *paragraph, const struct str *lines, size_t count)
{
	if (count != 2 || is_link(lines[0]) || !is_link(lines[1]))
		return false;
	const bool is_button = str_ends(lines[0], STR(":"));
	struct view *linked = view_object(paragraph, is_button ? "button" : "linked");
	view_text(linked, "words", is_button ? str_slice(lines[0], 0, lines[0].len - 1) : lines[0]);
	view_text(linked, "address", lines[1]);
	return true;
}

static bool is_rule(struct str line)
{
	for (size_t i = 0; i < line.len; i++)
		if (line.at[i] != '-')
			return false;
	return line.len >= 3;
}

static void add_paragraph(struct view_list *paragraphs, const struct str *lines, size_t count)
{
	struct view *paragraph = view_add(paragraphs);

	if (count == 0 || add_linked(paragraph, lines, count))
		return;
	if (count == 2 && is_rule(lines[1])) {
		view_text(paragraph, "heading", lines[0]);
		return;
	}
	const bool is_list = str_starts(lines[0], STR("- "));
	struct view_list *list = view_list(paragraph, is_list ? "points" : "lines");
	for (size_t i = 0; i < count; i++) {
		struct view *item = view_add(list);
		const bool is_point = is_list && str_starts(lines[i], STR("- "));
		view_text(item, "words", is_point ? str_slice(lines[i], 2, lines[i].len) : lines[i]);
		view_flag(item, "is_link", is_link(lines[i]));
		view_flag(item, "is_next", i > 0);
	}
}

static void add_paragraphs(struct arena *arena, struct view *root, struct str body)
{
	struct view_list *paragraphs = view_list(root, "paragraphs");
	struct str *lines = ARENA_ARRAY(arena, struct str, LINES), line;
	size_t count = 0;

	while (str_split(&body, '\n', &line)) {
		line = str_trim(line);
		if (line.len && count < LINES)
			lines[count++] = line;
		if (line.len && count < LINES)
			continue;
		if (count)
			add_paragraph(paragraphs, lines, count);
		count = 0;
	}
	if (count)
		add_paragraph(paragraphs, lines, count);
}

enum rc mail_view_render(struct arena *arena, const struct config *config, const struct mail_view *mail,
			 struct str *text, struct str *html)
{
	const struct catalogue *catalogue = catalogue_of(arena, config, mail->locale);
	const struct view_style style = {.catalogue = catalogue};
	struct view *root = view_new(arena);
	struct text plain = TEXT_IN(arena), document = TEXT_IN(arena);

	if (!templates)
		templates = templates_open(config_path(arena, config, "paths.templates"));
	text_add(&plain, str_trim(mail->body));
	text_cstr(&plain, "\n\n-- \nMuster\n");
	if (mail->why.len)
		text_printf(&plain, "%.*s\n", STR_ARG(mail->why));
	if (mail->preferences.len)
		text_printf(&plain, "%.*s %.*s\n", STR_ARG(tr(catalogue, N_("Which messages you get:"))),
			    STR_ARG(mail->preferences));
	if (mail->is_fixed)
		text_printf(
			&plain, "%.*s\n",
			STR_ARG(tr(
				catalogue,
				N_("Your organization wants you to get such messages; they cannot be switched off."))));
	view_flag(root, "is_fixed", mail->is_fixed);
	view_cstr(root, "locale", catalogue_locale(catalogue));
	view_text(root, "subject", mail->title);
	view_text(root, "reason", mail->why);
	view_text(root, "preferences", mail->preferences);
	add_paragraphs(arena, root, mail->body);
	enum rc rc = template_render(templates, "mail/message_html", root, &style, &document);
	*text = text_str(&plain);
	*html = text_str(&document);
	return rc;
}

struct str mail_view_banner(struct arena *arena, const struct config *config, struct str locale)
{
	return tr(catalogue_of(arena, config, locale),
		  N_("Sandbox: this is an exercise. Nothing in this message has happened."));
}
