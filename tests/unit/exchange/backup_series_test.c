#include "../unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exchange/backup_series.h"

static char folder[] = "/tmp/muster-series-XXXXXX";

static void make(struct arena *arena, const char *name, bool is_whole)
{
	const char *path = arena_printf(arena, "%s/%s", folder, name).at;

	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(mkdir(arena_printf(arena, "%s/files", path).at, 0700), 0);
	const char *file = arena_printf(arena, "%s/%s", path, is_whole ? "manifest.json" : "database.sql").at;
	int fd = open(file, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	close(fd);
}

static bool is_there(struct arena *arena, const char *name)
{
	return access(arena_printf(arena, "%s/%s", folder, name).at, F_OK) == 0;
}

static void folders_are_named_by_their_time(void **state)
{
	const char *path;

	assert_int_equal(backup_series_next(*state, folder, DAYS(365) + HOURS(5) + SECONDS(9), &path), RC_OK);
	assert_string_equal(path, arena_printf(*state, "%s/1971-01-01T050009Z", folder).at);
}

static void the_newest_whole_ones_stay(void **state)
{
	make(*state, "2026-11-17T023000Z", false);
	make(*state, "2026-11-18T023000Z", true);
	make(*state, "2026-11-19T023000Z", true);
	make(*state, "2026-11-20T023000Z", true);
	make(*state, "2026-11-21T023000Z", false);
	make(*state, "before-the-move", true);
	assert_int_equal(backup_series_prune(*state, folder, 2), RC_OK);
	assert_false(is_there(*state, "2026-11-17T023000Z"));
	assert_false(is_there(*state, "2026-11-18T023000Z"));
	assert_true(is_there(*state, "2026-11-19T023000Z"));
	assert_true(is_there(*state, "2026-11-20T023000Z"));
	assert_true(is_there(*state, "2026-11-21T023000Z"));
	assert_true(is_there(*state, "before-the-move"));
}

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(folders_are_named_by_their_time),
		UNIT(the_newest_whole_ones_stay),
	};
	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
