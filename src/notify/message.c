#include "notify/message.h"

#include <stdlib.h>

#include "base/text.h"
#include "event/channel_data.h"
#include "view/format.h"

static const struct catalogue *catalogue_of(struct arena *arena, const struct config *config,
					    const struct candidate *who)
{
	return who->locale.len ? catalogue_find(config_path(arena, config, "paths.locale"), who->locale)
			       : NULL;
}

static struct str path_of(struct arena *arena, const struct notification *n)
{
	return arena_printf(arena, "/notifications/%lld", (long long)n->id);
}

static struct str link_of(struct arena *arena, const struct config *config, const struct notification *n)
{
	return arena_printf(arena, "%.*s%.*s", STR_ARG(config_text(config, "web.public_url")),
			    STR_ARG(path_of(arena, n)));
}

/* "You get this as incident manager, watcher." */
static struct str why_words(struct arena *arena, const struct catalogue *catalogue, const struct message *m)
{
	unsigned set = recipient_set_read(m->notification->recipients);
	struct text text = TEXT_IN(arena);

	if (m->is_plain)
		return STR("");
	if (m->away_name.len) {
		text_printf(&text, "%.*s %.*s%.*s", STR_ARG(tr(catalogue, N_("You are told in place of"))),
			    STR_ARG(m->away_name), STR_ARG(tr(catalogue, N_(", who is away."))));
		return text_str(&text);
	}
	text_add(&text, tr(catalogue, N_("You get this as")));
	for (int i = RECIPIENT_NONE + 1, count = 0; i < RECIPIENT_COUNT; i++) {
		if (!(set & RECIPIENT_BIT(i)))
			continue;
		const bool is_role = i == RECIPIENT_ROLE && m->role != ROLE_NONE;
		const char *self =
			is_role ? codes_label(&role_codes, (int)m->role) : recipient_self((enum recipient)i);
		text_printf(&text, "%s %.*s", count++ ? "," : "", STR_ARG(tr(catalogue, self)));
	}
	text_char(&text, '.');
	return text_str(&text);
}

static bool some_rule(const struct plan_line *line, bool (*says)(const struct notify_rule *rule))
{
	for (size_t i = 0; i < line->rule_count; i++)
		if (says(line->rules[i]))
			return true;
	return false;
}

static bool is_mandatory(const struct notify_rule *rule)
{
	return rule->is_mandatory;
}

static bool is_urgent(const struct notify_rule *rule)
{
	return rule->breaks_quiet;
}

static enum role role_of(const struct plan_line *line)
{
	for (size_t i = 0; i < line->rule_count; i++)
		if (line->rules[i]->recipient == RECIPIENT_ROLE)
			return (enum role)line->rules[i]->role;
	return ROLE_NONE;
}

struct message message_of(struct arena *arena, const struct notify_policy *policy, const struct occurrence *o,
			  const struct plan_line *line, const struct notification *n)
{
	const bool is_reporter = line->as & RECIPIENT_BIT(RECIPIENT_REPORTER);
	const bool is_anonymous = o->has_incident && o->incident.reporting == REPORTING_ANONYMOUS;
	const bool is_hidden = is_reporter && o->incident.reporting == REPORTING_CONFIDENTIAL;
	const bool may_name = policy->mail_title && o->has_incident && !o->is_discreet;
	const bool is_plain = is_anonymous || is_hidden;

	return (struct message){
		.notification = n,
		.who = line->who,
		.away_name = line->away ? line->away->name : STR_NONE,
		.title = may_name && !is_plain ? o->incident.title : STR_NONE,
		.is_plain = is_plain,
		.is_reporter = is_hidden,
		.is_mandatory = some_rule(line, is_mandatory),
		.is_urgent = some_rule(line, is_urgent),
		.role = role_of(line),
		.thread = o->has_incident && !is_plain && o->incident.uuid.len
				  ? arena_printf(arena, "incident-%.*s", STR_ARG(o->incident.uuid))
				  : STR_NONE,
	};
}

struct str message_mail_body(struct arena *arena, const struct message *m, const struct catalogue *catalogue,
			     struct str words)
{
	struct text text = TEXT_IN(arena);

	text_add(&text, words);
	if (m->title.len)
		text_printf(&text, "\n\n\"%.*s\"", STR_ARG(m->title));
	text_printf(&text, "\n\n%.*s\n%.*s\n", STR_ARG(tr(catalogue, N_("Open in Muster:"))),
		    STR_ARG(link_of(arena, m->config, m->notification)));
	return text_str(&text);
}

struct str message_sms_body(struct arena *arena, const struct message *m, struct str words)
{
	return arena_printf(arena, "Muster: %.*s %.*s", STR_ARG(words),
			    STR_ARG(link_of(arena, m->config, m->notification)));
}

