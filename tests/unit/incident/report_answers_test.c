/* What is typed into the report forms survives its way through drafts and the spool. */
#include "../unit.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/random.h"
#include "incident/report_answers.h"
#include "incident/report_spool.h"

static struct arena *arena;

static void answers_come_back_as_typed(void **state)
{
	(void)state;
	struct answers answers = ANSWERS_IN(arena), again;
	const char *odd = "\"quoted\", back\\slash,\nline, größe, {}[]";

	for (int i = 0; i < 100; i++)
		answers_set(&answers, arena_printf(arena, "key.%d", i).at, STR("x"));
	answers_set(&answers, "description", str_of(odd));
	answers_set(&answers, "title", STR_NONE);
	assert_int_equal(answers_parse(arena, answers_json(arena, &answers), &again), RC_OK);
	assert_int_equal(again.count, 102);
	assert_string_equal(answers_get(&again, "description").at, odd);
	assert_non_null(answers_get(&again, "title").at);
	assert_null(answers_get(&again, "never asked").at);
	answers_drop(&again, "key.");
	assert_int_equal(again.count, 2);
}

static void other_json_is_refused(void **state)
{
	(void)state;
	static const char *const cases[] = {"", "[]", "{\"a\":1}", "{\"a\":\"x\"", "{\"a\":\"1\",\"a\":\"2\"}", "null", "{\"a\":{}}"};
	struct answers answers;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(answers_parse(arena, str_of(cases[i]), &answers), RC_INVALID);
}

static struct attachment a_file(const char *name)
{
	struct attachment file;

	record_clear(&attachment_record, &file);
	file.sha256 = sha256(arena, str_of(name));
	file.name = str_of(name);
	file.type = STR("image/jpeg");
	file.size = 1234;
	return file;
}

static void files_are_added_and_removed(void **state)
{
	(void)state;
	struct answers answers = ANSWERS_IN(arena);
	struct attachment one = a_file("one.jpg"), two = a_file("two three.jpg");
	size_t count;

	two.preview_sha256 = sha256(arena, STR("preview"));
	answers_add_file(&answers, &one);
	answers_add_file(&answers, &two);
	answers_remove_file(&answers, 0);
	const struct attachment *files = answers_files(&answers, &count);
	assert_int_equal(count, 1);
	assert_string_equal(files[0].name.at, "two three.jpg");
	assert_true(str_equal(files[0].sha256, two.sha256));
	assert_true(str_equal(files[0].preview_sha256, two.preview_sha256));
	assert_int_equal(files[0].size, 1234);
	answers_set(&answers, "file.0.sha256", STR("../../etc/passwd"));
	answers_files(&answers, &count);
	assert_int_equal(count, 0);
}

static void a_report_is_made_of_what_can_be_read(void **state)
{
	(void)state;
	struct answers answers = ANSWERS_IN(arena);
	struct incident_report report;
	const struct zone *zone;

	assert_int_equal(zone_find(STR("America/New_York"), &zone), RC_OK);
	answers_set(&answers, "description", STR("It fell"));
	answers_set(&answers, "occurred_at", STR("2026-03-02T10:00"));
	answers_set(&answers, "severity", STR("unheard of"));
	answers_set(&answers, "establishment_id", STR("12"));
	answers_set(&answers, "is_time_known", STR(""));
	answers_set(&answers, "injured.0.full_name", STR(""));
	answers_set(&answers, "injured.0.injury", STR("of nobody"));
	answers_set(&answers, "injured.1.full_name", STR("Hugo Hurt"));
	answers_set(&answers, "injured.1.care", STR("hospital"));
	answers_report(&answers, zone, SECONDS(1800000000), &report);
	/* Ten o'clock at the place is three in the afternoon in UTC. */
	assert_string_equal(moment_text(arena, report.incident.occurred_at).at, "2026-03-02T15:00:00Z");
	assert_int_equal(report.incident.severity, SEVERITY_NONE);
	assert_int_equal(report.incident.establishment_id, 12);
	assert_false(report.incident.is_time_known);
	assert_false(incident_has_position(&report.incident));
	assert_int_equal(report.injured_count, 1);
	assert_string_equal(report.injured[0].full_name.at, "Hugo Hurt");
	assert_int_equal(report.injured[0].care, CARE_HOSPITAL);
}

/* --- the spool ------------------------------------------------------------- */

static char folder[] = "/tmp/muster-spool.XXXXXX";
static const struct config *config;

struct round {
	int calls;
	enum rc give;
	struct str bytes;
};

static enum rc note(void *closure, struct str id, struct str bytes)
{
	struct round *round = closure;

	assert_true(uuid_is_valid(id));
	round->calls++;
	round->bytes = bytes;
	return round->give;
}

static void what_is_kept_is_found_once(void **state)
{
	(void)state;
	struct str id = uuid_new(arena, moment_now());
	struct round round = {.give = RC_UNAVAILABLE};

	assert_int_equal(report_spool_keep(arena, config, "report", id, STR("first")), RC_OK);
	assert_int_equal(report_spool_keep(arena, config, "report", id, STR("second")), RC_OK);
	assert_int_equal(report_spool_keep(arena, config, "other", uuid_new(arena, moment_now()), STR("x")), RC_OK);
	assert_true(report_spool_has(arena, config, "report", id));
	/* The database is still away: it stays. */
	assert_int_equal(report_spool_each(arena, config, "report", note, &round), RC_UNAVAILABLE);
	assert_true(report_spool_has(arena, config, "report", id));
	round = (struct round){.give = RC_OK};
	assert_int_equal(report_spool_each(arena, config, "report", note, &round), RC_OK);
	assert_int_equal(round.calls, 1);
	assert_true(str_equal(round.bytes, STR("first")));
	assert_false(report_spool_has(arena, config, "report", id));
}

static void what_can_never_be_filed_is_set_aside(void **state)
{
	(void)state;
	struct str id = uuid_new(arena, moment_now());
	struct round round = {.give = RC_INVALID};

	assert_int_equal(report_spool_keep(arena, config, "report", id, STR("{}")), RC_OK);
	assert_int_equal(report_spool_each(arena, config, "report", note, &round), RC_OK);
	assert_false(report_spool_has(arena, config, "report", id));
	struct str aside = arena_printf(arena, "%s/spool/refused/%.*s.report", folder, STR_ARG(id));
	struct stat about;
	assert_int_equal(stat(aside.at, &about), 0);
}

static void names_that_are_no_ids_are_refused(void **state)
{
	(void)state;
	assert_int_equal(report_spool_keep(arena, config, "report", STR("../../../tmp/x"), STR("x")), RC_INVALID);
	assert_false(report_spool_has(arena, config, "report", STR("../x")));
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	if (!mkdtemp(folder))
		return -1;
	return config_parse(arena, arena_printf(arena, "[paths]\nvar = %s\n", folder), &config) == RC_OK ? 0 : -1;
}

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *where)
{
	(void)about, (void)kind, (void)where;
	return remove(path);
}

static int teardown(void **state)
{
	(void)state;
	nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_come_back_as_typed),
		cmocka_unit_test(other_json_is_refused),
		cmocka_unit_test(files_are_added_and_removed),
		cmocka_unit_test(a_report_is_made_of_what_can_be_read),
		cmocka_unit_test(what_is_kept_is_found_once),
		cmocka_unit_test(what_can_never_be_filed_is_set_aside),
		cmocka_unit_test(names_that_are_no_ids_are_refused),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
