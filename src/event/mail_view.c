#include "event/mail_view.h"

#include "view/view.h"

/* Compiled templates are kept for the life of the process. */
static struct templates *templates;

static const struct catalogue *catalogue_of(struct arena *arena, const struct config *config, struct str locale)
{
	return locale.len ? catalogue_find(config_path(arena, config, "paths.locale"), locale) : NULL;
}

static bool is_link(struct str line)
{
	return (str_starts(line, STR("https://")) || str_starts(line, STR("http://"))) && str_find(line, STR(" ")) < 0;
}

static void add_paragraphs(struct view *root, struct str body)
{
	struct view_list *paragraphs = view_list(root, "paragraphs"), *lines = NULL;
	struct str line;

	while (str_split(&body, '\n', &line)) {
		line = str_trim(line);
		if (line.len == 0) {
			lines = NULL;
			continue;
		}
		const bool is_first = !lines;
		if (is_first)
			lines = view_list(view_add(paragraphs), "lines");
		struct view *item = view_add(lines);
		view_text(item, "words", line);
		view_flag(item, "is_link", is_link(line));
		view_flag(item, "is_next", !is_first);
	}
}

enum rc mail_view_render(struct arena *arena, const struct config *config, const struct mail_view *mail, struct str *text,
			 struct str *html)
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
	view_cstr(root, "locale", catalogue_locale(catalogue));
	view_text(root, "subject", mail->title);
	view_text(root, "reason", mail->why);
	view_text(root, "preferences", mail->preferences);
	add_paragraphs(root, mail->body);
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
