#include "osha/coverage.h"

#include "osha/naics_lists.h"

enum { SMALL_COMPANY = 10, FILING_LEAST = 20, FILING_CASES = 100, FILING_ALWAYS = 250, KEPT_YEARS = 5 };

static bool has_prefix(const char *const *list, struct str code)
{
	for (; *list; list++)
		if (str_starts(code, str_of(*list)))
			return true;
	return false;
}

static bool is_code(struct str naics)
{
	int64_t number;
	return naics.len >= 4 && naics.len <= 6 && str_to_int(naics, 1100, 999999, &number);
}

enum answer coverage_is_listed(enum coverage_list list, struct str naics, int naics_year)
{
	static const char *const *const lists[] = {naics_exempt, naics_summary, naics_cases};
	struct str four = str_slice(naics, 0, 4);
	bool changed = false, any = false, all = true;

	if (!is_code(naics))
		return ANSWER_NONE;
	for (const struct naics_change *change = naics_changes; naics_year >= 2022 && change->of_2022;
	     change++) {
		if (!str_is(four, change->of_2022))
			continue;
		bool listed = has_prefix(lists[list], str_of(change->of_2017));
		changed = true;
		any |= listed;
		all &= listed;
	}
	if (!changed)
		return has_prefix(lists[list], naics) ? ANSWER_YES : ANSWER_NO;
	if (any != all)
		return ANSWER_NONE;
	return any ? ANSWER_YES : ANSWER_NO;
}

struct coverage_answer coverage_keeps_records(const struct coverage_facts *facts)
{
	if (facts->notified_to_keep)
		return (struct coverage_answer){
			ANSWER_YES, "1904.1(a)(1); 1904.2(a)(1)",
			N_("OSHA or the Bureau of Labor Statistics asked for records in writing.")};
	if (facts->company_peak_last_year >= 0 && facts->company_peak_last_year <= SMALL_COMPANY)
		return (struct coverage_answer){
			ANSWER_NO, "1904.1(a)(1)",
			N_("The whole company never had more than 10 people last year.")};
	switch (coverage_is_listed(COVERAGE_EXEMPT, facts->naics, facts->naics_year)) {
	case ANSWER_YES:
		return (struct coverage_answer){ANSWER_NO, "1904.2(a)(1)",
						N_("The industry is partially exempt.")};
	case ANSWER_NONE:
		return (struct coverage_answer){ANSWER_NONE, "1904.2(b)",
						N_("The industry code does not tell whether it is exempt.")};
	default:
		break;
	}
	/* Without a head count the company is taken to be large: keeping records is never wrong. */
	return (struct coverage_answer){ANSWER_YES, "1904.1(a)(2); 1904.2(a)(2)",
					N_("Neither size nor industry exempts the establishment.")};
}

static struct coverage_answer file_summary(const struct coverage_facts *facts)
{
	enum answer listed = coverage_is_listed(COVERAGE_SUMMARY, facts->naics, facts->naics_year);

	if (facts->establishment_peak < 0)
		return (struct coverage_answer){ANSWER_NONE, "1904.41(b)(2)",
						N_("The largest number of people in the year is not known.")};
	if (facts->establishment_peak >= FILING_ALWAYS)
		return (struct coverage_answer){ANSWER_YES, "1904.41(a)(1)(ii)", N_("250 people or more.")};
	if (facts->establishment_peak < FILING_LEAST)
		return (struct coverage_answer){ANSWER_NO, "1904.41(a)(1)", N_("Fewer than 20 people.")};
	if (listed == ANSWER_NO)
		return (struct coverage_answer){ANSWER_NO, "1904.41(a)(1)(i)",
						N_("Fewer than 250 people, and the industry is not listed.")};
	return (struct coverage_answer){listed, "1904.41(a)(1)(i)",
					N_("20 to 249 people in a listed industry.")};
}

static struct coverage_answer file_cases(const struct coverage_facts *facts)
{
	enum answer listed = coverage_is_listed(COVERAGE_CASES, facts->naics, facts->naics_year);

	if (facts->establishment_peak < 0)
		return (struct coverage_answer){ANSWER_NONE, "1904.41(b)(2)",
						N_("The largest number of people in the year is not known.")};
	if (facts->establishment_peak < FILING_CASES)
		return (struct coverage_answer){ANSWER_NO, "1904.41(a)(2)", N_("Fewer than 100 people.")};
	if (listed == ANSWER_NO)
		return (struct coverage_answer){ANSWER_NO, "1904.41(a)(2)",
						N_("The industry is not listed for case data.")};
	return (struct coverage_answer){listed, "1904.41(a)(2)",
					N_("100 people or more in a listed industry.")};
}

struct coverage_filing coverage_filing(const struct coverage_facts *facts)
{
	struct coverage_answer keeps = coverage_keeps_records(facts);

	/* What OSHA asked for is in its letter; the summary is the least. */
	if (facts->notified_to_submit) {
		struct coverage_answer asked = {ANSWER_YES, "1904.41(a)(3)",
						N_("OSHA asked for it in writing.")};
		struct coverage_answer letter = {ANSWER_NONE, "1904.41(a)(3)",
						 N_("OSHA's letter says whether case data are asked for.")};
		return (struct coverage_filing){asked, letter};
	}
	if (keeps.answer == ANSWER_NO) {
		struct coverage_answer exempt = {ANSWER_NO, "1904.41(b)(6)", keeps.reason};
		return (struct coverage_filing){exempt, exempt};
	}
	struct coverage_filing filing = {file_summary(facts), file_cases(facts)};
	if (keeps.answer == ANSWER_NONE && filing.summary.answer == ANSWER_YES)
		filing.summary = keeps;
	if (keeps.answer == ANSWER_NONE && filing.cases.answer == ANSWER_YES)
		filing.cases = keeps;
	return filing;
}

day coverage_filing_due(int record_year)
{
	return day_of(record_year + 1, 3, 2);
}

day coverage_posting_begins(int record_year)
{
	return day_of(record_year + 1, 2, 1);
}

day coverage_posting_ends(int record_year)
{
	return day_of(record_year + 1, 4, 30);
}

day coverage_kept_until(int record_year)
{
	return day_of(record_year + KEPT_YEARS, 12, 31);
}
