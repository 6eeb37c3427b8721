/* Programs started without a shell: what they get, what comes back, how they end. */
#include "../unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/child.h"
#include "base/text.h"

static struct child *start(struct arena *arena, const char *script, const char *const *environment, int input, int seconds)
{
	const char *const arguments[] = {"sh", "-c", script, NULL};
	const struct child_order order = {
		.program = "/bin/sh",
		.arguments = arguments,
		.environment = environment,
		.input = input,
		.seconds = seconds,
	};
	struct child *child;

	assert_int_equal(child_start(arena, &order, &child), RC_OK);
	return child;
}

static struct str output(struct arena *arena, struct child *child)
{
	struct text text = TEXT_IN(arena);
	char bytes[256];
	ptrdiff_t got;

	while ((got = child_read(child, bytes, sizeof bytes)) > 0)
		text_add(&text, (struct str){bytes, (size_t)got});
	assert_int_equal(got, 0);
	return text_str(&text);
}

static const char *const nothing[] = {NULL};

static void output_and_exit_status_come_back(void **state)
{
	struct child *child = start(*state, "echo one; echo two; exit 7", nothing, -1, 30);

	assert_str(output(*state, child), "one\ntwo\n");
	assert_int_equal(child_end(child), 7);
	assert_int_equal(child_end(child), 7);
}

static void it_has_only_the_environment_that_is_named(void **state)
{
	setenv("SECRET_OF_OURS", "x", 1);
	setenv("MUSTER_SETTING", "y", 1);
	struct child *child = start(*state, "echo \"$SECRET_OF_OURS/$MUSTER_SETTING/$TZ\"", child_environment(*state), -1, 30);

	assert_str(output(*state, child), "/y/UTC\n");
	unsetenv("SECRET_OF_OURS");
	unsetenv("MUSTER_SETTING");
}

static void it_has_no_descriptor_of_ours(void **state)
{
	int fd = open("/dev/null", O_RDONLY);
	assert_true(fd > 2);
	int kept = dup2(fd, 9);
	struct child *child = start(*state, "ls /proc/self/fd | grep -c '^9$'; cat", nothing, -1, 30);

	assert_str(output(*state, child), "0\n");
	close(kept);
	close(fd);
}

static void it_reads_what_it_is_given(void **state)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], "given", 5), 5);
	close(ends[1]);
	struct child *child = start(*state, "cat", nothing, ends[0], 30);
	assert_str(output(*state, child), "given");
	close(ends[0]);
}

static void it_is_killed_when_nobody_reads_on(void **state)
{
	struct child *child = start(*state, "while :; do echo endless; done", nothing, -1, 30);
	char byte;

	assert_int_equal(child_read(child, &byte, 1), 1);
	assert_int_equal(child_end(child), -1);
}

static void it_has_its_time(void **state)
{
	struct child *child = start(*state, "exec sleep 60", nothing, -1, 1);
	char byte;

	assert_int_equal(child_read(child, &byte, 1), -1);
	assert_int_equal(child_end(child), -1);
}

static void a_program_that_is_not_there_is_told(void **state)
{
	const char *const arguments[] = {"none", NULL};
	const struct child_order order = {"/nonexistent/none", arguments, nothing, -1, false, 5};
	struct child *child;

	assert_int_equal(child_start(*state, &order, &child), RC_FAULT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(output_and_exit_status_come_back),
		UNIT(it_has_only_the_environment_that_is_named),
		UNIT(it_has_no_descriptor_of_ours),
		UNIT(it_reads_what_it_is_given),
		UNIT(it_is_killed_when_nobody_reads_on),
		UNIT(it_has_its_time),
		UNIT(a_program_that_is_not_there_is_told),
	};
	return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
