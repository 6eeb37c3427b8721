#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "http/body.h"
#include "http/host.h"
#include "http/pairs.h"
#include "http/parse.h"

static void test_paths(void **state)
{
	static const struct { const char *raw; enum rc rc; const char *path; } paths[] = {
		{"/", RC_OK, "/"},
		{"/incidents/INC-20260303-0001", RC_OK, "/incidents/INC-20260303-0001"},
		{"/a%20b/%C3%A9", RC_OK, "/a b/é"},
		{"/a/", RC_OK, "/a/"},
		{"/a+b", RC_OK, "/a+b"},
		{"/...", RC_OK, "/..."},
		{"", RC_BAD_REQUEST, NULL},
		{"incidents", RC_BAD_REQUEST, NULL},
		{"http://other/", RC_BAD_REQUEST, NULL},
		{"/a//b", RC_BAD_REQUEST, NULL},
		{"//", RC_BAD_REQUEST, NULL},
		{"/..", RC_BAD_REQUEST, NULL},
		{"/a/../b", RC_BAD_REQUEST, NULL},
		{"/a/%2e%2E/b", RC_BAD_REQUEST, NULL},
		{"/a/./b", RC_BAD_REQUEST, NULL},
		{"/a%2Fb", RC_BAD_REQUEST, NULL},
		{"/a%5Cb", RC_BAD_REQUEST, NULL},
		{"/a\\b", RC_BAD_REQUEST, NULL},
		{"/a%00", RC_BAD_REQUEST, NULL},
		{"/a%0d%0ab", RC_BAD_REQUEST, NULL},
		{"/%", RC_BAD_REQUEST, NULL},
		{"/%FF", RC_BAD_REQUEST, NULL},
	};
	struct arena *arena = arena_new(0);
	(void)state;

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		struct str path = STR_NONE;
		assert_int_equal(parse_path(arena, str_of(paths[i].raw), &path), paths[i].rc);
		if (paths[i].path)
			assert_true(str_is(path, paths[i].path));
	}
	arena_free(arena);
}

static void test_hosts(void **state)
{
	static const struct { const char *host; bool is_valid, is_local;
	} hosts[] = {
		{"localhost", true, true},
		{"localhost:8080", true, true},
		{"muster.localhost", true, true},
		{"127.0.0.1:8080", true, true},
		{"[::1]:8080", true, true},
		{"muster.example.com", true, false},
		{"muster.example.com:443", true, false},
		{"[2001:db8::1]", true, false},
		{"localhost.example.com", true, false},
		{"", false, false},
		{":80", false, false},
		{"a b", false, false},
		{"a/b", false, false},
		{"a@b", false, false},
		{"a\r\nb", false, false},
		{"host:80:80", false, false},
		{"\"><script>", false, false},
	};
	(void)state;

	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++) {
		assert_int_equal(host_is_valid(str_of(hosts[i].host)), hosts[i].is_valid);
		if (hosts[i].is_valid)
			assert_int_equal(host_is_local(str_of(hosts[i].host)), hosts[i].is_local);
	}
}

static struct raw_request raw_get(struct arena *arena, const char *uri)
{
	struct raw_request raw = {.method = STR("GET"), .uri = str_of(uri)};

	pairs_add(arena, &raw.headers, STR("host"), STR("localhost:8080"));
	return raw;
}

static void test_request(void **state)
{
	struct arena *arena = arena_new(0);
	struct body body = {0};
	struct request rq = {.arena = arena, .unread = &body};
	struct raw_request raw = raw_get(arena, "/incidents?status=new&q=a+b");
	(void)state;

	raw.method = STR("POST");
	raw.content_length = STR("12");
	raw.https = STR("on");
	raw.address = STR("10.0.0.7");
	raw.id = STR("0123456789abcdef0123456789abcdef");
	pairs_add(arena, &raw.headers, STR("cookie"), STR("__Host-session=tok"));
	assert_int_equal(parse_request(&rq, &raw), RC_OK);
	assert_int_equal(rq.method, METHOD_POST);
	assert_true(str_is(rq.path, "/incidents"));
	assert_true(str_is(rq.raw_query, "status=new&q=a+b"));
	assert_true(str_is(pairs_get(&rq.query, "q"), "a b"));
	assert_true(rq.is_https && rq.is_local);
	assert_string_equal(rq.id, "0123456789abcdef0123456789abcdef");
	assert_int_equal(body.length, 12);
	assert_true(str_is(pairs_get(&rq.cookies, "__Host-session"), "tok"));
	arena_free(arena);
}

static void test_limits(void **state)
{
	static const struct { size_t path, query; enum rc rc; } sizes[] = {
		{2000, 10, RC_OK}, {3000, 10, RC_TOO_LARGE}, {10, 8000, RC_OK}, {10, 9000, RC_TOO_LARGE},
	};
	struct arena *arena = arena_new(0);
	(void)state;

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct request rq = {.arena = arena};
		struct text uri = TEXT_IN(arena);
		text_char(&uri, '/');
		for (size_t n = 0; n < sizes[i].path; n++)
			text_char(&uri, 'p');
		text_cstr(&uri, "?q=");
		for (size_t n = 0; n < sizes[i].query; n++)
			text_char(&uri, 'q');
		struct raw_request raw = raw_get(arena, text_str(&uri).at);
		assert_int_equal(parse_request(&rq, &raw), sizes[i].rc);
	}
	arena_free(arena);
}

static void test_refusals(void **state)
{
	struct arena *arena = arena_new(0);
	struct body body = {0};
	struct request rq = {.arena = arena, .unread = &body};
	struct raw_request raw = raw_get(arena, "/");
	(void)state;

	raw.content_length = STR("-1");
	assert_int_equal(parse_request(&rq, &raw), RC_BAD_REQUEST);
	raw.content_length = STR("99999999999999999999");
	assert_int_equal(parse_request(&rq, &raw), RC_BAD_REQUEST);
	raw.content_length = STR("");
	assert_int_equal(parse_request(&rq, &raw), RC_OK);
	assert_int_equal(body.length, -1);
	raw.method = STR("TRACE");
	assert_int_equal(parse_request(&rq, &raw), RC_OK);
	assert_int_equal(rq.method, METHOD_OTHER);
	raw.headers.count = 0;
	assert_int_equal(parse_request(&rq, &raw), RC_BAD_REQUEST);
	raw = raw_get(arena, "/?a=%zz");
	assert_int_equal(parse_request(&rq, &raw), RC_BAD_REQUEST);
	raw = raw_get(arena, "/");
	char *large = arena_alloc(arena, 40000, 1);
	memset(large, 'x', 40000);
	pairs_add(arena, &raw.headers, STR("x-large"), (struct str){large, 40000});
	assert_int_equal(parse_request(&rq, &raw), RC_TOO_LARGE);
	arena_free(arena);
}

static void test_header_names(void **state)
{
	struct arena *arena = arena_new(0);
	(void)state;

	assert_true(str_is(parse_header_name(arena, STR("HTTP_IF_NONE_MATCH")), "if-none-match"));
	assert_null(parse_header_name(arena, STR("REMOTE_ADDR")).at);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),    cmocka_unit_test(test_hosts),
		cmocka_unit_test(test_request),  cmocka_unit_test(test_limits),
		cmocka_unit_test(test_refusals), cmocka_unit_test(test_header_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
