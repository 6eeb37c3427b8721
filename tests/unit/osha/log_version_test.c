#include "../unit.h"

#include "osha/log_version.h"

enum { MONDAY = 1000, TUESDAY = 2000, WEDNESDAY = 3000 };

static struct log_version version(int64_t case_id, moment at, int64_t position, int64_t days)
{
	struct log_version made;

	record_clear(&log_version_record, &made);
	made.case_id = case_id;
	made.recorded_at = at;
	made.case_position = position;
	made.case_number = STR("7");
	made.full_name = STR("Jo Field");
	made.days_away = days;
	return made;
}

static void the_log_reads_as_it_did_then(void **state)
{
	struct log_version versions[] = {
		version(1, MONDAY, 2, 0), version(1, WEDNESDAY, 2, 9), version(2, TUESDAY, 1, 4), version(3, MONDAY, 3, 1),
		version(3, WEDNESDAY, 3, 1),
	};
	size_t count;

	versions[4].is_gone = true;
	const struct log_version **lines = log_version_at(*state, versions, 5, MONDAY - 1, &count);
	assert_int_equal(count, 0);
	lines = log_version_at(*state, versions, 5, MONDAY, &count);
	assert_int_equal(count, 2);
	assert_ptr_equal(lines[0], &versions[0]);
	assert_ptr_equal(lines[1], &versions[3]);
	lines = log_version_at(*state, versions, 5, WEDNESDAY, &count);
	assert_int_equal(count, 2);
	assert_ptr_equal(lines[0], &versions[2]);
	assert_ptr_equal(lines[1], &versions[1]);
}

static void changes_between_two_times_are_told_once_for_each_case(void **state)
{
	struct log_version versions[] = {
		version(1, MONDAY, 2, 0),  version(1, TUESDAY, 2, 5),   version(1, WEDNESDAY, 2, 9),
		version(2, TUESDAY, 1, 4), version(3, MONDAY, 3, 1),    version(3, WEDNESDAY, 3, 1),
		version(4, MONDAY, 4, 1),  version(4, TUESDAY, 4, 2),   version(4, WEDNESDAY, 4, 1),
		version(5, MONDAY, 5, 1),
	};
	size_t count;

	versions[5].is_gone = true;
	const struct log_change *changes = log_version_changes(*state, versions, 10, MONDAY, WEDNESDAY, &count);
	assert_int_equal(count, 3);
	assert_null(changes[0].before);
	assert_ptr_equal(changes[0].after, &versions[3]);
	assert_int_equal(changes[1].before->days_away, 0);
	assert_int_equal(changes[1].after->days_away, 9);
	assert_int_equal(changes[1].changed_at, WEDNESDAY);
	assert_ptr_equal(changes[2].before, &versions[4]);
	assert_null(changes[2].after);
	log_version_changes(*state, versions, 10, WEDNESDAY, WEDNESDAY + 1, &count);
	assert_int_equal(count, 0);
}

static void only_what_the_log_shows_counts(void **state)
{
	struct log_version before = version(1, MONDAY, 1, 3), after = version(1, TUESDAY, 1, 4);
	const struct field *days = record_field(&log_version_record, STR("days_away"));
	const struct field *recorded = record_field(&log_version_record, STR("recorded_at"));
	const struct field *name = record_field(&log_version_record, STR("full_name"));

	assert_true(log_version_differs(*state, days, &before, &after));
	assert_false(log_version_differs(*state, recorded, &before, &after));
	assert_false(log_version_differs(*state, name, &before, &after));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(the_log_reads_as_it_did_then),
		UNIT(changes_between_two_times_are_told_once_for_each_case),
		UNIT(only_what_the_log_shows_counts),
	};
	return cmocka_run_group_tests_name("log_version", tests, NULL, NULL);
}
