/* Rules of impacts without a database: totals of costs, training on a day, the code for marks on the body. */
#include <string.h>

#include "../unit.h"

#include "base/moment.h"
#include "impact/asset.h"
#include "impact/cost.h"
#include "impact/oiics.h"
#include "impact/statement.h"
#include "impact/training.h"

static bool add(struct cost_totals *totals, int kind, int basis, int64_t amount)
{
	const struct incident_cost cost = {.kind = kind, .basis = basis, .amount = amount};
	return cost_add(totals, &cost);
}

static void costs_add_up_and_estimates_give_way_to_what_is_known(void **state)
{
	(void)state;
	struct cost_totals totals = {0};

	assert_true(add(&totals, COST_MEDICAL, COST_ESTIMATED, 500));
	assert_int_equal(totals.expected, 500);
	assert_true(add(&totals, COST_MEDICAL, COST_ACTUAL, 120));
	assert_true(add(&totals, COST_MEDICAL, COST_ACTUAL, 30));
	assert_true(add(&totals, COST_FINE, COST_ESTIMATED, 7));
	assert_int_equal(totals.actual, 150);
	assert_int_equal(totals.expected, 7);
	assert_int_equal(totals.kinds[COST_MEDICAL].estimated, 500);
	assert_int_equal(totals.count, 4);
}

static void a_sum_that_does_not_fit_is_refused(void **state)
{
	(void)state;
	struct cost_totals totals = {0};

	assert_true(add(&totals, COST_FINE, COST_ACTUAL, INT64_MAX));
	assert_false(add(&totals, COST_OTHER, COST_ACTUAL, 1));
	assert_false(add(&totals, COST_KIND_COUNT, COST_ACTUAL, 1));
	assert_int_equal(totals.actual, INT64_MAX);
	assert_int_equal(totals.count, 1);
}

static void training_counts_from_its_day_to_its_last(void **state)
{
	(void)state;
	day on = day_of(2024, 3, 1);
	struct training_record record = {.completed_on = on, .expires_on = on + 10};

	assert_int_equal(training_state_on(&record, on - 1), TRAINING_ABSENT);
	assert_int_equal(training_state_on(&record, on), TRAINING_VALID);
	assert_int_equal(training_state_on(&record, on + 10), TRAINING_VALID);
	assert_int_equal(training_state_on(&record, on + 11), TRAINING_EXPIRED);
	record.expires_on = DAY_NONE;
	assert_int_equal(training_state_on(&record, on + 9999), TRAINING_VALID);
}

static void a_course_ends_on_the_same_day_of_the_month(void **state)
{
	(void)state;
	assert_int_equal(training_expires(day_of(2024, 3, 1), 12), day_of(2025, 3, 1));
	assert_int_equal(training_expires(day_of(2024, 2, 29), 12), day_of(2025, 2, 28));
	assert_int_equal(training_expires(day_of(2024, 10, 31), 1), day_of(2024, 11, 30));
	assert_int_equal(training_expires(day_of(2024, 12, 15), 1), day_of(2025, 1, 15));
	assert_int_equal(training_expires(day_of(2024, 12, 15), NUMBER_NONE), DAY_NONE);
	assert_int_equal(training_expires(DAY_NONE, 12), DAY_NONE);
}

static void marks_on_the_body_become_one_code(void **state)
{
	(void)state;
	assert_string_equal(body_marks_code(STR("")), "");
	assert_string_equal(body_marks_code(STR("front-left-elbow")), "422");
	assert_string_equal(body_marks_code(STR("front-left-elbow,front-right-elbow,back-left-elbow")), "422");
	assert_string_equal(body_marks_code(STR("front-left-elbow,front-left-forearm")), "428");
	assert_string_equal(body_marks_code(STR("front-left-elbow,front-left-wrist")), "48");
	assert_string_equal(body_marks_code(STR("back-upper,back-lower")), "328");
	assert_string_equal(body_marks_code(STR("front-head,front-left-knee")), "80");
	assert_string_equal(body_marks_code(STR("unknown,front-head")), "110");
}

static void marks_are_cleaned(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	struct str clean = body_marks_clean(arena, STR("front-neck,nothing,front-head,front-neck"));
	assert_true(str_is(clean, "front-head,front-neck"));
	arena_free(arena);
}

static void every_region_has_a_name_and_a_shape_of_its_own(void **state)
{
	(void)state;
	size_t count = 0;

	for (const struct body_region *at = body_regions; at->name; at++, count++) {
		assert_ptr_equal(body_region_find(str_of(at->name)), at);
		assert_true(at->path[0] == 'M' && strlen(at->code) >= 2);
	}
	assert_true(count > 50);
}

static void a_link_is_open_until_it_is_used_revoked_or_late(void **state)
{
	(void)state;
	struct witness_link link = {.expires_at = 100, .used_at = MOMENT_NONE, .revoked_at = MOMENT_NONE};

	assert_int_equal(witness_link_state(&link, 99), WITNESS_LINK_OPEN);
	assert_int_equal(witness_link_state(&link, 100), WITNESS_LINK_EXPIRED);
	link.revoked_at = 50;
	assert_int_equal(witness_link_state(&link, 99), WITNESS_LINK_REVOKED);
	link.used_at = 40;
	assert_int_equal(witness_link_state(&link, 200), WITNESS_LINK_USED);
}

static void a_repair_is_needed_between_nothing_and_total_loss(void **state)
{
	(void)state;
	struct incident_asset asset = {.damage_severity = DAMAGE_NONE};

	assert_false(incident_asset_needs_repair(&asset));
	asset.damage_severity = DAMAGE_MAJOR;
	assert_true(incident_asset_needs_repair(&asset));
	asset.damage_severity = DAMAGE_TOTAL;
	assert_false(incident_asset_needs_repair(&asset));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(costs_add_up_and_estimates_give_way_to_what_is_known),
		cmocka_unit_test(a_sum_that_does_not_fit_is_refused),
		cmocka_unit_test(training_counts_from_its_day_to_its_last),
		cmocka_unit_test(a_course_ends_on_the_same_day_of_the_month),
		cmocka_unit_test(marks_on_the_body_become_one_code),
		cmocka_unit_test(marks_are_cleaned),
		cmocka_unit_test(every_region_has_a_name_and_a_shape_of_its_own),
		cmocka_unit_test(a_link_is_open_until_it_is_used_revoked_or_late),
		cmocka_unit_test(a_repair_is_needed_between_nothing_and_total_loss),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
