#include "../unit.h"

#include "event/sms_request.h"

static const struct sms_message message = {
	.to = STR_INIT("+12025550123"), .text = STR_INIT("Say \"hi\" & go\\"), .id = STR_INIT("0197a1b2"), .secret = STR_INIT("t0ken"),
};

static enum rc make(struct arena *arena, const char *settings, struct client_request *request, struct str *problem)
{
	const struct config *config;

	assert_int_equal(config_parse(arena, str_of(settings), &config), RC_OK);
	return sms_request_make(arena, config, &message, request, problem);
}

static void json_is_escaped_as_json(void **state)
{
	struct client_request request;
	struct str problem;

	assert_int_equal(make(*state, "[sms]\nurl = https://p.example/v1?n={to}\nheaders = Authorization: Bearer {secret} | X-Id: {id}\n"
				      "body = {\"a\":{\"to\":\"{digits}\"},\"t\":\"{text}\"}\n", &request, &problem), RC_OK);
	assert_str(request.url, "https://p.example/v1?n=%2B12025550123");
	assert_str(request.body, "{\"a\":{\"to\":\"12025550123\"},\"t\":\"Say \\\"hi\\\" & go\\\\\"}");
	assert_int_equal(request.header_count, 3);
	assert_str(request.headers[0].value, "application/json");
	assert_str(request.headers[1].name, "Authorization");
	assert_str(request.headers[1].value, "Bearer t0ken");
	assert_str(request.headers[2].value, "0197a1b2");
}

static void forms_are_escaped_as_forms(void **state)
{
	struct client_request request;
	struct str problem;

	assert_int_equal(make(*state, "[sms]\nurl = https://p.example/\ncontent_type = application/x-www-form-urlencoded\n"
				      "body = To={to}&Body={text}\n", &request, &problem), RC_OK);
	assert_str(request.body, "To=%2B12025550123&Body=Say%20%22hi%22%20%26%20go%5C");
}

static void a_request_without_body(void **state)
{
	struct client_request request;
	struct str problem;

	assert_int_equal(make(*state, "[sms]\nurl = https://p.example/?to={digits}&m={text}\nmethod = GET\nbody =\n", &request,
			      &problem), RC_OK);
	assert_null(request.body.at);
	assert_int_equal(request.header_count, 0);
	assert_string_equal(request.method, "GET");
}

static void mistakes_are_told(void **state)
{
	struct client_request request;
	struct str problem;

	assert_int_equal(make(*state, "[sms]\nurl = https://p.example/{number}\n", &request, &problem), RC_INVALID);
	assert_str(problem, "{number} stands for nothing");
	assert_int_equal(make(*state, "[sms]\nurl = https://p.example/\nheaders = nonsense\n", &request, &problem), RC_INVALID);
	assert_str(problem, "sms.headers: no header near \"nonsense\"");
}

static void success_is_what_the_settings_say(void **state)
{
	const struct config *config;
	struct client_answer answer = {.status = 200, .body = STR("{\"status\":\"0\"}")};

	assert_int_equal(config_parse(*state, STR("[sms]\nsuccess = 200 202\nsuccess_text = \"status\":\"0\"\n"), &config), RC_OK);
	assert_true(sms_request_is_taken(config, &answer));
	answer.body = STR("{\"status\":\"9\"}");
	assert_false(sms_request_is_taken(config, &answer));
	answer = (struct client_answer){.status = 201, .body = STR("{\"status\":\"0\"}")};
	assert_false(sms_request_is_taken(config, &answer));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(json_is_escaped_as_json),
		UNIT(forms_are_escaped_as_forms),
		UNIT(a_request_without_body),
		UNIT(mistakes_are_told),
		UNIT(success_is_what_the_settings_say),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
