#include "../unit.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "client/client_address.h"
#include "client/client_guard.h"
#include "client/client_url.h"

static const struct client_guard *guard_of(struct arena *arena, const char *list)
{
	const struct client_guard *guard;
	struct str problem;

	assert_int_equal(client_guard_parse(arena, str_of(list), false, &guard, &problem), RC_OK);
	return guard;
}

static bool allows(const struct client_guard *guard, const char *host, int port, const char *address)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};

	if (inet_pton(AF_INET, address, &v4.sin_addr) == 1)
		return client_guard_allows(guard, str_of(host), port, (struct sockaddr *)&v4);
	assert_int_equal(inet_pton(AF_INET6, address, &v6.sin6_addr), 1);
	return client_guard_allows(guard, str_of(host), port, (struct sockaddr *)&v6);
}

static void the_internet_is_what_is_not_special(void **state)
{
	const struct client_guard *guard = guard_of(*state, "public");
	static const char *const refused[] = {
		"127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
		"169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1", "255.255.255.255",
		"198.18.0.1", "::", "::1", "fe80::1", "fec0::1", "fd00:ec2::254", "fc00::1", "ff02::1", "2001:db8::1",
		"::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1",
		"2002:7f00:1::", "2002:a9fe:a9fe::1", "2001:0:4136:e378::1", "4000::1",
	};
	static const char *const allowed[] = {
		"8.8.8.8", "172.32.0.1", "172.15.255.255", "100.128.0.1", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8",
	};

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (allows(guard, "example.com", 443, refused[i]))
			fail_msg("%s is let through", refused[i]);
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		if (!allows(guard, "example.com", 443, allowed[i]))
			fail_msg("%s is refused", allowed[i]);
}

static void private_targets_are_listed_by_name_or_range(void **state)
{
	const struct client_guard *guard = guard_of(*state, "cmms.plant.example:8443, *.Hooks.example,10.2.0.0/16, fd00:1::/32");

	assert_true(allows(guard, "cmms.plant.example", 8443, "192.168.7.7"));
	assert_true(allows(guard, "CMMS.plant.example.", 8443, "192.168.7.7"));
	assert_false(allows(guard, "cmms.plant.example", 22, "192.168.7.7"));
	assert_true(allows(guard, "a.hooks.example", 80, "172.16.1.1"));
	assert_false(allows(guard, "hooks.example", 80, "172.16.1.1"));
	assert_false(allows(guard, "evilhooks.example", 80, "172.16.1.1"));
	assert_true(allows(guard, "whatever", 443, "10.2.255.1"));
	assert_true(allows(guard, "whatever", 443, "::ffff:10.2.3.4"));
	assert_false(allows(guard, "whatever", 443, "10.3.0.1"));
	assert_true(allows(guard, "whatever", 443, "fd00:1:2::3"));
	/* Without the word, the internet is closed too. */
	assert_false(allows(guard, "example.com", 443, "8.8.8.8"));
	assert_false(allows(guard_of(*state, ""), "example.com", 443, "8.8.8.8"));
}

/* A name server answers what it likes: names and wide ranges never lead to this machine or the metadata. */
static void special_addresses_need_their_own_entry(void **state)
{
	const struct client_guard *wide = guard_of(*state, "public, metadata.example, localhost, 0.0.0.0/0, ::/0, 169.0.0.0/8");

	assert_false(allows(wide, "metadata.example", 80, "169.254.169.254"));
	assert_false(allows(wide, "localhost", 80, "127.0.0.1"));
	assert_false(allows(wide, "localhost", 80, "::1"));
	assert_true(allows(wide, "x", 80, "10.0.0.1"));
	const struct client_guard *exact = guard_of(*state, "127.0.0.1:18310, [::1]:18310, 169.254.0.0/16");
	assert_true(allows(exact, "localhost", 18310, "127.0.0.1"));
	assert_true(allows(exact, "localhost", 18310, "::1"));
	assert_false(allows(exact, "localhost", 3306, "127.0.0.1"));
	assert_false(allows(exact, "localhost", 18310, "127.0.0.2"));
	assert_true(allows(exact, "x", 80, "169.254.169.254"));
	const struct client_guard *range = guard_of(*state, "127.0.0.0/8");
	assert_true(allows(range, "localhost", 1, "127.0.0.2"));
}

