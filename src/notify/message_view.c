#include "notify/message_view.h"

#include "base/text.h"
#include "view/view.h"

/* Compiled once per process. */
static struct templates *templates;

static enum rc render(struct arena *arena, const struct config *config, const char *name, const struct view *view,
		      const struct view_style *style, struct str *out)
{
	struct text text = TEXT_IN(arena);

	if (!templates)
		templates = templates_open(config_path(arena, config, "paths.templates"));
	enum rc rc = template_render(templates, name, view, style, &text);
	if (rc == RC_OK)
		*out = text_str(&text);
	return rc;
}

/* Templates escape for HTML; a plain body reads as it was written. */
static struct str unescaped(struct arena *arena, struct str html)
{
	static const struct {
		struct str code;
		char c;
	} escapes[] = {
		{STR_INIT("&amp;"), '&'}, {STR_INIT("&lt;"), '<'}, {STR_INIT("&gt;"), '>'}, {STR_INIT("&quot;"), '"'}, {STR_INIT("&#39;"), '\''},
	};
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < html.len;) {
		struct str rest = str_slice(html, i, html.len);
		size_t e = 0;
		while (e < sizeof escapes / sizeof *escapes && !str_starts(rest, escapes[e].code))
			e++;
		bool is_escape = e < sizeof escapes / sizeof *escapes;
		text_char(&out, is_escape ? escapes[e].c : html.at[i]);
		i += is_escape ? escapes[e].code.len : 1;
	}
	return text_str(&out);
}

static struct view_style style_of(struct arena *arena, const struct config *config, const struct candidate *who)
{
	const struct catalogue *catalogue =
		who->locale.len ? catalogue_find(config_path(arena, config, "paths.locale"), who->locale) : NULL;

	return (struct view_style){.zone = who->zone, .catalogue = catalogue};
}

static struct str link_of(struct arena *arena, const struct message *m)
{
	return arena_printf(arena, "%.*s/notifications/%lld", STR_ARG(config_text(m->config, "web.public_url")),
			    (long long)m->notification->id);
}

/* What is only practised says so before anything else. */
static struct str marked(struct arena *arena, const struct catalogue *catalogue, const struct notification *n, struct str text)
{
	if (n->environment != ENVIRONMENT_SANDBOX)
		return text;
	return arena_printf(arena, "[%.*s] %.*s", STR_ARG(tr(catalogue, N_("SANDBOX"))), STR_ARG(text));
}

static void add_roles(struct view *view, const struct catalogue *catalogue, const struct notification *n)
{
	struct view_list *list = view_list(view, "as");
	unsigned set = recipient_set_read(n->recipients);

	for (int i = RECIPIENT_NONE + 1; i < RECIPIENT_COUNT; i++)
		if (set & RECIPIENT_BIT(i))
			view_text(view_add(list), "label", tr(catalogue, codes_label(&recipient_codes, i)));
}

static enum rc fill_mail(struct arena *arena, const struct message *m, const struct words *words,
			 const struct view_style *style, struct delivery *out)
{
	const struct notification *n = m->notification;
	struct view *view = view_new(arena);

	view_cstr(view, "locale", catalogue_locale(style->catalogue));
	view_text(view, "subject", words->subject);
	view_text(view, "text", words->text);
	view_text(view, "title_of", m->title);
	view_text(view, "link", link_of(arena, m));
	view_text(view, "settings", arena_printf(arena, "%.*s/account/notifications",
						 STR_ARG(config_text(m->config, "web.public_url"))));
	view_text(view, "organization_name", m->who->viewer.organization_name);
	view_text(view, "away_name", m->away_name);
	view_flag(view, "is_sandbox", n->environment == ENVIRONMENT_SANDBOX);
	if (!m->is_plain)
		add_roles(view, style->catalogue, n);
	enum rc rc = render(arena, m->config, "notify/mail_text", view, style, &out->body_text);
	out->body_text = unescaped(arena, out->body_text);
	return rc == RC_OK ? render(arena, m->config, "notify/mail_html", view, style, &out->body_html) : rc;
}

enum rc message_view(struct arena *arena, const struct message *m, enum channel channel, struct delivery *out)
{
	const struct notification *n = m->notification;
	const struct view_style style = style_of(arena, m->config, m->who);
	struct words words = m->is_plain ? notification_plain_words(style.catalogue, m->is_reporter)
					 : notification_words(arena, style.catalogue, style.zone, n);

	words.subject = marked(arena, style.catalogue, n, words.subject);
	out->subject = words.subject;
	out->thread = m->thread;
	if (channel == CHANNEL_MAIL)
		return fill_mail(arena, m, &words, &style, out);
	if (channel == CHANNEL_SMS) {
		out->body_text = marked(arena, style.catalogue, n,
					arena_printf(arena, "Muster: %.*s %.*s", STR_ARG(words.text), STR_ARG(link_of(arena, m))));
		return RC_OK;
	}
	struct text data = TEXT_IN(arena);
	out->body_text = words.text;
	text_cstr(&data, "{\"url\":");
	text_json(&data, arena_printf(arena, "/notifications/%lld", (long long)n->id));
	text_cstr(&data, "}");
	out->data = text_str(&data);
	return RC_OK;
}

enum rc message_view_digest(struct arena *arena, const struct digest_message *digest, struct delivery *out)
{
	const struct view_style style = style_of(arena, digest->config, digest->who);
	struct str base = config_text(digest->config, "web.public_url");
	struct view *view = view_new(arena);
	struct view_list *list = view_list(view, "items");

	for (size_t i = 0; i < digest->count; i++) {
		const struct notification *n = &digest->notifications[i];
		struct words words = notification_words(arena, style.catalogue, style.zone, n);
		struct view *item = view_add(list);
		view_text(item, "text", marked(arena, style.catalogue, n, words.text));
		view_moment(item, "at", n->shown_at);
		view_text(item, "link", arena_printf(arena, "%.*s/notifications/%lld", STR_ARG(base), (long long)n->id));
	}
	out->subject = tr(style.catalogue, N_("Muster: your digest"));
	view_cstr(view, "locale", catalogue_locale(style.catalogue));
	view_text(view, "subject", out->subject);
	view_text(view, "organization_name", digest->who->viewer.organization_name);
	view_int(view, "count", (int64_t)digest->count);
	view_text(view, "settings", arena_printf(arena, "%.*s/account/notifications", STR_ARG(base)));
	enum rc rc = render(arena, digest->config, "notify/digest_text", view, &style, &out->body_text);
	out->body_text = unescaped(arena, out->body_text);
	return rc == RC_OK ? render(arena, digest->config, "notify/digest_html", view, &style, &out->body_html) : rc;
}