static struct words words_in(struct arena *arena, const struct message *m, const struct catalogue *catalogue,
			     enum channel channel)
{
	const struct message_style style = {catalogue, m->who->zone, m->texts};

	if (m->is_plain)
		return notification_plain_words(catalogue, m->is_reporter);
	return notification_words(arena, &style, message_family_of(channel), m->notification);
}

struct words message_words(struct arena *arena, const struct message *m, enum channel channel)
{
	return words_in(arena, m, catalogue_of(arena, m->config, m->who), channel);
}

void message_fill(struct arena *arena, const struct message *m, enum channel channel, struct delivery *out)
{
	const struct notification *n = m->notification;
	const struct catalogue *catalogue = catalogue_of(arena, m->config, m->who);
	const struct words words = words_in(arena, m, catalogue, channel);
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
		out->body_text = message_mail_body(arena, m, catalogue, words.text);
	if (channel == CHANNEL_SMS)
		out->body_text = message_sms_body(arena, m, words.text);
}

/* The number in place of "{n}". */
static struct str counted(struct arena *arena, struct str words, size_t count)
{
	const ptrdiff_t at = str_find(words, STR("{n}"));

	if (at < 0)
		return words;
	return arena_printf(arena, "%.*s%zu%.*s", (int)at, words.at, count,
			    STR_ARG(str_slice(words, (size_t)at + 3, words.len)));
}

static int newest_first(const void *a, const void *b)
{
	const struct notification *const *left = a, *const *right = b;

	if ((*left)->shown_at != (*right)->shown_at)
		return (*left)->shown_at < (*right)->shown_at ? 1 : -1;
	return (*left)->id < (*right)->id ? 1 : -1;
}

/* A line of hyphens under it makes it a heading of the HTML. */
static void add_heading(struct text *text, const struct view_style *style, day on)
{
	text_cstr(text, "\n\n");
	const size_t from = text->len;
	format_day(text, style, on);
	const size_t width = text->len - from;
	text_char(text, '\n');
	for (size_t i = 0; i < width; i++)
		text_char(text, '-');
}

/* By days; each is two lines, what happened and its address. */
static void add_items(struct text *text, struct arena *arena, const struct digest_message *digest,
		      const struct message_style *style, size_t most)
{
	const struct notification **sorted =
		ARENA_ARRAY(arena, const struct notification *, digest->count + 1);
	const struct view_style shown = {style->zone, style->catalogue};
	day last = DAY_NONE;

	for (size_t i = 0; i < digest->count; i++)
		sorted[i] = &digest->notifications[i];
	qsort(sorted, digest->count, sizeof *sorted, newest_first);
	for (size_t i = 0; i < most; i++) {
		const struct notification *n = sorted[i];
		const struct str at = zone_input_text(arena, style->zone, n->shown_at);
		const day on = zone_day(style->zone, n->shown_at);
		if (on != last)
			add_heading(text, &shown, on);
		last = on;
		text_printf(text, "\n\n%.*s %.*s\n%.*s", STR_ARG(str_slice(at, 11, at.len)),
			    STR_ARG(notification_words(arena, style, FAMILY_SCREEN, n).text),
			    STR_ARG(link_of(arena, digest->config, n)));
	}
}

void message_digest(struct arena *arena, const struct digest_message *digest, struct delivery *out)
{
	enum { MOST = 60 }; /* nobody reads on */
	const struct catalogue *catalogue = catalogue_of(arena, digest->config, digest->who);
	const struct message_style style = {catalogue, digest->who->zone, digest->texts};
	const struct channel_data data = {
		.locale = digest->who->locale,
		.why = tr(catalogue, N_("You have chosen to get these together.")),
		.path = STR("/notifications"),
	};
	struct text text = TEXT_IN(arena);
	const size_t most = digest->count < MOST ? digest->count : MOST, rest = digest->count - most;

	text_add(&text, counted(arena,
				tr_n(catalogue, "One thing has happened.", "{n} things have happened.",
				     digest->count),
				digest->count));
	add_items(&text, arena, digest, &style, most);
	if (rest)
		text_printf(&text, "\n\n%.*s",
			    STR_ARG(counted(arena,
					    tr_n(catalogue, "One more is in the portal.",
						 "{n} more are in the portal.", rest),
					    rest)));
	text_printf(&text, "\n\n%.*s\n%.*s/notifications\n", STR_ARG(tr(catalogue, N_("All notifications:"))),
		    STR_ARG(config_text(digest->config, "web.public_url")));
	out->subject = counted(
		arena,
		tr_n(catalogue, "Your digest: one message", "Your digest: {n} messages", digest->count),
		digest->count);
	out->body_text = text_str(&text);
	out->data = channel_data_text(arena, &data);
}
