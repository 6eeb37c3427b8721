#include "notify/message_text.h"

#include <stddef.h>

#include "base/text.h"
#include "view/wording.h"

static const struct code family_rows[] = {
	{"", ""},     {"mail", N_("Mail")}, {"sms", N_("Short message")}, {"screen", N_("Push and inbox")},
	{NULL, NULL},
};
const struct codes message_family_codes = {"message_family", family_rows};

static const struct code language_rows[] = {
	{"", ""},
	{"en", N_("English")},
	{"es", N_("Spanish")},
	{NULL, NULL},
};
const struct codes message_language_codes = {"message_language", language_rows};

enum message_family message_family_of(enum channel channel)
{
	return channel == CHANNEL_MAIL ? FAMILY_MAIL : channel == CHANNEL_SMS ? FAMILY_SMS : FAMILY_SCREEN;
}

#define OFFSET(member) .name = #member, .offset = offsetof(struct message_text, member)
static const struct field fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_TEXT, OFFSET(event_kind), .label = N_("Event"), .flags = FIELD_STORED, .max = 60},
	{.kind = FIELD_CODE,
	 OFFSET(family),
	 .label = N_("Way"),
	 .flags = FIELD_STORED,
	 .codes = &message_family_codes},
	{.kind = FIELD_CODE,
	 OFFSET(language),
	 .label = N_("Language"),
	 .flags = FIELD_STORED,
	 .codes = &message_language_codes},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_BOOL, OFFSET(is_standard), .label = N_("Standard text"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 OFFSET(subject),
	 .label = N_("Subject or title"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .max = 150},
	{.kind = FIELD_PROSE,
	 OFFSET(body),
	 .label = N_("Text"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .max = 4000},
	{.kind = FIELD_TEXT,
	 OFFSET(reason),
	 .label = N_("Reason"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL | FIELD_QUIET,
	 .max = 500,
	 .hint = N_("Goes into the audit trail")},
	{.kind = FIELD_ID, OFFSET(account_id), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record message_text_record = {"message_text", sizeof(struct message_text), fields};

static bool is_of(const struct message_text *text, const struct message_slot *slot)
{
	return text->family == (int)slot->family && text->language == (int)slot->language &&
	       str_is(text->event_kind, slot->kind->kind);
}

const struct message_text *message_text_newest(const struct message_texts *texts,
					       const struct message_slot *slot)
{
	for (size_t i = 0; texts && i < texts->count; i++)
		if (is_of(&texts->at[i], slot))
			return &texts->at[i];
	return NULL;
}

const struct message_text *message_text_at(const struct message_texts *texts, const struct message_slot *slot,
					   moment at)
{
	for (size_t i = 0; texts && i < texts->count; i++)
		if (is_of(&texts->at[i], slot) && (at == MOMENT_NONE || texts->at[i].created_at <= at))
			return texts->at[i].is_standard ? NULL : &texts->at[i];
	return NULL;
}

/* --- ours ---------------------------------------------------------------------------- */

/* "{number} is ..." becomes "{{number}} is ...". */
static void add_mustache(struct text *out, struct str braced)
{
	for (size_t i = 0; i < braced.len; i++) {
		const char c = braced.at[i];
		text_char(out, c);
		if (c == '{' || c == '}')
			text_char(out, c);
	}
}

static struct str standard_body(struct arena *arena, const struct catalogue *catalogue,
				const struct event_kind_row *kind)
{
	struct text out = TEXT_IN(arena);

	if (!kind->others) {
		add_mustache(&out, tr(catalogue, kind->text));
		return text_str(&out);
	}
	text_cstr(&out, "{{#is_yours}}");
	add_mustache(&out, tr(catalogue, kind->text));
	text_cstr(&out, "{{/is_yours}}{{^is_yours}}");
	add_mustache(&out, tr(catalogue, kind->others));
	text_cstr(&out, "{{/is_yours}}");
	return text_str(&out);
}

struct message_text message_text_standard(struct arena *arena, const struct catalogue *catalogue,
					  const struct message_slot *slot)
{
	struct text subject = TEXT_IN(arena);
	struct message_text text;

	record_clear(&message_text_record, &text);
	text.event_kind = str_of(slot->kind->kind);
	text.family = (int)slot->family;
	text.language = (int)slot->language;
	text.is_standard = true;
	if (slot->family != FAMILY_SMS)
		add_mustache(&subject, tr(catalogue, slot->kind->subject));
	text.subject = text_str(&subject);
	text.body = standard_body(arena, catalogue, slot->kind);
	return text;
}

/* --- what can be said ------------------------------------------------------------------ */

size_t message_text_facts(const struct event_kind_row *kind, const char *names[MESSAGE_FACTS])
{
	size_t count = 0;

	for (unsigned i = 0; event_kind_fact_names[i]; i++)
		if (kind->facts & (1u << i))
			names[count++] = event_kind_fact_names[i];
	if (kind->others)
		names[count++] = "is_yours";
	return count;
}

/* The first thing that is wrong. */
struct judging_words {
	struct arena *arena;
	const struct catalogue *catalogue;
	const struct event_kind_row *kind;
	struct str problem;
};

/* "{name}" of an English pattern. */
static struct str filled(struct arena *arena, struct str pattern, struct str mark, struct str value)
{
	const ptrdiff_t at = str_find(pattern, mark);

	if (at < 0)
		return pattern;
	return arena_printf(arena, "%.*s%.*s%.*s", (int)at, pattern.at, STR_ARG(value),
			    STR_ARG(str_slice(pattern, (size_t)at + mark.len, pattern.len)));
}

static struct str unknown(const struct judging_words *j, struct str name)
{
	const char *names[MESSAGE_FACTS];
	const size_t count = message_text_facts(j->kind, names);
	struct text list = TEXT_IN(j->arena);
	struct str words =
		tr(j->catalogue,
		   count ? N_("{{name}} is not known here. There is: {list}.")
			 : N_("{{name}} is not known here. Messages of this event hold no facts."));

	for (size_t i = 0; i < count; i++)
		text_printf(&list, "%s{{%s}}", i ? ", " : "", names[i]);
	words = filled(j->arena, words, STR("{list}"), text_str(&list));
	return filled(j->arena, words, STR("{name}"), arena_printf(j->arena, "{%.*s}", STR_ARG(name)));
}

static bool is_fact(const struct event_kind_row *kind, struct str name)
{
	const char *names[MESSAGE_FACTS];
	const size_t count = message_text_facts(kind, names);

	for (size_t i = 0; i < count; i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

static void judge(void *closure, enum wording_use use, struct str name)
{
	struct judging_words *j = closure;

	if (j->problem.at)
		return;
	if (use == WORDING_OTHER)
		j->problem =
			tr(j->catalogue,
			   N_("Only {{name}}, {{#name}}...{{/name}} and {{^name}}...{{/name}} can be used."));
	else if (!is_fact(j->kind, name))
		j->problem = unknown(j, name);
	else if (use == WORDING_RAW)
		j->problem = tr(j->catalogue, N_("Write names with two braces on each side."));
	else if (use == WORDING_VALUE && str_is(name, "is_yours"))
		j->problem = tr(
			j->catalogue,
			N_("is_yours is a question: {{#is_yours}}for those whom it concerns{{/is_yours}}."));
}

struct str message_text_problem(struct arena *arena, const struct catalogue *catalogue,
				const struct event_kind_row *kind, struct str words)
{
	struct judging_words judging = {.arena = arena, .catalogue = catalogue, .kind = kind};
	size_t line;

	if (wording_visit(arena, words, judge, &judging, &line) != RC_OK)
		return filled(
			arena,
			tr(catalogue,
			   N_("Line {line}: braces or sections do not fit together. Every {{#name}} needs its {{/name}}.")),
			STR("{line}"), arena_printf(arena, "%zu", line));
	return judging.problem;
}
