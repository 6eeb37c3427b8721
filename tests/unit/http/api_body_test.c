/* JSON bodies into forms: values as a browser would have sent them, and every fault by its name. */
#include "../unit.h"

#include <stddef.h>

#include "http/api_body.h"
#include "http/api_json.h"

struct thing {
	struct str title;
	int64_t count;
	bool is_open;
	int64_t price;
};
#define AT(member) .name = #member, .offset = offsetof(struct thing, member)
static const struct field fields[] = {
	{.kind = FIELD_TEXT, AT(title), .label = "Title", .flags = FIELD_REQUIRED, .max = 10},
	{.kind = FIELD_INT, AT(count), .label = "Count", .least = 1, .most = 9},
	{.kind = FIELD_BOOL, AT(is_open), .label = "Open"},
	{.kind = FIELD_MONEY, AT(price), .label = "Price"},
	FIELD_END,
};
#undef AT
static const struct record record = {"thing", sizeof(struct thing), fields};
static const struct form form = {&record, NULL, NULL};
static const struct api_schema person = {
	"Person", NULL, (const struct api_member[]){{API_TEXT, "name", .flags = API_REQUIRED}, API_MEMBERS_END}};
static const struct api_schema schema = {
	"Thing", NULL,
	(const struct api_member[]){
		{API_FIELDS, .form = &form}, {API_LIST, "people", .of = &person}, {API_TEXTS, "marks"}, API_MEMBERS_END}};

static enum rc parse(struct request *rq, struct arena *arena, const char *json)
{
	*rq = (struct request){.arena = arena, .now = moment_now()};
	return api_body_parse(rq, str_of(json), &schema, false);
}

static void values_are_those_of_a_form(void **state)
{
	struct request rq;

	assert_int_equal(parse(&rq, *state, "{\"title\":\"A\",\"count\":3,\"is_open\":true,\"price\":12.5,\"people\":[{\"name\":\"B\"}],"
					    "\"marks\":[\"x\",\"y\"]}"), RC_OK);
	assert_true(str_is(pairs_get(&rq.form, "title"), "A"));
	assert_true(str_is(pairs_get(&rq.form, "count"), "3"));
	assert_true(str_is(pairs_get(&rq.form, "is_open"), "1"));
	assert_true(str_is(pairs_get(&rq.form, "price"), "12.5"));
	assert_true(str_is(pairs_get(&rq.form, "people.0.name"), "B"));
	assert_true(str_is(pairs_nth(&rq.form, "marks", 1), "y"));
	assert_int_equal(parse(&rq, *state, "{\"title\":\"A\",\"is_open\":false,\"count\":null}"), RC_OK);
	assert_int_equal(pairs_get(&rq.form, "is_open").len, 0);
	assert_int_equal(pairs_get(&rq.form, "count").len, 0);
}

static void all_faults_are_told(void **state)
{
	struct request rq;

	assert_int_equal(parse(&rq, *state, "{\"count\":\"3\",\"price\":-1,\"a/b\":1,\"people\":[{\"nam\":\"B\"}],\"is_open\":1}"), RC_INVALID);
	assert_true(problem_of(&rq, "count").at && problem_of(&rq, "title").at && problem_of(&rq, "price").at);
	assert_true(problem_of(&rq, "/a~1b").at && problem_of(&rq, "is_open").at);
	assert_true(problem_of(&rq, "/people/0/nam").at && problem_of(&rq, "people.0.name").at);
}

static void what_is_no_object_is_refused(void **state)
{
	static const char *const bodies[] = {"", "[]", "3", "{\"title\":", "{\"title\":\"A\",\"title\":\"B\"}", "{\"title\":\"\\u0000\"}", "{}x"};
	struct request rq;

	for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
		assert_int_equal(parse(&rq, *state, bodies[i]), RC_BAD_REQUEST);
}

static void only_what_is_asked_for_is_written(void **state)
{
	const struct thing thing = {STR("A"), 3, true, 1250};
	struct api_json json = API_JSON_IN(*state);

	json.only = STR("title, price");
	json.only_depth = 1;
	api_json_begin(&json, NULL);
	api_json_fields(&json, &form, &thing);
	api_json_list(&json, "people");
	api_json_begin(&json, NULL);
	api_json_cstr(&json, "title", "not this one");
	api_json_end(&json);
	api_json_list_end(&json);
	api_json_end(&json);
	assert_string_equal(api_json_str(&json).at, "{\"title\":\"A\",\"price\":12.50}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_those_of_a_form),
		cmocka_unit_test(all_faults_are_told),
		cmocka_unit_test(what_is_no_object_is_refused),
		cmocka_unit_test(only_what_is_asked_for_is_written),
	};

	return cmocka_run_group_tests(tests, unit_arena, unit_arena_free);
}
