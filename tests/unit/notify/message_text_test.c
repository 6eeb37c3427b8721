/* Words that administrators write: what they may name, what is refused, and what comes of them. */
#include "../unit.h"

#include "notify/notification.h"

static const moment then = SECONDS(1780000000);

static struct notification told(const char *kind, const char *as)
{
	struct notification n;

	record_clear(&notification_record, &n);
	n.kind = str_of(kind);
	n.recipients = str_of(as);
	n.number = STR("INC-1");
	n.action = STR("CAPA-2");
	n.status = STATUS_NEW;
	n.severity = SEVERITY_HIGH;
	n.what = STR("capa");
	n.created_at = then;
	n.due_at = then + DAYS(3);
	n.is_due_by_day = true;
	return n;
}

static struct message_text text_of(const char *kind, enum message_family family, const char *subject, const char *body)
{
	struct message_text text;

	record_clear(&message_text_record, &text);
	text.event_kind = str_of(kind);
	text.family = (int)family;
	text.language = LANGUAGE_ENGLISH;
	text.version = 1;
	text.subject = str_of(subject);
	text.body = str_of(body);
	text.created_at = then - DAYS(1);
	return text;
}

static struct str problem(struct arena *arena, const char *kind, const char *words)
{
	return message_text_problem(arena, NULL, event_kind_find(str_of(kind)), str_of(words));
}

/* What the editor shows first says what is sent without it, for every kind, whoever reads it. */
static void the_standard_texts_say_what_is_sent(void **state)
{
	size_t count;
	const struct event_kind_row *kinds = event_kind_all(&count);
	const struct message_style style = {0};

	for (size_t i = 0; i < count; i++)
		for (int as = RECIPIENT_NONE + 1; as < RECIPIENT_COUNT; as++) {
			const struct message_slot slot = {&kinds[i], FAMILY_MAIL, LANGUAGE_ENGLISH};
			const struct message_text standard = message_text_standard(*state, NULL, &slot);
			const struct notification n = told(kinds[i].kind, codes_code(&recipient_codes, as));
			const struct words sent = notification_words(*state, &style, FAMILY_MAIL, &n);
			struct words words;
			assert_false(problem(*state, kinds[i].kind, standard.subject.at).at);
			assert_false(problem(*state, kinds[i].kind, standard.body.at).at);
			assert_int_equal(notification_words_of(*state, &style, &standard, &n, &words), RC_OK);
			assert_true(str_equal(words.subject, sent.subject));
			assert_true(str_equal(words.text, sent.text));
		}
}

static void only_the_facts_of_the_kind_can_be_named(void **state)
{
	static const char *const others[] = {
		"{{title}}", "{{description}}", "{{reporter}}", "{{name}}", "{{action}}", "{{when}}", "{{number.digits}}", "{{.}}",
		"{{#incident}}{{title}}{{/incident}}", "{{^person}}x{{/person}}", "{{#number}}{{.}}{{/number}}",
	};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_true(str_find(problem(*state, "incident.created", others[i]), STR("is not known here")) > 0);
	assert_str(problem(*state, "incident.created", "Look at {{titel}}"),
		   "{{titel}} is not known here. There is: {{number}}, {{status}}, {{severity}}, {{is_yours}}.");
	assert_str(problem(*state, "osha.certified", "{{number}}"), "{{number}} is not known here. Messages of this event hold no facts.");
	assert_false(problem(*state, "incident.created", "{{number}}, {{severity}}{{#is_yours}}, yours{{/is_yours}} {{! a remark }}").at);
}

static void what_is_no_plain_mustache_is_refused_with_its_line(void **state)
{
	assert_true(str_starts(problem(*state, "incident.created", "One\n{{#number}} two"), STR("Line 2:")));
	assert_true(str_starts(problem(*state, "incident.created", "One\n\n{{number"), STR("Line 3:")));
	assert_true(str_starts(problem(*state, "incident.created", "{{/number}}"), STR("Line 1:")));
	assert_true(problem(*state, "incident.created", "{{{number}}}").at != NULL);
	assert_true(problem(*state, "incident.created", "{{&number}}").at != NULL);
	assert_true(problem(*state, "incident.created", "{{>layout/page}}").at != NULL);
	assert_true(problem(*state, "incident.created", "{{<layout/page}}{{/layout/page}}").at != NULL);
	assert_true(problem(*state, "incident.created", "{{$title}}x{{/title}}").at != NULL);
	assert_true(problem(*state, "incident.created", "{{is_yours}}").at != NULL);
	/* Other delimiters reach no more. */
	assert_true(str_find(problem(*state, "incident.created", "{{=<% %>=}}<%title%>"), STR("is not known here")) > 0);
}

