#include "notify/notification.h"

#include <stddef.h>

#include "base/text.h"
#include "deadline/deadline.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct notification, member)
static const struct field fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_CODE, OFFSET(environment), .flags = FIELD_STORED, .codes = &environment_codes},
	{.kind = FIELD_ID, OFFSET(account_id), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(person_id), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(event_id), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(kind), .flags = FIELD_STORED, .max = 60},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(capa_id), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(number), .flags = FIELD_STORED | FIELD_NOT_NULL},
	{.kind = FIELD_TEXT, OFFSET(action), .flags = FIELD_STORED | FIELD_NOT_NULL},
	{.kind = FIELD_CODE, OFFSET(status), .flags = FIELD_STORED, .codes = &status_codes},
	{.kind = FIELD_CODE, OFFSET(severity), .flags = FIELD_STORED, .codes = &severity_codes},
	{.kind = FIELD_TEXT, OFFSET(what), .flags = FIELD_STORED | FIELD_NOT_NULL},
	{.kind = FIELD_MOMENT, OFFSET(due_at), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, OFFSET(is_due_by_day), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(recipients), .flags = FIELD_STORED | FIELD_NOT_NULL},
	{.kind = FIELD_TEXT, OFFSET(rules), .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 500},
	{.kind = FIELD_ID, OFFSET(away_id), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(channels), .flags = FIELD_STORED | FIELD_NOT_NULL},
	{.kind = FIELD_BOOL, OFFSET(in_inbox), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(shown_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(read_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(digest_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(digested_at), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED},
	FIELD_END,
};
#undef OFFSET
const struct record notification_record = {"notification", sizeof(struct notification), fields};

/* Rows are those of enum sending. */
static const struct code sending_rows[] = {
	{"", N_("not by this channel")},
	{"now", N_("at once")},
	{"later", N_("later")},
	{"digest", N_("in the digest")},
	{"off", N_("switched off by the person")},
	{"no_address", N_("no address")},
	{NULL, NULL},
};
const struct codes sending_codes = {"sending", sending_rows};

static struct str channels_text(struct arena *arena, const struct plan_line *line)
{
	struct text text = TEXT_IN(arena);

	for (int i = 0; i < CHANNEL_COUNT; i++)
		if (line->channels[i].sending != SENDING_NONE)
			text_printf(&text, "%s%s=%s", text.len ? "," : "", channel_code((enum channel)i),
				    codes_code(&sending_codes, (int)line->channels[i].sending));
	return text_str(&text);
}

enum sending notification_sending(const struct notification *notification, enum channel channel)
{
	struct str rest = notification->channels, part, name;

	while (str_split(&rest, ',', &part)) {
		if (!str_split(&part, '=', &name) || !str_is(name, channel_code(channel)))
			continue;
		int sending = codes_find(&sending_codes, part);
		return sending > 0 ? (enum sending)sending : SENDING_NONE;
	}
	return SENDING_NONE;
}

static struct str rules_text(struct arena *arena, const struct plan_line *line)
{
	enum { MOST = 500 }; /* of the column */
	struct text text = TEXT_IN(arena);

	for (size_t i = 0; i < line->rule_count; i++) {
		const struct notify_rule *rule = line->rules[i];
		struct str one = arena_printf(arena, "%s%.*s:%lld", text.len ? "," : "", STR_ARG(rule->code),
					      (long long)rule->version);
		if (text.len + one.len <= MOST)
			text_add(&text, one);
	}
	return text_str(&text);
}

struct notification notification_of(struct arena *arena, const struct occurrence *o, const struct plan_line *line, moment now)
{
	const struct plan_channel *inbox = &line->channels[CHANNEL_INBOX], *mail = &line->channels[CHANNEL_MAIL];
	struct notification n;

	record_clear(&notification_record, &n);
	n.organization_id = o->organization_id;
	n.environment = o->environment;
	n.account_id = line->who->viewer.account_id;
	n.person_id = line->who->person_id;
	n.event_id = o->event_id;
	n.kind = str_of(o->kind->kind);
	n.incident_id = o->has_incident ? o->incident.id : 0;
	n.capa_id = o->has_action ? o->action.id : 0;
	n.number = o->number;
	n.action = o->has_action ? o->action.number : STR("");
	n.status = o->incident.status;
	n.severity = o->incident.severity;
	n.what = o->what;
	n.due_at = o->due_at;
	n.is_due_by_day = o->is_due_by_day;
	n.recipients = recipient_set_text(arena, line->as);
	n.rules = rules_text(arena, line);
	n.away_id = line->away ? line->away->person_id : 0;
	n.channels = channels_text(arena, line);
	n.in_inbox = inbox->sending == SENDING_NOW || inbox->sending == SENDING_LATER;
	n.shown_at = line->shown_at;
	n.digest_at = mail->sending == SENDING_DIGEST ? mail->at : MOMENT_NONE;
	/* Not the minute in which an anonymous reporter sent something (ANO-09). */
	n.created_at = occurrence_is_anonymous(o) ? line->shown_at : now;
	return n;
}

/* --- words ------------------------------------------------------------------------ */

static struct str numbered(struct arena *arena, struct str text, int64_t n)
{
	const struct str mark = STR("{n}");
	ptrdiff_t at = str_find(text, mark);

	if (at < 0)
		return text;
	return arena_printf(arena, "%.*s%lld%.*s", (int)at, text.at, (long long)n, STR_ARG(str_slice(text, (size_t)at + mark.len, text.len)));
}

/* "in 3 days" as it was when the message was made. */
static struct str when_words(struct arena *arena, const struct catalogue *catalogue, const struct zone *zone,
			     const struct notification *n)
{
	enum { HOURS_MOST = 48 };
	const moment left = n->due_at - n->created_at;

	if (n->due_at == MOMENT_NONE || n->created_at == MOMENT_NONE)
		return tr(catalogue, N_("soon"));
	if (left <= 0)
		return tr(catalogue, N_("now"));
	if (!n->is_due_by_day && left < HOURS(HOURS_MOST)) {
		int64_t hours = (left + HOURS(1) - 1) / HOURS(1);
		return numbered(arena, tr_n(catalogue, "in one hour", "in {n} hours", (uint64_t)hours), hours);
	}
	/* A day ends where the next one begins. */
	int64_t days = zone_day(zone, n->due_at - 1) - zone_day(zone, n->created_at);
	if (days <= 0)
		return tr(catalogue, N_("today"));
	return numbered(arena, tr_n(catalogue, "in one day", "in {n} days", (uint64_t)days), days);
}

static struct str what_words(const struct catalogue *catalogue, struct str what)
{
	int deadline = codes_find(&deadline_kind_codes, what);

	return deadline > 0 ? tr(catalogue, codes_label(&deadline_kind_codes, deadline)) : what;
}

static struct str fact(struct arena *arena, const struct catalogue *catalogue, const struct zone *zone,
		       const struct notification *n, struct str name)
{
	if (str_is(name, "number"))
		return n->number;
	if (str_is(name, "action"))
		return n->action;
	if (str_is(name, "status"))
		return tr(catalogue, codes_label(&status_codes, n->status));
	if (str_is(name, "severity"))
		return tr(catalogue, codes_label(&severity_codes, n->severity));
	if (str_is(name, "when"))
		return when_words(arena, catalogue, zone, n);
	if (str_is(name, "what"))
		return what_words(catalogue, n->what);
	return STR("");
}

static struct str fill(struct arena *arena, const struct catalogue *catalogue, const struct zone *zone,
		       const struct notification *n, struct str english)
{
	struct str rest = tr_str(catalogue, english);
	struct text out = TEXT_IN(arena);

	for (;;) {
		ptrdiff_t open = str_find(rest, STR("{"));
		struct str tail = open < 0 ? STR_NONE : str_slice(rest, (size_t)open + 1, rest.len);
		ptrdiff_t close = str_find(tail, STR("}"));
		if (open < 0 || close < 0)
			break;
		text_add(&out, str_slice(rest, 0, (size_t)open));
		text_add(&out, fact(arena, catalogue, zone, n, str_slice(tail, 0, (size_t)close)));
		rest = str_slice(tail, (size_t)close + 1, tail.len);
	}
	text_add(&out, rest);
	return text_str(&out);
}

enum message_language notification_language(const struct catalogue *catalogue)
{
	return str_starts(str_of(catalogue_locale(catalogue)), STR("es")) ? LANGUAGE_SPANISH : LANGUAGE_ENGLISH;
}

size_t notification_facts(struct arena *arena, const struct message_style *style, const struct notification *n,
			  struct wording_fact facts[MESSAGE_FACTS])
{
	const struct event_kind_row *kind = event_kind_find(n->kind);
	const char *names[MESSAGE_FACTS];
	const size_t count = kind ? message_text_facts(kind, names) : 0;

	for (size_t i = 0; i < count; i++) {
		const bool is_yours = kind->theirs & recipient_set_read(n->recipients);
		facts[i].name = names[i];
		facts[i].value = !str_is(str_of(names[i]), "is_yours")
					 ? fact(arena, style->catalogue, style->zone, n, str_of(names[i]))
				 : is_yours ? STR("1") : STR("");
	}
	return count;
}

/* On one line, and no longer than a subject may be whatever the facts hold. */
static struct str one_line(struct arena *arena, struct str text)
{
	enum { LONGEST = 250 };
	struct text out = TEXT_IN(arena);

	text = str_trim(text);
	for (size_t i = 0; i < text.len; i++) {
		const bool begins_character = ((unsigned char)text.at[i] & 0xC0u) != 0x80u;
		if (out.len >= LONGEST && begins_character)
			break;
		text_char(&out, text.at[i] == '\n' ? ' ' : text.at[i]);
	}
	return text_str(&out);
}

enum rc notification_words_of(struct arena *arena, const struct message_style *style, const struct message_text *text,
			      const struct notification *notification, struct words *out)
{
	struct wording_fact facts[MESSAGE_FACTS];
	const size_t count = notification_facts(arena, style, notification, facts);
	enum rc rc = wording_render(arena, text->subject, facts, count, &out->subject);

	if (rc == RC_OK)
		rc = wording_render(arena, text->body, facts, count, &out->text);
	out->subject = one_line(arena, out->subject);
	out->text = str_trim(out->text);
	return rc;
}

struct words notification_words(struct arena *arena, const struct message_style *style, enum message_family family,
				const struct notification *notification)
{
	const struct event_kind_row *kind = event_kind_find(notification->kind);
	struct words words = {notification->number, STR("")};

	if (!kind)
		return words;
	const struct message_slot slot = {kind, family, notification_language(style->catalogue)};
	const struct message_text *own = message_text_at(style->texts, &slot, notification->created_at);
	if (own && notification_words_of(arena, style, own, notification, &words) == RC_OK && words.text.len)
		return words;
	words.subject = fill(arena, style->catalogue, style->zone, notification, str_of(kind->subject));
	words.text = fill(arena, style->catalogue, style->zone, notification,
			  event_kind_text(kind, recipient_set_read(notification->recipients)));
	return words;
}

struct words notification_plain_words(const struct catalogue *catalogue, bool is_reporter)
{
	if (is_reporter)
		return (struct words){tr(catalogue, N_("News from Muster")),
				      tr(catalogue, N_("There is something new for you in the portal. Sign in to read it."))};
	return (struct words){tr(catalogue, N_("A report needs you")),
			      tr(catalogue, N_("A report has come in or was added to. Sign in to read it."))};
}

struct str notification_target(struct arena *arena, const struct notification *n)
{
	const struct event_kind_row *kind = event_kind_find(n->kind);
	const char *behind = kind && kind->behind ? kind->behind : "";

	if (n->action.len)
		return arena_printf(arena, "/capas/%.*s", STR_ARG(n->action));
	if (n->incident_id && n->number.len)
		return arena_printf(arena, "/incidents/%.*s%s", STR_ARG(n->number), behind);
	if (kind && kind->sight == SIGHT_SYSTEM && behind[0])
		return str_of(behind);
	return STR("/notifications");
}
