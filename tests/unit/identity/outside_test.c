/* Pure parts of signing in from outside: names, groups, filters, trips. */
#include "../unit.h"

#include "identity/header_pages.h"
#include "identity/ldap_directory.h"
#include "identity/oidc.h"
#include "identity/role_mapping.h"

static void names_of_another_realm_are_none(void **state)
{
	assert_str(header_login(*state, STR("Ada@EXAMPLE.COM"), STR("EXAMPLE.COM")), "ada");
	assert_str(header_login(*state, STR("Ada.Low@example.com"), STR_NONE), "ada.low@example.com");
	const char *const bad[] = {"ada@OTHER.COM", "ada@example.com", "ada", "@EXAMPLE.COM", "HTTP/host@EXAMPLE.COM",
				   "ada@EXAMPLE.COM@EXAMPLE.COM", "a b@EXAMPLE.COM", "", "ada@EXAMPLE.COM\n"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_null(header_login(*state, str_of(bad[i]), STR("EXAMPLE.COM")).at);
	assert_null(header_login(*state, STR_NONE, STR_NONE).at);
	assert_null(header_login(*state, STR("service/host"), STR_NONE).at);
}

static void filters_are_escaped(void **state)
{
	assert_str(ldap_directory_filter(*state, STR("(uid=%s)"), STR("a*)(uid=b")), "(uid=a\\2A\\29\\28uid=b)");
	assert_str(ldap_directory_filter(*state, STR("(|(a=%s)(b=%s))"), STR("\\x")), "(|(a=\\5Cx)(b=\\5Cx))");
	assert_str(ldap_directory_filter(*state, STR("(uid=%s)"), (struct str){"a\0b", 3}), "(uid=a\\00b)");
	assert_null(ldap_directory_filter(*state, STR("(uid=ada)"), STR("x")).at);
}

static void groups_hold_until_their_last_day(void **state)
{
	const struct str groups[] = {STR("staff"), STR("CN=EHS,OU=Groups, DC=example,DC=com")};
	struct role_mapping mapping = {.source = PROVISION_LDAP, .group_name = STR("cn=ehs, ou=groups,dc=example,dc=com"),
				       .until_on = DAY_NONE};

	(void)state;
	assert_true(role_mapping_holds(&mapping, groups, 2, day_of(2026, 11, 21)));
	assert_false(role_mapping_holds(&mapping, groups, 1, day_of(2026, 11, 21)));
	mapping.until_on = day_of(2026, 11, 20);
	assert_false(role_mapping_holds(&mapping, groups, 2, day_of(2026, 11, 21)));
	assert_true(role_mapping_holds(&mapping, groups, 2, day_of(2026, 11, 20)));
	/* An OpenID provider may tell "ehs" and "EHS" apart. */
	mapping = (struct role_mapping){.source = PROVISION_OIDC, .group_name = STR("Staff"), .until_on = DAY_NONE};
	assert_false(role_mapping_holds(&mapping, groups, 2, day_of(2026, 11, 21)));
	mapping.group_name = STR("staff");
	assert_true(role_mapping_holds(&mapping, groups, 2, day_of(2026, 11, 21)));
}

static void trips_are_read_as_they_were_written(void **state)
{
	struct oidc_trip trip = oidc_trip_new(*state), back;

	trip.is_confirming = true;
	trip.account_id = 77;
	trip.next = STR("/incidents?status=open&q=a%20b");
	assert_true(oidc_trip_read(oidc_trip_text(*state, &trip), &back));
	assert_true(back.is_confirming && back.account_id == 77 && !back.kept.at);
	assert_true(str_equal(back.state, trip.state) && str_equal(back.nonce, trip.nonce) &&
		    str_equal(back.verifier, trip.verifier) && str_equal(back.next, trip.next));
	trip.kept = STR("abc");
	assert_true(oidc_trip_read(oidc_trip_text(*state, &trip), &back));
	assert_str(back.kept, "abc");
	const char *const bad[] = {"", "1", "0\n0\n\n\n\n\n", "0\n0\ns\nn\nv\n\n/\nmore", "0\nx\ns\nn\nv\n\n/"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(oidc_trip_read(str_of(bad[i]), &back));
}

static void only_addresses_of_our_own_come_next(void **state)
{
	const char *const bad[] = {"//evil.example", "https://evil.example", "/\\evil.example", "evil", "", "/a\nb"};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_str(enter_next(str_of(bad[i])), "/");
	assert_str(enter_next(STR("/incidents?x=1")), "/incidents?x=1");
}

static void only_logout_tokens_log_out(void **state)
{
	static const struct {
		const char *claims, *refusal;
	} cases[] = {
		{"{\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}},\"jti\":\"1\",\"iat\":1,\"sid\":\"s\"}", NULL},
		{"{\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}},\"jti\":\"1\",\"iat\":1,\"sub\":\"s\"}", NULL},
		{"{\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}},\"jti\":\"1\",\"iat\":1}", "sub"},
		{"{\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}},\"iat\":1,\"sid\":\"s\"}", "jti"},
		{"{\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}},\"jti\":\"1\",\"sid\":\"s\"}", "iat"},
		{"{\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}},\"jti\":\"1\",\"iat\":1,\"sid\":\"s\","
		 "\"nonce\":\"n\"}", "nonce"},
		{"{\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":true},\"jti\":\"1\",\"iat\":1,\"sid\":\"s\"}",
		 "events"},
		{"{\"jti\":\"1\",\"iat\":1,\"sid\":\"s\"}", "events"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct jwt token;
		assert_int_equal(jwt_document(*state, str_of(cases[i].claims), &token), RC_OK);
		const char *refusal = oidc_logout_refusal(&token);
		if (cases[i].refusal)
			assert_string_equal(refusal, cases[i].refusal);
		else
			assert_null(refusal);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(names_of_another_realm_are_none),
		UNIT(filters_are_escaped),
		UNIT(groups_hold_until_their_last_day),
		UNIT(trips_are_read_as_they_were_written),
		UNIT(only_addresses_of_our_own_come_next),
		UNIT(only_logout_tokens_log_out),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
