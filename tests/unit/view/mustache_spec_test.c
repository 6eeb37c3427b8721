/*
 * Runs the official mustache suite where it is at hand: the JSON files of
 * mustache/spec in $MUSTER_SHARED/data/mustache_spec. A clone has none; then
 * mustache_test.c, which covers the same ground, stands alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "json_source.h"

static const char *const modules[] = {
	"comments",  "delimiters", "interpolation",  "inverted", "partials", "sections",
	"~dynamic-names", "~inheritance", "~lambdas",
};

/* The suite gives its lambdas as code of other languages; these are the same in C. */
static const struct {
	const char *test;
	struct json_lambda lambda;
} lambdas[] = {
	{"Interpolation", {.value = "world"}},
	{"Interpolation - Expansion", {.value = "{{planet}}"}},
	{"Interpolation - Alternate Delimiters", {.value = "|planet| => {{planet}}"}},
	{"Interpolation - Multiple Calls", {.counts = true}},
	{"Escaping", {.value = ">"}},
	{"Section", {.when = "{{x}}", .value = "yes", .otherwise = "no"}},
	{"Section - Expansion", {.before = "", .between = "{{planet}}", .after = ""}},
	{"Section - Alternate Delimiters", {.before = "", .between = "{{planet}} => |planet|", .after = ""}},
	{"Section - Multiple Calls", {.before = "__", .after = "__"}},
	{"Inverted Section", {.value = ""}},
};

static struct json_lambda lambda_of(const char *test)
{
	for (size_t i = 0; i < sizeof lambdas / sizeof *lambdas; i++)
		if (strcmp(lambdas[i].test, test) == 0)
			return lambdas[i].lambda;
	return (struct json_lambda){0};
}

static bool passes(const json_t *test, const char *module)
{
	struct arena *arena = arena_new(0);
	const char *name = json_string_value(json_object_get(test, "name"));
	struct json_data data = {
		.arena = arena,
		.partials = json_object_get(test, "partials"),
		.lambda = lambda_of(name),
	};
	struct str expected = str_of(json_string_value(json_object_get(test, "expected")));
	struct str source = str_of(json_string_value(json_object_get(test, "template")));
	struct mustache_error error = {0};
	struct text out = TEXT_IN(arena);
	enum rc rc = json_source_render(&data, source, json_object_get(test, "data"), &out, &error);
	bool same = rc == RC_OK && str_equal(text_str(&out), expected);

	if (!same)
		print_error("%s: %s\n  expected: %.*s\n  got:      %.*s\n  error: %s\n", module, name,
			    STR_ARG(expected), STR_ARG(text_str(&out)), error.message ? error.message : "-");
	arena_free(arena);
	return same;
}

static void test_official_suite(void **state)
{
	const char *shared = getenv("MUSTER_SHARED");
	char path[4096];
	size_t total = 0, passed = 0;

	(void)state;
	for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
		snprintf(path, sizeof path, "%s/data/mustache_spec/%s.json", shared ? shared : "../shared", modules[i]);
		if (access(path, R_OK) < 0) {
			print_message("skipped: the official mustache suite is not at %s\n", path);
			skip();
		}
		json_t *suite = json_load_file(path, 0, NULL);
		assert_non_null(suite);
		json_t *tests = json_object_get(suite, "tests"), *test;
		size_t index;
		json_array_foreach(tests, index, test) {
			total++;
			passed += passes(test, modules[i]);
		}
		json_decref(suite);
	}
	print_message("mustache suite: %zu of %zu\n", passed, total);
	assert_int_equal(passed, total);
	assert_true(total >= 194);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_official_suite),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
