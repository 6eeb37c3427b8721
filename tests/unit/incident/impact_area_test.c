#include "../unit.h"
#include "incident/impact_area.h"

static void areas_are_read_and_written(void **state)
{
	struct impact_areas areas = impact_areas_read(STR("legal, environmental,unknown"));

	assert_true(areas.legal && areas.environmental);
	assert_false(areas.financial || areas.compliance || areas.health_safety);
	assert_str(impact_areas_text(*state, &areas), "environmental,legal");
}

static void none_is_empty(void **state)
{
	struct impact_areas areas = impact_areas_read(STR(""));

	assert_str(impact_areas_text(*state, &areas), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {UNIT(areas_are_read_and_written), UNIT(none_is_empty)};
	return cmocka_run_group_tests_name("impact areas", tests, NULL, NULL);
}
