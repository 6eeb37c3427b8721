#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "http/router.h"

static enum rc nothing(struct request *rq, struct response *rs)
{
	return respond_nothing(rq, rs);
}

#define ROUTE(method_, path_)                                                                          \
	{                                                                                              \
		.method = METHOD_##method_, .path = path_, .handle = nothing, .help = "help of " path_ \
	}

static const struct route first[] = {
	ROUTE(GET, "/"),
	ROUTE(GET, "/incidents"),
	ROUTE(GET, "/incidents/new"),
	ROUTE(POST, "/incidents"),
	ROUTE_END,
};
static const struct route second[] = {
	ROUTE(GET, "/incidents/{number}"),
	ROUTE(DELETE, "/incidents/{number}"),
	ROUTE(POST, "/incidents/{number}/status"),
	ROUTE(GET, "/incidents/{number}/files/{file}"),
	ROUTE(GET, "/r/{token}"),
	ROUTE_END,
};
static const struct route *const tables[] = {first, second, NULL};

static struct router *compiled(struct arena *arena)
{
	struct router *router;

	assert_int_equal(router_compile(arena, tables, &router), RC_OK);
	return router;
}

static const struct {
	enum method method;
	const char *path;
	enum rc rc;
	const char *found;           /* the route's path, or the Allow header */
} cases[] = {
	{METHOD_GET, "/", RC_OK, "/"},
	{METHOD_HEAD, "/incidents", RC_OK, "/incidents"},
	{METHOD_GET, "/incidents/new", RC_OK, "/incidents/new"},
	{METHOD_GET, "/incidents/INC-1", RC_OK, "/incidents/{number}"},
	{METHOD_POST, "/incidents/new/status", RC_OK, "/incidents/{number}/status"},
	{METHOD_GET, "/incidents/1/files/2", RC_OK, "/incidents/{number}/files/{file}"},
	{METHOD_GET, "/r/abc", RC_OK, "/r/{token}"},
	{METHOD_POST, "/", RC_METHOD, "GET, HEAD"},
	{METHOD_PUT, "/incidents", RC_METHOD, "GET, HEAD, POST"},
	{METHOD_OTHER, "/incidents/1", RC_METHOD, "GET, HEAD, DELETE"},
	{METHOD_DELETE, "/incidents/new", RC_METHOD, "GET, HEAD"},
	{METHOD_GET, "/incidents/", RC_NOT_FOUND, NULL},
	{METHOD_GET, "/r", RC_NOT_FOUND, NULL},
	{METHOD_GET, "/r/", RC_NOT_FOUND, NULL},
	{METHOD_GET, "/r/a/b", RC_NOT_FOUND, NULL},
	{METHOD_GET, "/incidents/1/files", RC_NOT_FOUND, NULL},
	{METHOD_GET, "/other", RC_NOT_FOUND, NULL},
	{METHOD_GET, "", RC_NOT_FOUND, NULL},
};

static void test_cases(void **state)
{
	struct arena *arena = arena_new(0);
	struct router *router = compiled(arena);
	(void)state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct route *route = NULL;
		struct pairs params = {0};
		struct str allow = STR_NONE;
		assert_int_equal(router_find(router, arena, cases[i].method, str_of(cases[i].path), &route,
					     &params, &allow),
				 cases[i].rc);
		if (cases[i].rc == RC_OK)
			assert_string_equal(route->path, cases[i].found);
		if (cases[i].rc == RC_METHOD)
			assert_string_equal(allow.at, cases[i].found);
	}
	arena_free(arena);
}

static void test_params(void **state)
{
	struct arena *arena = arena_new(0);
	const struct route *route;
	struct pairs params;
	struct str allow;
	(void)state;

	assert_int_equal(router_find(compiled(arena), arena, METHOD_GET, STR("/incidents/INC-7/files/a b"),
				     &route, &params, &allow),
			 RC_OK);
	assert_int_equal(params.count, 2);
	assert_true(str_is(pairs_get(&params, "number"), "INC-7"));
	assert_true(str_is(pairs_get(&params, "file"), "a b"));
	arena_free(arena);
}

static void test_contradictions(void **state)
{
	static const struct route twice[] = {ROUTE(GET, "/a/{x}"), ROUTE(GET, "/a/{y}"), ROUTE_END};
	static const struct route no_slash[] = {ROUTE(GET, "a"), ROUTE_END};
	static const struct route empty[] = {ROUTE(GET, "/a//b"), ROUTE_END};
	static const struct route head[] = {ROUTE(HEAD, "/a"), ROUTE_END};
	static const struct route *const bad[] = {twice, no_slash, empty, head};
	struct arena *arena = arena_new(0);
	struct router *router;
	(void)state;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const struct route *const one[] = {bad[i], NULL};
		assert_int_equal(router_compile(arena, one, &router), RC_FAULT);
	}
	arena_free(arena);
}

static void test_print(void **state)
{
	struct arena *arena = arena_new(0);
	struct text text = TEXT_IN(arena);
	(void)state;

	router_print(tables, &text);
	struct str all = text_str(&text);
	assert_true(str_find(all, STR("POST   /incidents/{number}/status ")) >= 0);
	assert_true(str_find(all, STR(" help of /r/{token}\n")) >= 0);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_params),
		cmocka_unit_test(test_contradictions),
		cmocka_unit_test(test_print),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
