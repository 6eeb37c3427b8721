#include "../unit.h"

#include "event/bounce.h"
#include "event/mail.h"

#define ID "0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"
/* The mark is the beginning of the SHA-256 of ann@example.com. */
#define VERP "bounce+0197a1b2c3d47e5f8a9b0c1d2e3f4a5b-71d4f55f@muster.example.com"

/* As Postfix writes them; action, status and words are filled in. */
static struct str postfix(struct arena *arena, const char *to, const char *action, const char *status, const char *words)
{
	return arena_printf(arena,
		"Return-Path: <>\r\nReceived: by mx.example.com (Postfix)\r\n\tid 4711; Tue, 3 Mar 2026 10:00:00 +0000 (UTC)\r\n"
		"From: MAILER-DAEMON@mx.example.com (Mail Delivery System)\r\nSubject: Undelivered Mail Returned to Sender\r\n"
		"To: %s\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
		"Content-Type: multipart/report; report-type=delivery-status;\r\n\tboundary=\"4711.1/mx.example.com\"\r\n\r\n"
		"This is a MIME-encapsulated message.\r\n\r\n--4711.1/mx.example.com\r\nContent-Type: text/plain\r\n\r\n"
		"I'm sorry, code 5.9.9 in words.\r\n\r\n--4711.1/mx.example.com\r\nContent-Description: Delivery report\r\n"
		"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n"
		"Arrival-Date: Tue, 3 Mar 2026 10:00:00 +0000 (UTC)\r\n\r\nFinal-Recipient: rfc822; ann@example.com\r\n"
		"Original-Recipient: rfc822;ann@example.com\r\nAction: %s\r\nStatus: %s\r\nRemote-MTA: dns; in.example.com\r\n"
		"Diagnostic-Code: smtp; %s\r\n    go away\r\n\r\n--4711.1/mx.example.com\r\n"
		"Content-Type: text/rfc822-headers\r\n\r\nFrom: Muster <muster@muster.example.com>\r\n"
		"Message-ID: <" ID "@muster.example.com>\r\nSubject: x\r\n\r\n--4711.1/mx.example.com--\r\n",
		to, action, status, words);
}

static void a_wrong_address_is_hard(void **state)
{
	struct bounce bounce;

	assert_int_equal(bounce_parse(*state, postfix(*state, VERP, "failed", "5.1.1", "550 5.1.1 no such user"), &bounce), RC_OK);
	assert_int_equal(bounce.kind, BOUNCE_HARD);
	assert_str(bounce.id, ID);
	assert_str(bounce.status, "5.1.1");
	assert_str(bounce.words, "550 5.1.1 no such user go away");
}

static void the_original_names_the_mail_where_the_address_does_not(void **state)
{
	struct bounce bounce;

	assert_int_equal(bounce_parse(*state, postfix(*state, "muster@muster.example.com", "failed", "5.1.1", "550 x"), &bounce),
			 RC_OK);
	assert_str(bounce.id, ID);
}

static void kinds_follow_the_status(void **state)
{
	static const struct {
		const char *action, *status, *words;
		enum bounce_kind kind;
	} cases[] = {
		{"failed", "5.1.1", "550 x", BOUNCE_HARD},   {"failed", "5.1.10", "550 x", BOUNCE_HARD},
		{"failed", "5.2.1", "550 x", BOUNCE_HARD},   {"failed", "5.0.0", "550 unknown", BOUNCE_HARD},
		{"failed", "5.0.0", "552 5.2.2 full", BOUNCE_SOFT}, {"failed", "5.2.2", "552 full", BOUNCE_SOFT},
		{"failed", "5.7.1", "554 spam", BOUNCE_SOFT}, {"failed", "4.4.7", "expired", BOUNCE_SOFT},
		{"Failed", "5.1.2", "x", BOUNCE_HARD},       {"delayed", "4.4.1", "x", BOUNCE_DELAYED},
		{"failed", "junk", "x", BOUNCE_SOFT},
	};
	struct bounce bounce;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str bytes = postfix(*state, VERP, cases[i].action, cases[i].status, cases[i].words);
		if (bounce_parse(*state, bytes, &bounce) != RC_OK || bounce.kind != cases[i].kind)
			fail_msg("%s %s", cases[i].action, cases[i].status);
	}
	/* Good news is no bounce. */
	assert_int_equal(bounce_parse(*state, postfix(*state, VERP, "delivered", "2.0.0", "250"), &bounce), RC_NOT_FOUND);
	assert_int_equal(bounce_parse(*state, postfix(*state, VERP, "relayed", "2.0.0", "250"), &bounce), RC_NOT_FOUND);
}

static void words_of_older_servers(void **state)
{
	struct bounce bounce;
	const struct str qmail = STR("From MAILER-DAEMON Tue Mar 3 10:00:00 2026\nReturn-Path: <>\nDelivered-To: " VERP "\n"
		"From: MAILER-DAEMON@old.example.com\nTo: " VERP "\nSubject: failure notice\n\n"
		"Hi. This is the qmail-send program at old.example.com.\n<ann@example.com>:\n"
		"Sorry, no mailbox here by that name. (#5.1.1)\n");
	const struct str away = STR("From: Ann <ann@example.com>\nTo: " VERP "\nAuto-Submitted: auto-replied\n"
		"Subject: Out of office\n\nBack on 5.1.2027\n");
	const struct str person = STR("From: Ann <ann@example.com>\nTo: " VERP "\nSubject: Re: x\n\nThanks 5.1.1\n");

	assert_int_equal(bounce_parse(*state, qmail, &bounce), RC_OK);
	assert_int_equal(bounce.kind, BOUNCE_HARD);
	assert_str(bounce.id, ID);
	assert_int_equal(bounce_parse(*state, away, &bounce), RC_NOT_FOUND);
	assert_int_equal(bounce_parse(*state, person, &bounce), RC_NOT_FOUND);
	assert_int_equal(bounce_parse(*state, STR(""), &bounce), RC_NOT_FOUND);
}

static void the_envelope_carries_the_id_and_gives_it_back(void **state)
{
	const struct str from = STR("muster@muster.example.com"), bounce = STR("bounce@muster.example.com");
	struct str sender = mail_envelope(*state, from, bounce, STR(ID), STR("Ann@Example.com")), id, mark;
	static const char *const others[] = {
		"bounce@muster.example.com", "bounce+12@muster.example.com", "bounce+0197a1b2c3d47e5f8a9b0c1d2e3f4a5b@muster.example.com",
		"bounce+zz97a1b2c3d47e5f8a9b0c1d2e3f4a5b-00000000@muster.example.com",
	};

	assert_str(sender, VERP);
	assert_true(mail_envelope_read(*state, sender, &id, &mark));
	assert_str(id, ID);
	assert_true(str_equal(mark, mail_mark(*state, STR("ann@example.com"))));
	assert_str(mail_envelope(*state, from, STR(""), STR(ID), STR("ann@example.com")), "muster@muster.example.com");
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_false(mail_envelope_read(*state, str_of(others[i]), &id, &mark));
	assert_str(mail_reason(*state, STR("550 <ann@example.com>: no\tsuch user")), "550 (address) no?such user");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_wrong_address_is_hard),
		UNIT(the_original_names_the_mail_where_the_address_does_not),
		UNIT(kinds_follow_the_status),
		UNIT(words_of_older_servers),
		UNIT(the_envelope_carries_the_id_and_gives_it_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
