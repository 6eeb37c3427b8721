/* Who becomes the incident manager. */
#include "../unit.h"

#include "incident/assignment.h"

static struct arena *arena;

enum { DAYTON = 1, OMAHA = 2, HALL = 10, LINE = 11, YARD = 12, MAINTENANCE = 20, CHEMICAL = 30, ANA = 40, BO = 41, CY = 42 };

/* Hall A holds line 4; the yard stands alone. */
static const struct area areas[] = {{.id = HALL}, {.id = LINE, .parent_id = HALL}, {.id = YARD}};

static const struct assignment_rule *choose(const struct assignment_rule *rules, size_t count, const struct incident *incident)
{
	size_t path_count;
	int64_t *path = assignment_path(arena, areas, 3, incident->area_id, &path_count);

	return assignment_choose(rules, count, incident, path, path_count);
}

static void the_first_rule_that_fits_wins(void **state)
{
	(void)state;
	static const struct assignment_rule rules[] = {
		{.id = 1, .is_active = false, .manager_id = CY},
		{.id = 2, .is_active = true, .area_id = HALL, .severity = SEVERITY_HIGH, .manager_id = ANA},
		{.id = 3, .is_active = true, .establishment_id = DAYTON, .category_id = CHEMICAL, .manager_id = BO},
		{.id = 4, .is_active = true, .reg = REGISTER_ENVIRONMENT, .manager_id = BO},
		{.id = 5, .is_active = true, .department_id = MAINTENANCE, .manager_id = CY},
	};
	static const struct { struct incident incident; int64_t rule; const char *why; } cases[] = {
		{{.establishment_id = DAYTON, .area_id = LINE, .severity = SEVERITY_HIGH}, 2, "an area below the rule's"},
		{{.establishment_id = DAYTON, .area_id = LINE, .severity = SEVERITY_CRITICAL}, 2, "worse than the rule's"},
		{{.establishment_id = DAYTON, .area_id = LINE, .severity = SEVERITY_MEDIUM}, 0, "less bad than the rule's"},
		{{.establishment_id = DAYTON, .area_id = YARD, .severity = SEVERITY_HIGH}, 0, "another area"},
		{{.establishment_id = DAYTON, .severity = SEVERITY_HIGH}, 0, "no area at all"},
		{{.establishment_id = DAYTON, .category_id = CHEMICAL, .severity = SEVERITY_LOW}, 3, "both conditions"},
		{{.establishment_id = OMAHA, .category_id = CHEMICAL, .severity = SEVERITY_LOW}, 0, "one of two conditions"},
		{{.reg = REGISTER_ENVIRONMENT, .department_id = MAINTENANCE, .severity = SEVERITY_LOW}, 4, "the earlier of two"},
		{{.reg = REGISTER_SAFETY, .department_id = MAINTENANCE, .severity = SEVERITY_LOW}, 5, "the later where the earlier does not fit"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct assignment_rule *rule = choose(rules, 5, &cases[i].incident);
		if ((rule ? rule->id : 0) != cases[i].rule)
			fail_msg("%s", cases[i].why);
	}
}

static void without_rules_nobody_is_chosen(void **state)
{
	(void)state;
	struct incident incident = {.severity = SEVERITY_CRITICAL};

	assert_null(choose(NULL, 0, &incident));
}

static void the_reason_names_the_rule_and_its_conditions(void **state)
{
	(void)state;
	struct assignment_rule rule = {.name = STR("Solvents"), .area_id = HALL, .category_id = CHEMICAL, .severity = SEVERITY_LOW};

	assert_string_equal(assignment_words(arena, &rule).at, "Solvents (area, category, severity)");
	rule = (struct assignment_rule){.name = STR("Everything else")};
	assert_string_equal(assignment_words(arena, &rule).at, "Everything else");
}

static void a_circle_of_areas_ends(void **state)
{
	(void)state;
	static const struct area circle[] = {{.id = 1, .parent_id = 2}, {.id = 2, .parent_id = 1}};
	size_t count;

	assignment_path(arena, circle, 2, 1, &count);
	assert_true(count <= 20);
	assignment_path(arena, circle, 2, 99, &count);
	assert_int_equal(count, 0);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_rule_that_fits_wins),
		cmocka_unit_test(without_rules_nobody_is_chosen),
		cmocka_unit_test(the_reason_names_the_rule_and_its_conditions),
		cmocka_unit_test(a_circle_of_areas_ends),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
