#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "osha/coverage.h"
#include "osha/rates.h"

static struct coverage_facts shop(int64_t company, int64_t peak, const char *naics, int year)
{
	return (struct coverage_facts){.company_peak_last_year = company, .establishment_peak = peak,
				       .naics = str_of(naics), .naics_year = year};
}

static void who_keeps_records(void **state)
{
	static const struct {
		int64_t company;
		const char *naics;
		int year;
		bool notified;
		enum answer keeps;
	} table[] = {
		{500, "332710", 2022, false, ANSWER_YES},
		{10, "332710", 2022, false, ANSWER_NO},   /* 1904.1(a)(1): ten or fewer, at any time */
		{11, "332710", 2022, false, ANSWER_YES},
		{10, "332710", 2022, true, ANSWER_YES},
		{500, "541110", 2022, false, ANSWER_NO},  /* law office, subpart B appendix A */
		{500, "722511", 2022, false, ANSWER_NO},  /* restaurants: 7221 and 7222 before 2012 */
		{500, "513110", 2022, false, ANSWER_NO},  /* newspapers: 5111 before 2022 */
		{500, "516210", 2022, false, ANSWER_NONE}, /* of three older codes only two are exempt */
		{500, "459510", 2022, false, ANSWER_YES}, /* used goods: 4533 before, not exempt */
		{500, "", 0, false, ANSWER_NONE},
		{500, "33A710", 2022, false, ANSWER_NONE},
		{5, "", 0, false, ANSWER_NO},
		{-1, "332710", 2022, false, ANSWER_YES},
	};
	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct coverage_facts facts = shop(table[i].company, 50, table[i].naics, table[i].year);
		facts.notified_to_keep = table[i].notified;
		struct coverage_answer answer = coverage_keeps_records(&facts);
		if (answer.answer != table[i].keeps)
			fail_msg("row %zu: %d", i, answer.answer);
		assert_non_null(answer.citation);
		assert_non_null(answer.reason);
	}
}

static void who_files(void **state)
{
	static const struct {
		int64_t peak;
		const char *naics;
		enum answer summary, cases;
	} table[] = {
		{19, "332710", ANSWER_NO, ANSWER_NO},
		{20, "332710", ANSWER_YES, ANSWER_NO},      /* 1904.41(a)(1)(i) */
		{249, "332710", ANSWER_YES, ANSWER_YES},
		{99, "332710", ANSWER_YES, ANSWER_NO},
		{100, "332710", ANSWER_YES, ANSWER_YES},    /* 1904.41(a)(2) */
		{249, "238110", ANSWER_YES, ANSWER_YES},
		{249, "236115", ANSWER_YES, ANSWER_NO},
		{249, "211120", ANSWER_NO, ANSWER_NO},      /* keeps records, industry not listed */
		{250, "211120", ANSWER_YES, ANSWER_NO},     /* 1904.41(a)(1)(ii) */
		{1000, "541110", ANSWER_NO, ANSWER_NO},     /* exempt, 1904.41(b)(6) */
		{-1, "332710", ANSWER_NONE, ANSWER_NONE},
	};
	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		struct coverage_facts facts = shop(5000, table[i].peak, table[i].naics, 2022);
		struct coverage_filing filing = coverage_filing(&facts);
		if (filing.summary.answer != table[i].summary || filing.cases.answer != table[i].cases)
			fail_msg("row %zu: %d %d", i, filing.summary.answer, filing.cases.answer);
	}
}

static void dates_of_a_record_year(void **state)
{
	(void)state;
	assert_int_equal(coverage_filing_due(2025), day_of(2026, 3, 2));
	assert_int_equal(coverage_posting_begins(2025), day_of(2026, 2, 1));
	assert_int_equal(coverage_posting_ends(2025), day_of(2026, 4, 30));
	assert_int_equal(coverage_kept_until(2025), day_of(2030, 12, 31));
}

static void rates_as_the_regulator_computes_them(void **state)
{
	struct arena *arena = arena_new(0);
	const struct rate_settings usual = {0}, other = {true, true, true};
	const struct rate_counts a = {0, 3, 2, 5, 45, 30, 480000}, b = {0, 1, 0, 1, 0, 0, 96000};
	const struct rate_counts death = {1, 3, 2, 5, 45, 30, 480000}, none = {0, 1, 0, 0, 0, 0, 0};

	(void)state;
	assert_int_equal(rates_of(RATE_TRIR, &a, &usual), 417);
	assert_int_equal(rates_of(RATE_DART, &a, &usual), 208);
	assert_int_equal(rates_of(RATE_LTIR, &a, &usual), 125);
	assert_int_equal(rates_of(RATE_LTIFR, &a, &usual), 625);
	assert_int_equal(rates_of(RATE_SEVERITY, &a, &usual), 1875);
	assert_int_equal(rates_of(RATE_SEVERITY, &a, &other), 3125);
	assert_int_equal(rates_of(RATE_TRIR, &death, &usual), 458);
	assert_int_equal(rates_of(RATE_TRIR, &death, &other), 417);
	assert_int_equal(rates_of(RATE_LTIFR, &death, &other), 833);
	assert_int_equal(rates_of(RATE_DART, &death, &usual), 208);
	assert_int_equal(rates_of(RATE_TRIR, &b, &usual), 417);
	assert_int_equal(rates_of(RATE_LTIR, &b, &usual), 208);
	assert_string_equal(rates_text(arena, rates_of(RATE_TRIR, &none, &usual)).at, "n/a");
	assert_string_equal(rates_text(arena, 5).at, "0.05");
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_keeps_records),
		cmocka_unit_test(who_files),
		cmocka_unit_test(dates_of_a_record_year),
		cmocka_unit_test(rates_as_the_regulator_computes_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
