
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "event/mail.h"

static struct arena *arena;

static struct mail mail(void)
{
	return (struct mail){
		.from = STR("muster@example.com"),
		.to = STR("ann@example.com"),
		.subject = STR("Contraseña nueva"),
		.text = STR("Hello\n"),
		.html = STR("<p>Hello</p>"),
		.now = SECONDS(1772532000),
	};
}

static bool has(struct str message, const char *part)
{
	return str_find(message, str_of(part)) >= 0;
}

static void a_message_has_what_mail_servers_ask_for(void **state)
{
	struct mail sent = mail();
	struct str message;

	(void)state;
	assert_int_equal(mail_compose(arena, &sent, &message), RC_OK);
	assert_true(has(message, "\r\nDate: Tue, 03 Mar 2026 10:00:00 +0000\r\n"));
	assert_true(has(message, "@example.com>\r\n"));
	assert_true(has(message, "\r\nTo: ann@example.com\r\n"));
	assert_true(has(message, "\r\nSubject: =?UTF-8?B?Q29udHJhc2XDsWEgbnVldmE=?=\r\n"));
	assert_true(has(message, "\r\nAuto-Submitted: auto-generated\r\n"));
	assert_true(has(message, "multipart/alternative"));
	assert_true(
		has(message,
		    "text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8K\r\n"));
	assert_true(has(message, "PHA+SGVsbG88L3A+\r\n"));
	assert_false(has(message, "Hello"));
}

static void lines_stay_short_and_characters_whole(void **state)
{
	struct mail sent = mail();
	struct str message, line, rest;

	(void)state;
	sent.subject = STR("ññññññññññññññññññññññññññññññññññññññññññññññññññññññññññ");
	sent.html = STR_NONE;
	sent.text = STR("A long line of text that has to be broken into several lines of base64, since lines "
			"end at 76.");
	assert_int_equal(mail_compose(arena, &sent, &message), RC_OK);
	rest = message;
	while (str_split(&rest, '\n', &line))
		assert_true(line.len <= 79);
	/* The next word begins with a whole character. */
	assert_true(has(message, "?=\r\n =?UTF-8?B?w7HDsc"));
}

static void addresses_cannot_carry_headers(void **state)
{
	static const char *const bad[] = {
		"",
		"ann",
		"@example.com",
		"ann@",
		"ann@example.com\r\nBcc: all@example.com",
		"a@b.org, c@d.org",
		"Ann <ann@example.com>",
		"ann@one@two",
		"ann smith@example.com",
	};
	struct mail sent = mail();
	struct str message;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		sent.to = str_of(bad[i]);
		assert_int_equal(mail_compose(arena, &sent, &message), RC_INVALID);
	}
}

static void mails_of_one_thread_name_it_and_an_id_stays(void **state)
{
	struct mail sent = mail();
	struct str first, second;

	(void)state;
	sent.id = STR("0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b");
	sent.thread = STR("incident-1");
	sent.preferences = STR("https://muster.example.com/account/notifications");
	sent.reply_to = STR("safety@example.com");
	sent.from_name = STR("Señales");
	assert_int_equal(mail_compose(arena, &sent, &first), RC_OK);
	assert_int_equal(mail_compose(arena, &sent, &second), RC_OK);
	assert_true(str_equal(first, second));
	assert_true(has(first, "Message-ID: <0197a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b@example.com>\r\n"));
	assert_true(has(first, "\r\nIn-Reply-To: <incident-1@example.com>\r\nReferences: <incident-1@example.com>\r\n"));
	assert_true(has(first, "\r\nList-Unsubscribe: <https://muster.example.com/account/notifications>\r\n"));
	assert_true(has(first, "\r\nReply-To: safety@example.com\r\n"));
	assert_true(has(first, "\r\nFrom: =?UTF-8?B?U2XDsWFsZXM=?= <muster@example.com>\r\n"));
	sent.thread = STR("x>\r\nBcc: <all@example.com");
	assert_int_equal(mail_compose(arena, &sent, &first), RC_INVALID);
	sent = mail();
	sent.preferences = STR("https://x>\r\nBcc: all@example.com");
	assert_int_equal(mail_compose(arena, &sent, &first), RC_INVALID);
}

static void a_banner_stands_above_everything(void **state)
{
	struct mail sent = mail();
	struct str message;

	(void)state;
	sent.banner = STR("An <exercise>");
	sent.html = STR("<html><body class=\"x\"><p>Hello</p></body></html>");
	assert_int_equal(mail_compose(arena, &sent, &message), RC_OK);
	/* "*** An <exercise> ***\n\nHello" and the tag after <body class="x">, in base64. */
	assert_true(has(message, "KioqIEFuIDxleGVyY2lzZT4gKioqCgpIZWxsbwo="));
	assert_true(has(message, "PGh0bWw+PGJvZHkgY2xhc3M9IngiPjxwIHN0eWxlP"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_has_what_mail_servers_ask_for),
		cmocka_unit_test(lines_stay_short_and_characters_whole),
		cmocka_unit_test(addresses_cannot_carry_headers),
		cmocka_unit_test(mails_of_one_thread_name_it_and_an_id_stays),
		cmocka_unit_test(a_banner_stands_above_everything),
	};

	arena = arena_new(0);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
