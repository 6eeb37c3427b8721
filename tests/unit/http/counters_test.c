#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "http/counters.h"

static enum rc nothing(struct request *rq, struct response *rs)
{
	(void)rq;
	(void)rs;
	return RC_OK;
}

static const struct route first[] = {
	{.method = METHOD_GET, .path = "/incidents/{number}", .flags = ROUTE_PUBLIC, .handle = nothing},
	{.method = METHOD_POST, .path = "/incidents/{number}", .flags = ROUTE_PUBLIC, .handle = nothing},
	ROUTE_END,
};
static const struct route second[] = {
	{.method = METHOD_GET, .path = "/sites", .flags = ROUTE_PUBLIC, .handle = nothing},
	ROUTE_END,
};
static const struct route *const routes[] = {first, second, NULL};
static const struct program portal = {.name = "portal", .routes = routes};
static const struct program intake = {.name = "intake", .routes = routes, .is_anonymous = true};

static char folder[] = "/tmp/muster-counters-XXXXXX";

static int make_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : 1;
}

static int remove_folder(void **state)
{
	struct arena *arena = arena_new(0);
	int status = system(arena_printf(arena, "rm -r %s", folder).at);

	(void)state;
	arena_free(arena);
	return status;
}

static const struct counted_program *program_of(struct arena *arena, const char *name)
{
	struct counted_program *programs;
	size_t count;

	assert_int_equal(counters_read(arena, str_of(folder), &programs, &count), RC_OK);
	for (size_t i = 0; i < count; i++)
		if (str_is(programs[i].name, name))
			return &programs[i];
	return NULL;
}

static const struct counted_route *route_of(const struct counted_program *program, const char *method, const char *path)
{
	for (size_t i = 0; i < program->route_count; i++)
		if (str_is(program->routes[i].method, method) && str_is(program->routes[i].path, path))
			return &program->routes[i];
	return NULL;
}

static const struct db_usage used = {.statements = 2, .microseconds = 700, .connects = 1, .retries = 3};

/* As another process of the pool would. */
static void in_a_child(const struct program *program, const struct route *route, int times)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		struct arena *arena = arena_new(0);
		struct counters *counters;
		if (counters_open(arena, str_of(folder), program, &counters) != RC_OK)
			_exit(1);
		for (int i = 0; i < times; i++) {
			counters_begin(counters, moment_now());
			counters_end(counters, route, 200, 3000, &used);
		}
		counters_begin(counters, moment_now()); /* it dies while it answers */
		_exit(0);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void processes_count_together(void **state)
{
	struct arena *arena = arena_new(0);
	struct counters *counters;

	assert_int_equal(counters_open(arena, str_of(folder), &portal, &counters), RC_OK);
	in_a_child(&portal, &first[0], 1000);
	in_a_child(&portal, &first[0], 500);
	counters_begin(counters, moment_now());
	assert_int_equal(program_of(*state, "portal")->busy, 1);
	counters_end(counters, &first[1], 503, 20000000, &used);
	counters_begin(counters, moment_now());
	counters_end(counters, NULL, 404, 100, &used);

	const struct counted_program *seen = program_of(*state, "portal");
	assert_int_equal(seen->processes, 1);
	assert_int_equal(seen->busy, 0);
	assert_true(seen->memory > 100000);
	assert_int_equal(seen->statements, 2 * 1502);
	assert_int_equal(seen->retries, 3 * 1502);
	const struct counted_route *get = route_of(seen, "GET", "/incidents/{number}");
	assert_int_equal(get->count, 1500);
	assert_int_equal(get->answers[1], 1500);
	assert_int_equal(get->buckets[2], 1500);
	assert_int_equal(get->microseconds, 1500 * 3000);
	const struct counted_route *post = route_of(seen, "POST", "/incidents/{number}");
	assert_int_equal(post->answers[4], 1);
	assert_int_equal(post->buckets[COUNTERS_BUCKETS], 1);
	assert_int_equal(route_of(seen, "-", "-")->answers[3], 1);
	assert_null(route_of(seen, "GET", "/sites"));
	arena_free(arena);
	assert_null(program_of(*state, "portal"));
}

static void of_anonymous_reports_faults_alone_are_counted(void **state)
{
	struct arena *arena = arena_new(0);
	struct counters *counters;
	struct text text = TEXT_IN(*state);

	assert_int_equal(counters_open(arena, str_of(folder), &intake, &counters), RC_OK);
	counters_begin(counters, moment_now());
	counters_end(counters, &first[1], 303, 3000, &used);
	assert_int_equal(program_of(*state, "intake")->route_count, 0);
	assert_int_equal(program_of(*state, "intake")->statements, 0);
	counters_end(counters, &first[1], 500, 3000, &used);
	const struct counted_program *seen = program_of(*state, "intake");
	assert_int_equal(seen->route_count, 1);
	assert_int_equal(route_of(seen, "-", "-")->answers[4], 1);
	assert_int_equal(counters_write(&text, *state, str_of(folder)), RC_OK);
	assert_true(str_find(text_str(&text), STR("muster_http_requests_total{program=\"intake\",method=\"-\",route=\"-\","
						  "status=\"5xx\"} 1\n")) > 0);
	assert_true(str_find(text_str(&text), STR("_bucket{program=\"intake\"")) < 0);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(processes_count_together),
		UNIT(of_anonymous_reports_faults_alone_are_counted),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