static void own_words_are_said_in_their_language_and_way_alone(void **state)
{
	const struct message_text own = text_of("incident.created", FAMILY_MAIL, "  Look:\n {{number}} ",
						"{{#is_yours}}Thanks for {{number}}.{{/is_yours}}{{^is_yours}}{{severity}}: <b>{{number}}</b>{{/is_yours}}\n");
	const struct message_texts texts = {&own, 1};
	const struct message_style style = {.texts = &texts};
	struct notification n = told("incident.created", "manager");

	assert_str(notification_words(*state, &style, FAMILY_MAIL, &n).subject, "Look:  INC-1");
	assert_str(notification_words(*state, &style, FAMILY_MAIL, &n).text, "High: <b>INC-1</b>");
	assert_str(notification_words(*state, &style, FAMILY_SCREEN, &n).text, "INC-1 was reported. Severity: High.");
	n.recipients = STR("reporter,manager");
	assert_str(notification_words(*state, &style, FAMILY_MAIL, &n).text, "Thanks for INC-1.");
	n.kind = STR("incident.merged");
	assert_str(notification_words(*state, &style, FAMILY_MAIL, &n).subject, "INC-1: duplicate");
}

static void what_was_told_keeps_the_words_of_its_time(void **state)
{
	struct message_text all[3] = {
		text_of("capa.started", FAMILY_SCREEN, "", ""), text_of("capa.started", FAMILY_SCREEN, "b", "Second"),
		text_of("capa.started", FAMILY_SCREEN, "a", "First"),
	};
	const struct message_texts texts = {all, 3};
	const struct message_style style = {.texts = &texts};
	const struct message_slot slot = {event_kind_find(STR("capa.started")), FAMILY_SCREEN, LANGUAGE_ENGLISH};
	struct notification n = told("capa.started", "watcher");

	all[0].is_standard = true;
	all[0].version = 3;
	all[0].created_at = then + HOURS(2);
	all[1].version = 2;
	all[1].created_at = then + HOURS(1);
	assert_str(notification_words(*state, &style, FAMILY_SCREEN, &n).text, "First");
	n.created_at = then + HOURS(1);
	assert_str(notification_words(*state, &style, FAMILY_SCREEN, &n).text, "Second");
	n.created_at = then + HOURS(3);
	assert_str(notification_words(*state, &style, FAMILY_SCREEN, &n).text, "Action CAPA-2 for INC-1 was started.");
	assert_null(message_text_at(&texts, &slot, MOMENT_NONE));
	assert_int_equal(message_text_newest(&texts, &slot)->version, 3);
}

/* Stored words that became wrong, because a kind lost a fact, do not stop the message. */
static void words_that_cannot_be_used_give_way_to_ours(void **state)
{
	const struct message_text own = text_of("incident.created", FAMILY_SCREEN, "x", "{{#number}}");
	const struct message_text empty = text_of("incident.created", FAMILY_SCREEN, "x", "{{#is_yours}}only you{{/is_yours}}");
	struct notification n = told("incident.created", "manager");

	for (int i = 0; i < 2; i++) {
		const struct message_texts texts = {i ? &own : &empty, 1};
		assert_str(notification_words(*state, &(struct message_style){.texts = &texts}, FAMILY_SCREEN, &n).text,
			   "INC-1 was reported. Severity: High.");
	}
}

static void subjects_stay_short_whatever_the_facts_hold(void **state)
{
	const struct message_text own = text_of("incident.created", FAMILY_MAIL, "{{number}}{{number}}{{number}}{{number}}{{number}}", "x");
	const struct message_texts texts = {&own, 1};
	struct notification n = told("incident.created", "manager");

	n.number = STR("áéíóúáéíóúáéíóúáéíóúáéíóúáéíóúáéíóúáéíóúáéíóúáéíóúáéíóúáéíóú");
	const struct str subject = notification_words(*state, &(struct message_style){.texts = &texts}, FAMILY_MAIL, &n).subject;
	assert_int_equal(subject.len, 250);
	assert_true(str_is_utf8(subject));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(the_standard_texts_say_what_is_sent),
		UNIT(only_the_facts_of_the_kind_can_be_named),
		UNIT(what_is_no_plain_mustache_is_refused_with_its_line),
		UNIT(own_words_are_said_in_their_language_and_way_alone),
		UNIT(what_was_told_keeps_the_words_of_its_time),
		UNIT(words_that_cannot_be_used_give_way_to_ours),
		UNIT(subjects_stay_short_whatever_the_facts_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
