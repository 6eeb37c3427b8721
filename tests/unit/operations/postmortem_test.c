/* What a postmortem needs before it is published, and what it begins with. */
#include "../unit.h"

#include "operations/postmortem.h"
#include "operations/timeline_view.h"

static void only_a_complete_one_is_published(void **state)
{
	const struct field *missing[POSTMORTEM_NEEDS];
	struct postmortem postmortem;

	(void)state;
	record_clear(&postmortem_record, &postmortem);
	assert_int_equal(postmortem_missing(&postmortem, missing), POSTMORTEM_NEEDS);
	assert_string_equal(missing[0]->name, "impact_summary");
	postmortem.impact_summary = STR("Orders could not be released for 40 minutes.");
	postmortem.root_cause = STR("One connection pool for two services.");
	postmortem.timeline = STR("- 10:02 first alarm");
	postmortem.what_went_well = STR("The alarm.");
	assert_int_equal(postmortem_missing(&postmortem, missing), 1);
	assert_string_equal(missing[0]->name, "what_went_wrong");
	postmortem.what_went_wrong = STR("No one could see the pool.");
	assert_int_equal(postmortem_missing(&postmortem, missing), 0);
}

/* What people typed stands for itself, on one line. */
static void the_timeline_becomes_a_list(void **state)
{
	struct arena *arena = *state;
	const struct timeline_entry entries[] = {
		{.happened_at = SECONDS(60), .text = STR("Pool *full*\nagain")},
		{.happened_at = SECONDS(120), .text = STR("Restarted")},
	};
	struct str out = timeline_markdown(arena, NULL, NULL, entries, 2);

	assert_str(out, "- 1 Jan 1970, 00:01 · Pool \\*full\\* again\n- 1 Jan 1970, 00:02 · Restarted\n");
	assert_int_equal(timeline_markdown(arena, NULL, NULL, NULL, 0).len, 0);
}

/* Every kind has its words. */
static void every_kind_has_an_act(void **state)
{
	(void)state;
	for (int kind = 1; kind < codes_count(&timeline_kind_codes); kind++)
		assert_true(timeline_kind_act(kind)[0] != '\0');
	assert_string_equal(timeline_kind_act(0), "");
	assert_string_equal(timeline_kind_act(codes_count(&timeline_kind_codes)), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(only_a_complete_one_is_published),
		UNIT(the_timeline_becomes_a_list),
		UNIT(every_kind_has_an_act),
	};
	return cmocka_run_group_tests_name("postmortem", tests, NULL, NULL);
}
