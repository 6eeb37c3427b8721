/* Filters and paths: what is read, what is refused with its reason, and what an equality promises an index. */
#include "../unit.h"

#include <string.h>

#include "scim/scim_patch.h"
#include "scim/scim_user.h"

static bool holds(struct arena *arena, const char *text, const struct scim_user *user)
{
	const struct scim_filter *filter;
	const char *why = NULL;

	if (scim_filter_read(arena, &scim_users, str_of(text), &filter, &why) != RC_OK)
		fail_msg("%s: %s", text, why);
	return scim_filter_holds(filter, user, scim_user_value);
}

static void filters_hold(void **state)
{
	struct scim_user user = {
		.uuid = STR("0190a3a0-0000-7000-8000-000000000001"),
		.login = STR("ana@example.com"),
		.external_id = STR("AbC"),
		.given_name = STR("Ana"),
		.family_name = STR("Quispe"),
		.email = STR("ana@example.com"),
		.employee_number = STR("ext-1"),
		.is_active = true,
		.updated_at = DAYS(20000),
	};
	static const struct {
		const char *filter;
		bool holds;
	} cases[] = {
		{"userName eq \"ANA@example.com\"", true},
		{"USERNAME EQ \"ana@example.com\"", true},
		{"urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"ana\"", true},
		{"externalId eq \"abc\"", false},
		{"externalId eq \"AbC\"", true},
		{"active eq true", true},
		{"active eq \"True\"", true},
		{"active ne true", false},
		{"title pr", false},
		{"title eq null", true},
		{"title ne \"x\"", true},
		{"title co \"x\"", false},
		{"title gt \"a\"", false},
		{"name pr and emails pr", true},
		{"emails eq \"ana@example.com\"", true},
		{"emails[type eq \"work\" and value ew \"example.com\"]", true},
		{"emails[type eq \"home\"]", false},
		{"not (emails[type eq \"home\"]) and (title pr or active eq true)", true},
		{"meta.lastModified ge \"2024-10-04T00:00:00Z\"", true},
		{"meta.lastModified gt \"2024-10-04T00:00:00Z\"", false},
		/* A number that only stands in for a missing one is none. */
		{"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber pr", false},
		{"userName eq \"a\" or userName sw \"a\" and active eq false", false},
		{"(userName eq \"a\" or userName sw \"a\") and active eq true", true},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (holds(*state, cases[i].filter, &user) != cases[i].holds)
			fail_msg("%s", cases[i].filter);
}

static void refused_with_a_reason(void **state)
{
	static const char *const cases[] = {
		"", "userName", "userName eq", "userName eq ana", "userName is \"x\"", "shoeSize eq \"44\"", "userName eq \"x",
		"(userName pr", "userName pr)", "not userName pr", "emails[type eq \"work\"", "userName[value pr]", "name eq \"x\"",
		"active eq \"perhaps\"", "meta.created gt \"soon\"", "userName pr and", "nickName eq \"x\"", "userName eq 5",
		"emails[emails[type pr]]", "userName eq \"x\" userName pr",
	};
	const struct scim_filter *filter;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *why = NULL;
		if (scim_filter_read(*state, &scim_users, str_of(cases[i]), &filter, &why) != RC_INVALID || !why)
			fail_msg("%s", cases[i]);
	}
}

static void deep_and_long_ones_are_refused(void **state)
{
	char deep[3000] = "";
	const struct scim_filter *filter;
	const char *why = NULL;

	for (int i = 0; i < 200; i++)
		memcpy(deep + i, "(", 2);
	assert_int_equal(scim_filter_read(*state, &scim_users, str_of(deep), &filter, &why), RC_INVALID);
	char *spaces = arena_alloc(*state, 5000, 1);
	memset(spaces, ' ', 4999);
	assert_int_equal(scim_filter_read(*state, &scim_users, str_of(spaces), &filter, &why), RC_INVALID);
}

static void equalities_lead_to_an_index(void **state)
{
	const struct scim_filter *filter;
	const char *why;

	assert_int_equal(scim_filter_read(*state, &scim_users, STR("active eq true and userName eq \"a\""), &filter, &why), RC_OK);
	assert_str(scim_filter_equals(filter, "userName", NULL), "a");
	assert_int_equal(scim_filter_read(*state, &scim_users, STR("userName eq \"a\" or title pr"), &filter, &why), RC_OK);
	assert_null(scim_filter_equals(filter, "userName", NULL).at);
	assert_int_equal(scim_filter_read(*state, &scim_users, STR("not (userName eq \"a\")"), &filter, &why), RC_OK);
	assert_null(scim_filter_equals(filter, "userName", NULL).at);
	assert_int_equal(scim_filter_read(*state, &scim_users, STR("emails[value eq \"x\"]"), &filter, &why), RC_OK);
	assert_str(scim_filter_equals(filter, "emails", "value"), "x");
}

static void paths(void **state)
{
	struct scim_path path;
	const char *why;

	assert_int_equal(scim_path_read(*state, &scim_users, STR("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:Manager.value"),
					&path, &why), RC_OK);
	assert_true(path.is_extension);
	assert_string_equal(path.attribute->name, "manager");
	assert_string_equal(path.sub->name, "value");
	assert_int_equal(scim_path_read(*state, &scim_users, STR("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"), &path,
					&why), RC_OK);
	assert_null(path.attribute);
	assert_int_equal(scim_path_read(*state, &scim_users, STR("addresses[type eq \"work\"].streetAddress"), &path, &why), RC_OK);
	assert_true(path.is_unkept);
	assert_int_equal(scim_path_read(*state, &scim_users, STR("emails[type eq \"work\"].colour"), &path, &why), RC_INVALID);
	assert_int_equal(scim_path_read(*state, &scim_groups, STR("members[value eq \"1\"]"), &path, &why), RC_OK);
	assert_non_null(path.where);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(filters_hold), UNIT(refused_with_a_reason), UNIT(deep_and_long_ones_are_refused),
		UNIT(equalities_lead_to_an_index), UNIT(paths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
