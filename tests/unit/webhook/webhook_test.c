#include "../unit.h"
#include "webhook/webhook.h"
#include "webhook/webhook_channel.h"

static struct arena *arena;

static void types_are_dotted_names(void **state)
{
	(void)state;
	static const struct {
		const char *type;
		bool is_good;
	} cases[] = {
		{"incident.created", true}, {"a", true}, {"osha_notice.created", true}, {"a.b.c", true}, {"", false},
		{".a", false}, {"a.", false}, {"a..b", false}, {"a b", false}, {"a-b", false}, {"*", false},
		{"a123456789a123456789a123456789a123456789a123456789a123456789a", false},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(webhook_is_type(str_of(cases[i].type)), cases[i].is_good);
}

static void a_filter_names_types_or_beginnings(void **state)
{
	(void)state;
	static const char *const good[] = {"*", "incident.created", "incident.* capa.*", " a.b,c.d ", "incident.created\n*"};
	static const char *const bad[] = {"", " ", "incident*", ".*", "**", "a.*.b", "incident created!"};

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(webhook_types_are_valid(str_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(webhook_types_are_valid(str_of(bad[i])));
	assert_true(webhook_types_have(STR("*"), STR("x.y")));
	assert_true(webhook_types_have(STR("capa.assigned incident.*"), STR("incident.created")));
	assert_true(webhook_types_have(STR("capa.assigned,incident.*"), STR("capa.assigned")));
	assert_false(webhook_types_have(STR("incident.*"), STR("incidents.created")));
	assert_false(webhook_types_have(STR("incident.created"), STR("incident.created.twice")));
	assert_false(webhook_types_have(STR("incident.*"), STR("capa.assigned")));
}

/* Codes, numbers and flags of the payload go out; words, lists and whatever names a person stay. */
static void a_body_is_thin(void **state)
{
	(void)state;
	const struct webhook_subject incident = {STR("INC-1"), STR("0190-uuid"), STR("prod")};
	struct webhook_message message = {
		.type = STR("incident.created"), .event_uuid = STR("0191-uuid"), .at = 0, .organization = STR("ACME"),
		.environment = STR("prod"), .subject = STR("incident"), .subject_id = 7, .portal = STR("https://muster.example.com"),
		.incident = &incident,
		.payload = STR("{\"severity\":\"high\",\"establishment_id\":3,\"manager_id\":9,\"person_id\":4,\"persons\":[1,2],"
			       "\"title\":\"Jane broke a leg\",\"is_late\":true,\"incident_id\":7,\"note\":\"O\\u2019Brien\",\"empty\":\"\"}"),
	};

	assert_string_equal(webhook_body(arena, &message).at,
			    "{\"type\":\"incident.created\",\"timestamp\":\"1970-01-01T00:00:00Z\",\"data\":{\"event_id\":\"0191-uuid\","
			    "\"organization\":\"ACME\",\"environment\":\"prod\",\"subject\":\"incident\",\"subject_id\":7,"
			    "\"incident\":{\"number\":\"INC-1\",\"id\":\"0190-uuid\",\"url\":\"https://muster.example.com/incidents/INC-1\"},"
			    "\"details\":{\"severity\":\"high\",\"establishment_id\":3,\"is_late\":true}}}");
	message.payload = STR("not json");
	message.incident = NULL;
	assert_string_equal(webhook_body(arena, &message).at,
			    "{\"type\":\"incident.created\",\"timestamp\":\"1970-01-01T00:00:00Z\",\"data\":{\"event_id\":\"0191-uuid\","
			    "\"organization\":\"ACME\",\"environment\":\"prod\",\"subject\":\"incident\",\"subject_id\":7,\"details\":{}}}");
}

static void the_incident_is_the_subject_or_named(void **state)
{
	(void)state;
	assert_int_equal(webhook_incident_of(STR("incident"), 5, STR("{}")), 5);
	assert_int_equal(webhook_incident_of(STR("capa"), 5, STR("{\"incident_id\":8}")), 8);
	assert_int_equal(webhook_incident_of(STR("statement"), 5, STR("{\"incident\":9}")), 9);
	assert_int_equal(webhook_incident_of(STR("substance"), 5, STR("{}")), 0);
	assert_int_equal(webhook_incident_of(STR("substance"), 5, STR("[")), 0);
}

static void answers_have_their_meaning(void **state)
{
	(void)state;
	assert_int_equal(webhook_answer_of(200), WEBHOOK_TAKEN);
	assert_int_equal(webhook_answer_of(299), WEBHOOK_TAKEN);
	assert_int_equal(webhook_answer_of(302), WEBHOOK_REFUSED);
	assert_int_equal(webhook_answer_of(404), WEBHOOK_REFUSED);
	assert_int_equal(webhook_answer_of(410), WEBHOOK_GONE);
	assert_int_equal(webhook_answer_of(429), WEBHOOK_SLOWER);
	assert_int_equal(webhook_answer_of(502), WEBHOOK_SLOWER);
	assert_int_equal(webhook_answer_of(503), WEBHOOK_REFUSED);
	assert_int_equal(webhook_answer_of(504), WEBHOOK_SLOWER);
	assert_true(webhook_slow_pause(2) == 2 * webhook_slow_pause(1));
	assert_true(webhook_slow_pause(1000) == webhook_slow_pause(7));
}

static struct webhook_endpoint an_endpoint(void)
{
	struct webhook_endpoint endpoint;

	record_clear(&webhook_endpoint_record, &endpoint);
	endpoint.is_active = true;
	return endpoint;
}

static void failure_for_long_warns_once_and_switches_off(void **state)
{
	(void)state;
	const struct delivery_outcome failed = {.result = DELIVERY_LATER, .status = 500, .reason = STR("HTTP 500")};
	const struct delivery_outcome sent = {.result = DELIVERY_SENT, .status = 200};
	struct webhook_endpoint endpoint = an_endpoint();
	struct webhook_after after = webhook_channel_after(&endpoint, &failed, DAYS(100));

	assert_true(after.is_changed && !after.warns && !after.switches_off);
	assert_true(after.endpoint.failing_since == DAYS(100));
	after = webhook_channel_after(&after.endpoint, &failed, DAYS(100) + HOURS(23));
	assert_false(after.warns);
	after = webhook_channel_after(&after.endpoint, &failed, DAYS(100) + HOURS(25));
	assert_true(after.warns);
	after = webhook_channel_after(&after.endpoint, &failed, DAYS(100) + HOURS(30));
	assert_false(after.warns);
	struct webhook_after mended = webhook_channel_after(&after.endpoint, &sent, DAYS(100) + HOURS(31));
	assert_true(mended.endpoint.failing_since == MOMENT_NONE && mended.endpoint.warned_at == MOMENT_NONE);
	assert_false(webhook_channel_after(&mended.endpoint, &sent, DAYS(100) + HOURS(31) + SECONDS(5)).is_changed);
	after = webhook_channel_after(&after.endpoint, &failed, DAYS(105) + HOURS(1));
	assert_true(after.switches_off && !after.warns && !after.endpoint.is_active);
	/* A late answer to what was sent before changes nothing any more. */
	assert_false(webhook_channel_after(&after.endpoint, &failed, DAYS(106)).is_changed);
}

static void gone_switches_off_and_busy_slows_down(void **state)
{
	(void)state;
	const struct delivery_outcome gone = {.result = DELIVERY_GONE, .status = 410};
	const struct delivery_outcome busy = {.result = DELIVERY_LATER, .status = 429};
	const struct delivery_outcome polite = {.result = DELIVERY_LATER, .status = 429, .wait = MINUTES(10)};
	const struct delivery_outcome sent = {.result = DELIVERY_SENT, .status = 200};
	struct webhook_endpoint endpoint = an_endpoint();

	assert_true(webhook_channel_after(&endpoint, &gone, DAYS(1)).switches_off);
	struct webhook_after after = webhook_channel_after(&endpoint, &busy, DAYS(1));
	assert_true(after.endpoint.slow_until == DAYS(1) + webhook_slow_pause(1));
	after = webhook_channel_after(&after.endpoint, &busy, DAYS(1));
	assert_true(after.endpoint.slow_until == DAYS(1) + webhook_slow_pause(2));
	after = webhook_channel_after(&after.endpoint, &polite, DAYS(1));
	assert_true(after.endpoint.slow_until == DAYS(1) + MINUTES(10));
	after = webhook_channel_after(&after.endpoint, &sent, DAYS(1));
	assert_true(after.endpoint.slow_step == 0 && after.endpoint.slow_until == MOMENT_NONE);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_are_dotted_names),
		cmocka_unit_test(a_filter_names_types_or_beginnings),
		cmocka_unit_test(a_body_is_thin),
		cmocka_unit_test(the_incident_is_the_subject_or_named),
		cmocka_unit_test(answers_have_their_meaning),
		cmocka_unit_test(failure_for_long_warns_once_and_switches_off),
		cmocka_unit_test(gone_switches_off_and_busy_slows_down),
	};

	return cmocka_run_group_tests_name("webhook", tests, setup, teardown);
}
