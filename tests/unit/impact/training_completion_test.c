/* Who is up to date with required training: by place, department and below, job title, day of hire. */
#include "../unit.h"

#include "impact/training_completion.h"

enum { TODAY = 20000, HERE = 1, THERE = 2, PLANT = 10, PRESS = 11, OFFICE = 12, LOTO = 100, LIFT = 101 };
static const struct tree_node departments[] = {{PLANT, 0}, {PRESS, PLANT}, {OFFICE, 0}};

static struct training_requirement required(int64_t course, int64_t place, int64_t department, const char *title, int from, int days)
{
	return (struct training_requirement){.course_id = course, .establishment_id = place, .department_id = department,
					     .job_title = str_of(title), .applies_from = TODAY + from, .within_days = days,
					     .is_active = true};
}

static struct trainee person(int64_t id, int64_t place, int64_t department, const char *title, int hired)
{
	return (struct trainee){.id = id, .employee_number = STR("E"), .given_name = STR("G"), .family_name = STR("F"),
				.establishment_id = place, .department_id = department, .job_title = str_of(title),
				.hired_on = hired ? TODAY + hired : DAY_NONE};
}

static struct training_completion completion(struct arena *arena, const struct training_requirement *requirements, size_t count,
					     const struct training_held *held, size_t held_count)
{
	return (struct training_completion){
		.arena = arena, .question = {.today = TODAY}, .requirements = requirements, .requirement_count = count,
		.departments = departments, .department_count = 3, .held = held, .held_count = held_count, .wants_needs = true};
}

static void a_requirement_is_for_its_place_department_and_title(void **state)
{
	(void)state;
	const struct trainee presser = person(1, HERE, PRESS, "Press Operator", 0);
	struct training_requirement requirement = required(LOTO, 0, 0, NULL, 0, 0);

	assert_true(training_requirement_is_for(&requirement, &presser, departments, 3));
	requirement.establishment_id = THERE;
	assert_false(training_requirement_is_for(&requirement, &presser, departments, 3));
	requirement = required(LOTO, HERE, PLANT, "press operator", 0, 0);
	assert_true(training_requirement_is_for(&requirement, &presser, departments, 3));
	requirement.job_title = STR("Press");
	assert_false(training_requirement_is_for(&requirement, &presser, departments, 3));
	requirement = required(LOTO, 0, OFFICE, NULL, 0, 0);
	assert_false(training_requirement_is_for(&requirement, &presser, departments, 3));
	requirement = required(LOTO, 0, 0, NULL, 0, 0);
	requirement.is_active = false;
	assert_false(training_requirement_is_for(&requirement, &presser, departments, 3));
}

static void circles_of_departments_end(void **state)
{
	(void)state;
	static const struct tree_node circle[] = {{1, 2}, {2, 1}};

	assert_false(training_requirement_covers(circle, 2, 3, 1));
	assert_true(training_requirement_covers(circle, 2, 2, 1));
}

static void who_comes_later_has_time_from_the_day_of_hire(void **state)
{
	(void)state;
	const struct training_requirement requirement = required(LOTO, 0, 0, NULL, -100, 30);
	const struct trainee old = person(1, HERE, 0, "", -500), new = person(2, HERE, 0, "", -10), unknown = person(3, HERE, 0, "", 0);

	assert_int_equal(training_requirement_due(&requirement, &old), TODAY - 70);
	assert_int_equal(training_requirement_due(&requirement, &new), TODAY + 20);
	assert_int_equal(training_requirement_due(&requirement, &unknown), TODAY - 70);
}

