/* What holds for reports without a name: lengths, days, invitations, and names given in confidence. */
#include "../unit.h"

#include "incident/anonymous.h"
#include "incident/report_link.h"
#include "incident/unmask.h"

static void lengths_are_rounded_up(void **state)
{
	struct arena *arena = *state;
	struct str padded = anonymous_pad(arena, STR("Leak at valve 7"));

	assert_int_equal(padded.len, 512);
	assert_str(str_trim(padded), "Leak at valve 7");
	assert_int_equal(anonymous_pad(arena, padded).len, 512);
	assert_int_equal(anonymous_pad(arena, arena_concat(arena, padded, STR("x"))).len, 1024);
	assert_int_equal(anonymous_pad(arena, STR("")).len, 0);
	struct str file = anonymous_pad_file(arena, STR("\xff\xd8picture"), '\0');
	assert_int_equal(file.len, 65536);
	assert_int_equal(file.at[65535], '\0');
}

static void a_ticket_survives_its_way(void **state)
{
	struct arena *arena = *state;
	struct anonymous_ticket ticket = {STR("id"), STR("4832190755610284"), STR("token"), STR("")}, back;

	assert_true(anonymous_ticket_parse(anonymous_ticket_text(arena, &ticket), &back));
	assert_str(back.submission, "id");
	assert_str(back.digits, "4832190755610284");
	assert_str(back.token, "token");
	assert_int_equal(back.answer.len, 0);
	ticket.answer = STR("12");
	assert_true(anonymous_ticket_parse(anonymous_ticket_text(arena, &ticket), &back));
	assert_str(back.answer, "12");
	assert_false(anonymous_ticket_parse(STR("id"), &back));
}

static void answers_are_due_in_days_and_months(void **state)
{
	(void)state;
	struct anonymous_clock clock = anonymous_clock(day_of(2026, 11, 21));

	assert_int_equal(clock.first_by, day_of(2026, 11, 28));
	assert_int_equal(clock.outcome_by, day_of(2027, 2, 21));
	assert_int_equal(anonymous_clock(day_of(2026, 9, 30)).outcome_by, day_of(2026, 12, 30));
	assert_int_equal(anonymous_day(DAYS(20000) + HOURS(13) + 7), DAYS(20000));
}

static void every_state_has_words_for_its_reporter(void **state)
{
	(void)state;
	for (int i = STATUS_NONE; i < codes_count(&status_codes); i++)
		assert_non_null(anonymous_status_words((enum status)i));
	assert_string_not_equal(anonymous_status_words(STATUS_NEW), anonymous_status_words(STATUS_CLOSED));
}

static void small_groups_are_warned(void **state)
{
	(void)state;
	assert_true(anonymous_is_small(3, 12));
	assert_false(anonymous_is_small(12, 12));
	assert_false(anonymous_is_small(0, 12));
}

static void an_invitation_opens_until_its_last_day(void **state)
{
	struct arena *arena = *state;
	struct report_link link;

	record_clear(&report_link_record, &link);
	assert_int_equal(report_link_state(&link, 20000), LINK_OPEN);
	link.expires_on = 20000;
	assert_int_equal(report_link_state(&link, 20000), LINK_OPEN);
	assert_int_equal(report_link_state(&link, 20001), LINK_EXPIRED);
	link.revoked_at = DAYS(19999);
	assert_int_equal(report_link_state(&link, 20000), LINK_REVOKED);
	assert_true(report_link_token_is_valid(report_link_token(arena)));
	assert_false(report_link_token_is_valid(STR("short")));
	assert_false(report_link_token_is_valid(STR("AAAAAAAAAAAAAAAAAAAA'\"")));
}

static void a_name_in_confidence_takes_two(void **state)
{
	(void)state;
	struct unmask_request request;

	record_clear(&unmask_request_record, &request);
	request.requested_by_id = 1;
	assert_int_equal(unmask_state(&request, DAYS(1)), UNMASK_WAITS);
	assert_false(unmask_may_decide(&request, 1));
	assert_true(unmask_may_decide(&request, 2));
	assert_false(unmask_shows_name(&request, 1, DAYS(1)));
	request.decided_by_id = 2;
	request.is_approved = ANSWER_YES;
	request.ends_at = DAYS(3);
	assert_false(unmask_may_decide(&request, 3));
	assert_true(unmask_shows_name(&request, 1, DAYS(2)));
	assert_true(unmask_shows_name(&request, 2, DAYS(2)));
	assert_false(unmask_shows_name(&request, 3, DAYS(2)));
	assert_false(unmask_shows_name(&request, 1, DAYS(3)));
	assert_int_equal(unmask_state(&request, DAYS(3)), UNMASK_ENDED);
	request.is_approved = ANSWER_NO;
	assert_int_equal(unmask_state(&request, DAYS(2)), UNMASK_REFUSED);
	assert_false(unmask_shows_name(&request, 1, DAYS(2)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(lengths_are_rounded_up),
		UNIT(a_ticket_survives_its_way),
		UNIT(answers_are_due_in_days_and_months),
		UNIT(every_state_has_words_for_its_reporter),
		UNIT(small_groups_are_warned),
		UNIT(an_invitation_opens_until_its_last_day),
		UNIT(a_name_in_confidence_takes_two),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