static void own_addresses_are_special(void **state)
{
	const struct client_guard *guard;
	struct str problem;

	/* Loopback stands for them: every machine has it. */
	assert_int_equal(client_guard_parse(*state, STR("public, 127.0.0.0/8"), true, &guard, &problem), RC_OK);
	assert_false(allows(guard, "localhost", 80, "127.0.0.1"));
	assert_true(allows(guard, "localhost", 80, "127.0.0.9"));
}

static void mistakes_in_the_list_are_told(void **state)
{
	static const char *const bad[] = {
		"http://example.com", "example.com/x", "10.0.0.0/33", "10.0.0.1/8", "fd00::/129", "a b", "1.2.3", "1.2.3.4.5",
		"example.com:0", "example.com:70000", "[::1", "*.", "*", "10.0.0.0/", "exa_mple.com:", "0x7f.1",
	};
	const struct client_guard *guard;
	struct str problem;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (client_guard_parse(*state, str_of(bad[i]), false, &guard, &problem) != RC_INVALID)
			fail_msg("%s is taken", bad[i]);
	assert_int_equal(client_guard_parse(*state, STR("ok.example, bad/"), false, &guard, &problem), RC_INVALID);
	assert_str(problem, "\"bad/\" is no host, address or range");
}

static void odd_urls_are_judged_as_what_they_lead_to(void **state)
{
	const struct client_guard *guard = guard_of(*state, "public");
	static const struct {
		const char *url;
		enum rc rc;
	} cases[] = {
		{"https://hooks.example.com/muster?x=1", RC_OK},
		{"http://8.8.8.8/", RC_OK},
		{"http://127.0.0.1/", RC_DENIED},
		{"http://127.1/", RC_DENIED},
		{"http://2130706433/", RC_DENIED},
		{"http://0x7f000001/", RC_DENIED},
		{"http://0177.0.0.1/", RC_DENIED},
		{"http://[::1]/", RC_DENIED},
		{"http://[::ffff:127.0.0.1]:80/", RC_DENIED},
		{"http://[::ffff:7f00:1]/", RC_DENIED},
		{"http://[fe80::1%25eth0]/", RC_DENIED},
		{"http://LOCALHOST/", RC_DENIED},
		{"http://a.localhost/", RC_DENIED},
		{"http://169.254.169.254/latest/meta-data", RC_DENIED},
		{"ftp://example.com/", RC_INVALID},
		{"file:///etc/passwd", RC_INVALID},
		{"https://user:pw@example.com/", RC_INVALID},
		{"https://user@example.com/", RC_INVALID},
		{"https://example.com/#x", RC_INVALID},
		{"https://exa mple.com/", RC_INVALID},
		{"https://example.com/\r\nX: y", RC_INVALID},
		{"//example.com/", RC_INVALID},
		{"example.com", RC_INVALID},
		{"https://", RC_INVALID},
		{"", RC_INVALID},
		{"https://example.com:99999/", RC_INVALID},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *problem;
		enum rc rc = client_guard_url(*state, guard, str_of(cases[i].url), &problem);
		if (rc != cases[i].rc)
			fail_msg("%s: %s", cases[i].url, rc_name(rc));
	}
}

static void a_url_gives_its_parts(void **state)
{
	struct client_url url;

	assert_int_equal(client_url_parse(*state, STR("HTTPS://Push.Example.com:8443/a/b?c"), &url), RC_OK);
	assert_true(url.is_https);
	assert_str(url.host, "push.example.com");
	assert_int_equal(url.port, 8443);
	assert_str(url.origin, "https://push.example.com:8443");
	assert_int_equal(client_url_parse(*state, STR("http://[2001:DB8::1]/"), &url), RC_OK);
	assert_str(url.host, "2001:db8::1");
	assert_str(url.origin, "http://[2001:db8::1]");
	assert_int_equal(url.port, 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(the_internet_is_what_is_not_special),
		UNIT(private_targets_are_listed_by_name_or_range),
		UNIT(special_addresses_need_their_own_entry),
		UNIT(own_addresses_are_special),
		UNIT(mistakes_in_the_list_are_told),
		UNIT(odd_urls_are_judged_as_what_they_lead_to),
		UNIT(a_url_gives_its_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
