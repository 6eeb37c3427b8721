#include "osha/privacy.h"

#include "osha/citation.h"

static bool is_intimate(const struct case_facts *facts, enum osha_type kind)
{
	(void)kind;
	return facts->body == BODY_INTIMATE;
}

static bool is_sexual_assault(const struct case_facts *facts, enum osha_type kind)
{
	(void)kind;
	return facts->assault == ASSAULT_SEXUAL;
}

static bool is_mental(const struct case_facts *facts, enum osha_type kind)
{
	(void)kind;
	return facts->diagnosis == DIAGNOSIS_PTSD || facts->diagnosis == DIAGNOSIS_MENTAL ||
	       facts->exception == EXCEPTION_MENTAL;
}

static bool is_infection(const struct case_facts *facts, enum osha_type kind)
{
	(void)kind;
	return facts->diagnosis == DIAGNOSIS_HEPATITIS_B || facts->diagnosis == DIAGNOSIS_HEPATITIS_C ||
	       facts->diagnosis == DIAGNOSIS_HIV || facts->diagnosis == DIAGNOSIS_TB;
}

static bool is_needlestick(const struct case_facts *facts, enum osha_type kind)
{
	(void)kind;
	return facts->special == SPECIAL_NEEDLESTICK;
}

static bool is_requested_illness(const struct case_facts *facts, enum osha_type kind)
{
	return facts->privacy_request == ANSWER_YES && kind != OSHA_INJURY;
}

/* In the order of 1904.29(b)(7)(i)-(vi). */
static const struct {
	bool (*holds)(const struct case_facts *facts, enum osha_type kind);
	const char *reason;
} list[] = {
	{is_intimate, N_("An intimate body part or the reproductive system is affected.")},
	{is_sexual_assault, N_("The harm comes from a sexual assault.")},
	{is_mental, N_("It is a mental illness.")},
	{is_infection, N_("It is HIV, hepatitis or tuberculosis.")},
	{is_needlestick, N_("A sharp object with another person's blood caused it.")},
	{is_requested_illness, N_("The person asked not to be named, and it is an illness.")},
};

struct privacy privacy_decide(struct arena *arena, const struct case_facts *facts, enum osha_type kind)
{
	struct privacy privacy = {.citation = STR_NONE};
	struct text citation = TEXT_IN(arena);
	uint32_t mask = 0;

	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		if (!list[i].holds(facts, kind))
			continue;
		mask |= UINT32_C(1) << i;
		if (!privacy.reason)
			privacy.reason = list[i].reason;
	}
	if (mask) {
		privacy.is_case = true;
		citation_items(&citation, "1904.29(b)(7)", mask, CITATION_ROMAN);
		privacy.citation = text_str(&citation);
	} else if (facts->privacy_request == ANSWER_YES) {
		privacy.citation = STR("1904.29(b)(7)(vi)");
		privacy.reason = N_("An injury cannot become a privacy case by request alone.");
	}
	return privacy;
}
