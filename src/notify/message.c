#include "notify/message.h"

#include "base/text.h"
#include "event/channel_data.h"

static const struct catalogue *catalogue_of(struct arena *arena, const struct config *config, const struct candidate *who)
{
	return who->locale.len ? catalogue_find(config_path(arena, config, "paths.locale"), who->locale) : NULL;
}

static struct str path_of(struct arena *arena, const struct notification *n)
{
	return arena_printf(arena, "/notifications/%lld", (long long)n->id);
}

static struct str link_of(struct arena *arena, const struct config *config, const struct notification *n)
{
	return arena_printf(arena, "%.*s%.*s", STR_ARG(config_text(config, "web.public_url")), STR_ARG(path_of(arena, n)));
}

/* "You are told as: Incident manager, Watchers." */
static struct str why_words(struct arena *arena, const struct catalogue *catalogue, const struct message *m)
{
	unsigned set = recipient_set_read(m->notification->recipients);
	struct text text = TEXT_IN(arena);

	if (m->is_plain)
		return STR("");
	if (m->away_name.len) {
		text_printf(&text, "%.*s %.*s%.*s", STR_ARG(tr(catalogue, N_("You are told in place of"))), STR_ARG(m->away_name),
			    STR_ARG(tr(catalogue, N_(", who is away."))));
		return text_str(&text);
	}
	text_add(&text, tr(catalogue, N_("You are told as:")));
	for (int i = RECIPIENT_NONE + 1, count = 0; i < RECIPIENT_COUNT; i++)
		if (set & RECIPIENT_BIT(i))
			text_printf(&text, "%s %.*s", count++ ? "," : "", STR_ARG(tr(catalogue, codes_label(&recipient_codes, i))));
	text_char(&text, '.');
	return text_str(&text);
}

static struct str mail_body(struct arena *arena, const struct message *m, struct str words)
{
	struct text text = TEXT_IN(arena);

	text_add(&text, words);
	if (m->title.len)
		text_printf(&text, "\n\n\"%.*s\"", STR_ARG(m->title));
	text_printf(&text, "\n\n%.*s\n", STR_ARG(link_of(arena, m->config, m->notification)));
	return text_str(&text);
}

void message_fill(struct arena *arena, const struct message *m, enum channel channel, struct delivery *out)
{
	const struct notification *n = m->notification;
	const struct catalogue *catalogue = catalogue_of(arena, m->config, m->who);
	const struct words words = m->is_plain ? notification_plain_words(catalogue, m->is_reporter)
					       : notification_words(arena, catalogue, m->who->zone, n);
	const struct channel_data data = {
		.locale = m->who->locale,
		.why = why_words(arena, catalogue, m),
		.path = path_of(arena, n),
		.is_mandatory = m->is_mandatory,
		.is_urgent = m->is_urgent,
	};

	out->subject = words.subject;
	out->thread = m->thread;
	out->data = channel_data_text(arena, &data);
	out->body_text = words.text;
	if (channel == CHANNEL_MAIL)
		out->body_text = mail_body(arena, m, words.text);
	if (channel == CHANNEL_SMS)
		out->body_text = arena_printf(arena, "Muster: %.*s %.*s", STR_ARG(words.text), STR_ARG(link_of(arena, m->config, n)));
}

/* The first line says how many there are. */
static void add_count(struct text *text, const struct catalogue *catalogue, size_t count)
{
	struct str words = tr_n(catalogue, "One thing has happened.", "{n} things have happened.", count);
	ptrdiff_t at = str_find(words, STR("{n}"));

	if (at < 0) {
		text_add(text, words);
		return;
	}
	text_add(text, str_slice(words, 0, (size_t)at));
	text_int(text, (int64_t)count);
	text_add(text, str_slice(words, (size_t)at + 3, words.len));
}

void message_digest(struct arena *arena, const struct digest_message *digest, struct delivery *out)
{
	const struct catalogue *catalogue = catalogue_of(arena, digest->config, digest->who);
	const struct channel_data data = {
		.locale = digest->who->locale,
		.why = tr(catalogue, N_("You have chosen to get these together.")),
		.path = STR("/notifications"),
	};
	struct text text = TEXT_IN(arena);

	add_count(&text, catalogue, digest->count);
	for (size_t i = 0; i < digest->count; i++) {
		const struct notification *n = &digest->notifications[i];
		struct str at = zone_input_text(arena, digest->who->zone, n->shown_at);
		text_printf(&text, "\n\n%.*s %.*s: %.*s\n%.*s", STR_ARG(str_slice(at, 0, 10)), STR_ARG(str_slice(at, 11, at.len)),
			    STR_ARG(notification_words(arena, catalogue, digest->who->zone, n).text),
			    STR_ARG(link_of(arena, digest->config, n)));
	}
	text_char(&text, '\n');
	out->subject = tr(catalogue, N_("Muster: your digest"));
	out->body_text = text_str(&text);
	out->data = channel_data_text(arena, &data);
}
