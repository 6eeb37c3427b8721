#include "../unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"

static void files_are_read_whole(void **state)
{
	char path[] = "/tmp/muster-file-XXXXXX";
	int fd = mkstemp(path);
	struct str s = STR("before");

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "a\0bc", 4), 4);
	assert_int_equal(file_read(*state, path, 4, &s), RC_OK);
	assert_true(str_equal(s, STR("a\0bc")));
	assert_int_equal(s.at[4], '\0');
	assert_int_equal(file_read(*state, path, 3, &s), RC_TOO_LARGE);
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_int_equal(file_read(*state, path, 3, &s), RC_OK);
	assert_int_equal(s.len, 0);
	close(fd);
	unlink(path);
	assert_int_equal(file_read(*state, path, 3, &s), RC_NOT_FOUND);
	assert_int_equal(file_read(*state, "/tmp", 3, &s), RC_NOT_FOUND);
	assert_int_equal(file_read(*state, "/dev/null", 3, &s), RC_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {UNIT(files_are_read_whole)};
	return cmocka_run_group_tests_name("base/file", tests, NULL, NULL);
}
