#include "osha/special_case.h"

enum { RETEST_DAYS = 30, SHIFT_LEAST = 10, TOTAL_LEAST = 25, HUNDREDTHS = 100 };

static struct criterion_answer answer(enum verdict verdict, struct str citation, const char *reason)
{
	return (struct criterion_answer){.verdict = verdict, .citation = citation, .reason = reason};
}

static int32_t sum(const int32_t levels[3])
{
	return levels[0] + levels[1] + levels[2];
}

struct hearing special_case_hearing(const struct case_facts *facts)
{
	struct hearing hearing = {0};
	int32_t baseline[3], current[3];

	if (!case_facts_audiogram(facts->hearing_baseline, baseline) ||
	    !case_facts_audiogram(facts->hearing_current, current))
		return hearing;
	hearing.readable = true;
	bool in_time = facts->hearing_retest_on == DAY_NONE || facts->injury_on == DAY_NONE ||
		       facts->hearing_retest_on <= facts->injury_on + RETEST_DAYS;
	int32_t retest[3];
	if (in_time && case_facts_audiogram(facts->hearing_retest, retest)) {
		hearing.retested = true;
		for (int i = 0; i < 3; i++)
			current[i] = retest[i];
	}
	/* Compared as sums of three, so that no rounding touches the limits. */
	int32_t moved = sum(current) - sum(baseline);
	int32_t age = (int32_t)(facts->hearing_age_correction / (1000000 / HUNDREDTHS));
	hearing.shift_uncorrected = moved / 3;
	hearing.shift = (moved - 3 * age) / 3;
	hearing.total = sum(current) / 3;
	hearing.recordable = moved - 3 * age >= 3 * SHIFT_LEAST * HUNDREDTHS &&
			     sum(current) >= 3 * TOTAL_LEAST * HUNDREDTHS;
	return hearing;
}

static struct criterion_answer hearing_loss(const struct case_facts *facts)
{
	struct hearing hearing = special_case_hearing(facts);
	const int32_t shift_least = SHIFT_LEAST * HUNDREDTHS;

	if (!hearing.readable) {
		struct criterion_answer open = answer(VERDICT_OPEN, STR("1904.10(a)"),
						      N_("Enter the baseline and the present hearing test."));
		open.field = facts->hearing_baseline.len == 0 ? "hearing_baseline" : "hearing_current";
		return open;
	}
	if (hearing.recordable)
		return answer(
			VERDICT_PASS, STR("1904.10(a), (b)(7)"),
			N_("The hearing test shows a shift of 10 dB or more and a total of 25 dB or more."));
	if (hearing.retested)
		return answer(VERDICT_STOP, STR("1904.10(b)(4)"),
			      N_("The retest did not confirm the hearing loss."));
	if (hearing.shift < shift_least && hearing.shift_uncorrected >= shift_least)
		return answer(VERDICT_STOP, STR("1904.10(a), (b)(3)"),
			      N_("Corrected for age, the shift is below 10 dB."));
	if (hearing.shift < shift_least)
		return answer(VERDICT_STOP, STR("1904.10(a)"), N_("The shift is below 10 dB."));
	return answer(VERDICT_STOP, STR("1904.10(a)"), N_("The total hearing level is below 25 dB."));
}

static bool is_bloodborne(int diagnosis)
{
	return diagnosis == DIAGNOSIS_HIV || diagnosis == DIAGNOSIS_HEPATITIS_B ||
	       diagnosis == DIAGNOSIS_HEPATITIS_C;
}

static struct criterion_answer splash(const struct case_facts *facts)
{
	if (is_bloodborne(facts->diagnosis))
		return answer(VERDICT_PASS, STR("1904.8(b)(4)"),
			      N_("The splash led to a diagnosed bloodborne illness."));
	return answer(VERDICT_STOP, STR("1904.8(b)(4)"),
		      N_("A splash without a cut is recorded only once a bloodborne illness is diagnosed."));
}

static struct criterion_answer tuberculosis(const struct case_facts *facts)
{
	if (facts->diagnosis == DIAGNOSIS_TB)
		return answer(
			VERDICT_PASS, STR("1904.11(a)"),
			N_("A tuberculosis infection followed exposure to a known active case at work."));
	return answer(VERDICT_STOP, STR("1904.11(a)"),
		      N_("Exposure to tuberculosis is recorded only when an infection follows."));
}

struct criterion_answer special_case_decide(const struct case_facts *facts)
{
	switch (facts->special) {
	case 0: {
		struct criterion_answer open = answer(VERDICT_OPEN, STR("1904.8; 1904.9; 1904.10; 1904.11"),
						      N_("Say whether it is one of the special cases."));
		open.field = "special";
		return open;
	}
	case SPECIAL_NEEDLESTICK:
		return answer(
			VERDICT_PASS, STR("1904.8(a)"),
			N_("A stick or cut with another person's blood on the object is always recorded."));
	case SPECIAL_CLEAN_SHARP:
		return answer(VERDICT_STOP, STR("1904.8(b)(2)"),
			      N_("A clean sharp object counts like any other cut, and this one needed first "
				 "aid at most."));
	case SPECIAL_SPLASH:
		return splash(facts);
	case SPECIAL_REMOVAL:
		return answer(VERDICT_PASS, STR("1904.9(a), (b)(1)"),
			      N_("A medical removal that an OSHA standard requires is always recorded."));
	case SPECIAL_REMOVAL_VOLUNTARY:
		return answer(VERDICT_STOP, STR("1904.9(b)(3)"),
			      N_("A removal before the level in the standard is not recorded."));
	case SPECIAL_HEARING:
		return hearing_loss(facts);
	case SPECIAL_TB:
		return tuberculosis(facts);
	default:
		return answer(VERDICT_STOP, STR_NONE, NULL);
	}
}

enum osha_type special_case_kind(const struct case_facts *facts)
{
	enum osha_type given = facts->kind ? (enum osha_type)facts->kind : OSHA_INJURY;

	switch (facts->special) {
	case SPECIAL_NEEDLESTICK:
		/* An injury until the disease shows, then an illness, 1904.8(b)(3). */
		return is_bloodborne(facts->diagnosis) ? OSHA_OTHER_ILLNESS : OSHA_INJURY;
	case SPECIAL_SPLASH:
		return given == OSHA_INJURY && is_bloodborne(facts->diagnosis) ? OSHA_OTHER_ILLNESS : given;
	case SPECIAL_REMOVAL:
		return given == OSHA_INJURY ? OSHA_POISONING : given;
	case SPECIAL_HEARING:
		return special_case_hearing(facts).recordable ? OSHA_HEARING_LOSS : given;
	case SPECIAL_TB:
		return facts->diagnosis == DIAGNOSIS_TB ? OSHA_RESPIRATORY : given;
	default:
		return given;
	}
}