static void each_need_stands_somewhere_and_the_sums_agree(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	const struct training_requirement requirements[] = {
		required(LOTO, HERE, 0, NULL, -100, 0), required(LIFT, 0, PLANT, NULL, -100, 0)};
	const struct training_held held[] = {
		{1, LOTO, TODAY - 5, TODAY}, {1, LIFT, TODAY - 5, TRAINING_FOR_GOOD}, {2, LOTO, TODAY - 400, TODAY - 1}};
	struct training_completion all = completion(arena, requirements, 2, held, 3);
	const struct trainee people[] = {
		person(1, HERE, PRESS, "", -500), /* current in both, one for the last day */
		person(2, HERE, OFFICE, "", -500), /* expired yesterday */
		person(3, THERE, PLANT, "", -500), /* never took it */
		person(4, THERE, OFFICE, "", -500), /* needs nothing */
		person(5, HERE, 0, "", 0)}; /* missing */

	for (size_t i = 0; i < 5; i++)
		training_completion_add(&all, &people[i]);
	training_completion_finish(&all);
	assert_int_equal(all.all.people, 4);
	assert_int_equal(all.all.up_to_date, 1);
	assert_int_equal(training_sum_rate(&all.all), 250);
	assert_int_equal(all.all.needs, 5);
	assert_int_equal(all.all.current, 2);
	assert_int_equal(all.all.overdue, 3);
	assert_int_equal(all.need_count, 5);
	assert_int_equal(all.needs[0].person_id, 3);
	assert_int_equal(all.needs[0].standing, STANDING_MISSING);
	assert_int_equal(all.needs[2].person_id, 2);
	assert_int_equal(all.needs[2].standing, STANDING_EXPIRED);
	assert_int_equal(all.needs[2].due_on, TODAY - 1);
	assert_int_equal(all.needs[4].due_on, DAY_NONE);
	assert_int_equal(all.by_establishment.count, 2);
	assert_int_equal(all.by_establishment.at[0].id, THERE);
	assert_int_equal(training_sum_rate(&all.by_establishment.at[0]), 0);
	assert_int_equal(all.by_course.count, 2);
	assert_int_equal(all.by_department.count, 4);
	assert_int_equal(training_completion_after(&all, training_need_key(arena, &all.needs[1])), 2);
	assert_int_equal(training_completion_after(&all, training_need_key(arena, &all.needs[4])), 5);
	assert_int_equal(training_completion_after(&all, STR("nothing")), 0);
	arena_free(arena);
}

static void time_that_is_left_is_not_overdue(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	const struct training_requirement requirements[] = {
		required(LOTO, 0, 0, NULL, -100, 100), required(LOTO, HERE, 0, NULL, -100, 99)};
	struct training_completion all = completion(arena, requirements, 2, NULL, 0);
	const struct trainee there = person(1, THERE, 0, "", 0), here = person(2, HERE, 0, "", 0);

	training_completion_add(&all, &there);
	training_completion_add(&all, &here);
	training_completion_finish(&all);
	assert_int_equal(all.all.pending, 1);
	assert_int_equal(all.all.overdue, 1);
	assert_int_equal(all.needs[0].person_id, 2);
	assert_int_equal(all.needs[0].due_on, TODAY - 1);
	assert_int_equal(all.by_course.at[0].people, 2);
	arena_free(arena);
}

static void only_what_is_asked_counts(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);
	const struct training_requirement requirements[] = {required(LOTO, 0, 0, NULL, -9, 0), required(LIFT, 0, 0, NULL, -9, 0)};
	const struct training_held held[] = {{1, LIFT, TODAY - 5, TRAINING_FOR_GOOD}};
	struct training_completion some = completion(arena, requirements, 2, held, 1);
	const struct trainee people[] = {person(1, HERE, PRESS, "", 0), person(2, HERE, OFFICE, "", 0)};

	some.question.department_id = PLANT;
	some.question.is_overdue_only = true;
	for (size_t i = 0; i < 2; i++)
		training_completion_add(&some, &people[i]);
	assert_int_equal(some.all.people, 1);
	assert_int_equal(some.need_count, 1);
	assert_int_equal(some.needs[0].course_id, LOTO);
	struct training_completion none = completion(arena, requirements, 2, held, 1);
	assert_int_equal(training_sum_rate(&none.all), -1);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_requirement_is_for_its_place_department_and_title),
		cmocka_unit_test(circles_of_departments_end),
		cmocka_unit_test(who_comes_later_has_time_from_the_day_of_hire),
		cmocka_unit_test(each_need_stands_somewhere_and_the_sums_agree),
		cmocka_unit_test(time_that_is_left_is_not_overdue),
		cmocka_unit_test(only_what_is_asked_counts),
	};
	return cmocka_run_group_tests_name("training_completion", tests, NULL, NULL);
}
