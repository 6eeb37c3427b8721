#include "../unit.h"

#include <jansson.h>
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"

/* What write_lines says on standard error. */
static struct str said(struct arena *arena, void (*write_lines)(void))
{
	FILE *file = tmpfile();
	int kept = dup(STDERR_FILENO);
	char *at = arena_alloc(arena, 16384, 1);

	assert_non_null(file);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	write_lines();
	dup2(kept, STDERR_FILENO);
	close(kept);
	rewind(file);
	size_t len = fread(at, 1, 16383, file);
	fclose(file);
	return (struct str){at, len};
}

static const char *member(json_t *line, const char *name)
{
	return json_string_value(json_object_get(line, name));
}

static void write_levels(void)
{
	log_start("sample", LOG_WARN);
	LOG(LOG_INFO, "a.dropped", "%s", "x");
	log_request_id("r-1");
	LOG(LOG_WARN, "a.kept", "number %d, \"quoted\"\nand a second line", 7);
	log_request_id(NULL);
	log_level_name(STR("nonsense"));
	LOG(LOG_INFO, "still.dropped", "%s", "x");
	log_level_name(STR("debug"));
	LOG(LOG_DEBUG, "b.kept", "bytes \xFF\xC3 %s", "end");
}

static void each_line_is_one_object(void **state)
{
	struct str all = said(*state, write_levels), line;

	assert_true(str_split(&all, '\n', &line));
	json_t *first = json_loadb(line.at, line.len, 0, NULL);
	assert_non_null(first);
	assert_string_equal(member(first, "level"), "warn");
	assert_string_equal(member(first, "program"), "sample");
	assert_string_equal(member(first, "request"), "r-1");
	assert_string_equal(member(first, "event"), "a.kept");
	assert_string_equal(member(first, "detail"), "number 7, \"quoted\"\nand a second line");
	assert_int_equal(json_integer_value(json_object_get(first, "pid")), getpid());
	json_decref(first);

	assert_true(str_split(&all, '\n', &line));
	json_t *second = json_loadb(line.at, line.len, 0, NULL);
	assert_non_null(second);
	assert_string_equal(member(second, "level"), "debug");
	assert_string_equal(member(second, "detail"), "bytes ?\? end");
	assert_null(member(second, "request"));
	json_decref(second);

	assert_true(str_split(&all, '\n', &line));
	assert_int_equal(line.len, 0);
	assert_false(str_split(&all, '\n', &line));
}

static void write_long(void)
{
	log_start("sample", LOG_INFO);
	LOG(LOG_ERROR, "long", "%09000d", 1);
}

static void long_details_are_cut(void **state)
{
	struct str line = str_trim(said(*state, write_long));
	json_t *read = json_loadb(line.at, line.len, 0, NULL);

	assert_non_null(read);
	assert_int_equal(str_of(member(read, "detail")).len, 1999);
	json_decref(read);
}

static enum rc fault;

static void write_fault(void)
{
	fault = FAULT("broken", "%s", "why");
}

static void a_fault_is_logged_and_returned(void **state)
{
	assert_true(str_find(said(*state, write_fault), STR("\"event\":\"broken\",\"detail\":\"why\"")) > 0);
	assert_int_equal(fault, RC_FAULT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(each_line_is_one_object),
		UNIT(long_details_are_cut),
		UNIT(a_fault_is_logged_and_returned),
	};
	return cmocka_run_group_tests_name("base/log", tests, NULL, NULL);
}
