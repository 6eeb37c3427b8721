#include "osha/criteria.h"

#include "osha/citation.h"
#include "osha/special_case.h"

enum { FRIDAY = 5, SATURDAY = 6, SUNDAY = 0 };

static struct criterion_answer met(struct str citation, const char *reason)
{
	return (struct criterion_answer){.verdict = VERDICT_PASS, .citation = citation, .reason = reason};
}

/* Not met, with the rule that kept it out; both may be absent. */
static struct criterion_answer unmet(struct str citation, const char *reason)
{
	return (struct criterion_answer){.verdict = VERDICT_STOP, .citation = citation, .reason = reason};
}

static struct criterion_answer open_question(const char *field, struct str citation, const char *why)
{
	return (struct criterion_answer){
		.verdict = VERDICT_OPEN, .citation = citation, .reason = why, .field = field};
}

static struct criterion_answer death(const struct criteria_input *in)
{
	if (in->facts->death_on == DAY_NONE)
		return unmet(STR_NONE, NULL);
	return met(STR("1904.7(b)(2)"), N_("The person died of it."));
}

/* Bits of the items of 1904.7(b)(3) and (b)(4). */
#define ITEM(number) (UINT32_C(1) << ((number)-1))

static bool away_on_weekend(const struct days_count *days)
{
	for (size_t i = 0; i < days->segment_count; i++) {
		const struct day_segment *s = &days->segments[i];
		if (s->status != DAY_AWAY)
			continue;
		for (int n = 0; n < s->counted && n < 7; n++)
			if (day_weekday(s->first + n) == SATURDAY || day_weekday(s->first + n) == SUNDAY)
				return true;
	}
	return false;
}

/* Hurt on a Friday and away on the free days behind it alone. */
static bool away_is_weekend_after(const struct criteria_input *in)
{
	day injury_on = in->facts->injury_on;
	return injury_on != DAY_NONE && day_weekday(injury_on) == FRIDAY && in->days.restricted == 0 &&
	       in->days.last_on <= injury_on + 2;
}

static bool crosses_year(const struct criteria_input *in)
{
	return in->facts->injury_on != DAY_NONE && in->days.last_on != DAY_NONE &&
	       day_civil(in->facts->injury_on).year != day_civil(in->days.last_on).year;
}

/* What made the count of days away worth a second look, as items of 1904.7(b)(3). */
static uint32_t away_items(const struct criteria_input *in)
{
	uint32_t items = 0;

	if (in->facts->advice_followed == ANSWER_NO)
		items |= ITEM(2);
	if (in->days.released_early)
		items |= ITEM(3);
	if (away_is_weekend_after(in))
		items |= ITEM(5);
	if (in->days.capped)
		items |= ITEM(7);
	if (in->days.left_early || in->facts->left_on != DAY_NONE)
		items |= ITEM(8);
	if (crosses_year(in))
		items |= ITEM(9);
	return items;
}

static const char *away_reason(uint32_t items)
{
	static const struct {
		uint32_t item;
		const char *reason;
	} reasons[] = {
		{ITEM(7), N_("There are days away from work; the count stops at 180 days away and restricted "
			     "together.")},
		{ITEM(2), N_("Days off that a professional advised count even though the person worked.")},
		{ITEM(3), N_("There are days away from work, counted up to the release to full duty.")},
		{ITEM(5),
		 N_("A professional found the person unable to work on the weekend, so those days count.")},
		{ITEM(8),
		 N_("There are days away from work, counted with regard to the day the person left.")},
		{ITEM(9),
		 N_("There are days away from work; all belong to the log of the year of the injury.")},
	};
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (items & reasons[i].item)
			return reasons[i].reason;
	return N_("There are days away from work after the day of the injury.");
}

static bool seen_by_professional(const struct criteria_input *in)
{
	return treatment_of_class(in->treatments, TREATMENT_OBSERVATION) ||
	       treatment_of_class(in->treatments, TREATMENT_DIAGNOSIS) ||
	       treatment_of_class(in->treatments, TREATMENT_BEYOND);
}

static struct criterion_answer no_days_away(const struct criteria_input *in)
{
	const struct case_facts *facts = in->facts;

	if (facts->special == SPECIAL_REMOVAL_VOLUNTARY)
		return unmet(STR_NONE, NULL);
	if (in->spans.away.count > 0 && in->days.injury_day_dropped)
		return unmet(STR("1904.7(b)(3)(i)"),
			     N_("The day of the injury is not counted as a day away."));
	if (facts->away.len == 0)
		return open_question("away", STR("1904.7(b)(3)"),
				     N_("Say whether there were days away from work."));
	/* Only where nobody with medical training could have judged the free days is the gap a question. */
	if (facts->injury_on != DAY_NONE && day_weekday(facts->injury_on) == FRIDAY &&
	    in->spans.restricted.count == 0 && facts->kind == OSHA_INJURY && !seen_by_professional(in) &&
	    facts->special <= SPECIAL_ABSENT)
		return unmet(STR("1904.7(b)(3)(v)"), N_("The weekend after it does not count, because no "
							"professional said the person was unfit."));
	return unmet(STR_NONE, NULL);
}

static struct criterion_answer days_away(const struct criteria_input *in)
{
	struct text citation = TEXT_IN(in->arena);
	uint32_t items = away_items(in);

	if (in->days.away == 0)
		return no_days_away(in);
	if (items)
		citation_items(&citation, "1904.7(b)(3)", items, CITATION_ROMAN);
	else if (in->days.restricted > 0)
		text_cstr(&citation, "1904.7(b)(3)");
	else
		citation_items(&citation, "1904.7(b)(3)",
			       ITEM(1) | (away_on_weekend(&in->days) ? ITEM(4) : 0), CITATION_ROMAN);
	return met(text_str(&citation), away_reason(items));
}

static struct criterion_answer not_restricted(const struct criteria_input *in)
{
	const struct case_facts *facts = in->facts;

	if (facts->special == SPECIAL_REMOVAL_VOLUNTARY)
		return unmet(STR_NONE, NULL);
	if (facts->restricted.len == 0)
		return open_question("restricted", STR("1904.7(b)(4)"),
				     N_("Say whether there were days of restricted work or another job."));
	if (in->spans.restricted.count == 0 || in->days.away > 0)
		return unmet(STR_NONE, NULL);
	if (facts->restriction_affects_routine == ROUTINE_UNAFFECTED)
		return unmet(STR("1904.7(b)(4)(iv)"), N_("The limit touched no routine function and no "
							 "working hours, so it is no restriction."));
	return unmet(STR("1904.7(b)(4)(iii)"),
		     N_("A restriction on the day of the injury alone does not count."));
}

static struct criterion_answer restricted(const struct criteria_input *in)
{
	const struct case_facts *facts = in->facts;
	struct text citation = TEXT_IN(in->arena);
	uint32_t items = 0;

	if (in->days.restricted == 0)
		return not_restricted(in);
	if (in->days.away > 0)
		return met(STR("1904.7(b)(4)(xi)"),
			   N_("There are days of restricted work or another job as well."));
	if (facts->restriction_affects_routine == ROUTINE_UNCLEAR)
		items |= ITEM(7);
	if (facts->advice_followed == ANSWER_NO)
		items |= ITEM(8);
	if (in->days.capped || facts->permanent_change_on != DAY_NONE)
		items |= ITEM(11);
	citation_items(&citation, "1904.7(b)(4)", items ? items : ITEM(1) | ITEM(2), CITATION_ROMAN);
	return met(
		text_str(&citation),
		items & ITEM(7)
			? N_("Vague advice that nobody can explain is recorded as a restriction.")
			: N_("The person could not do the normal job in full after the day of the injury."));
}

static struct criterion_answer treatment(const struct criteria_input *in)
{
	treatment_set beyond = treatment_of_class(in->treatments, TREATMENT_BEYOND);
	const struct case_facts *facts = in->facts;
	struct str citation = treatment_citation(in->arena, in->treatments);

	if (beyond) {
		struct criterion_answer answer = met(citation, N_("The treatment goes beyond first aid."));
		answer.detail = treatment_at((size_t)__builtin_ctzll(beyond))->label;
		return answer;
	}
	if (facts->other_treatment.len > 0 && facts->other_treatment_beyond == ANSWER_YES)
		return met(STR("1904.7(b)(5)(iii)"),
			   N_("A treatment that is not on the first-aid list goes beyond it."));
	if (facts->other_treatment.len > 0 && facts->other_treatment_beyond == ANSWER_NONE)
		return open_question("other_treatment_beyond", STR("1904.7(b)(5)(iii)"),
				     N_("The treatment is not in the catalogue: somebody has to say whether "
					"it is first aid."));
	if (facts->treatments.len == 0 && facts->other_treatment.len == 0)
		return open_question("treatments", STR("1904.7(b)(5)"),
				     N_("Say which treatment was given or advised."));
	if (in->treatments)
		return unmet(citation, treatment_of_class(in->treatments, TREATMENT_FIRST_AID)
					       ? N_("All treatment given is first aid.")
					       : N_("Observation and diagnostic tests are no treatment."));
	if (facts->other_treatment.len > 0)
		return unmet(STR("1904.7(b)(5)(ii)"),
			     N_("Somebody confirmed that the treatment is first aid."));
	return unmet(STR_NONE, NULL);
}

static struct criterion_answer unconscious(const struct criteria_input *in)
{
	const struct case_facts *facts = in->facts;

	if (facts->lost_consciousness == ANSWER_NONE)
		return open_question("lost_consciousness", STR("1904.7(b)(6)"),
				     N_("Say whether the person lost consciousness."));
	if (facts->lost_consciousness == ANSWER_NO)
		return unmet(STR_NONE, NULL);
	/* Fainting over a small wound raises the question whose cause it is: the wound's, hence work's. */
	if (facts->kind == OSHA_INJURY && treatment_of_class(in->treatments, TREATMENT_FIRST_AID))
		return met(STR("1904.5(a); 1904.7(b)(6)"),
			   N_("The person lost consciousness in consequence of a work injury."));
	return met(STR("1904.7(b)(6)"), N_("The person lost consciousness."));
}

static struct criterion_answer diagnosis(const struct criteria_input *in)
{
	static const bool significant[] = {
		[DIAGNOSIS_FRACTURE] = true, [DIAGNOSIS_CANCER] = true,      [DIAGNOSIS_CHRONIC] = true,
		[DIAGNOSIS_EARDRUM] = true,  [DIAGNOSIS_TOOTH] = true,       [DIAGNOSIS_SILICOSIS] = true,
		[DIAGNOSIS_HIV] = true,      [DIAGNOSIS_HEPATITIS_C] = true, [DIAGNOSIS_OTHER] = false,
	};
	int value = in->facts->diagnosis;

	if (value == 0)
		return open_question("diagnosis", STR("1904.7(b)(7)"),
				     N_("Say whether there is a diagnosis."));
	if (!significant[value])
		return unmet(STR_NONE, NULL);
	struct criterion_answer answer =
		met(STR("1904.7(b)(7)"), N_("A professional diagnosed a significant condition."));
	answer.detail = codes_label(&diagnosis_codes, value);
	return answer;
}

static struct criterion_answer special(const struct criteria_input *in)
{
	return special_case_decide(in->facts);
}

/* In the order of criterion_id. */
static const struct {
	const char *label;
	struct criterion_answer (*answer)(const struct criteria_input *in);
} table[CRITERION_COUNT] = {
	[CRITERION_SPECIAL] = {N_("Special case"), special},
	[CRITERION_DEATH] = {N_("Death"), death},
	[CRITERION_AWAY] = {N_("Days away from work"), days_away},
	[CRITERION_RESTRICTED] = {N_("Restricted work or job transfer"), restricted},
	[CRITERION_TREATMENT] = {N_("Medical treatment beyond first aid"), treatment},
	[CRITERION_UNCONSCIOUS] = {N_("Loss of consciousness"), unconscious},
	[CRITERION_DIAGNOSIS] = {N_("Significant diagnosed condition"), diagnosis},
};

struct criteria_input criteria_prepare(struct arena *arena, const struct case_facts *facts, day as_of)
{
	struct criteria_input in = {
		.arena = arena,
		.facts = facts,
		.treatments = case_facts_treatments(facts),
		.spans = case_facts_spans(arena, facts),
	};
	struct days_case c = {
		.injury_on = facts->injury_on,
		.away = in.spans.away,
		.restricted = in.spans.restricted,
		.released_on = facts->released_on,
		.left_on = facts->left_reason == LEFT_BECAUSE_OF_CASE ? DAY_NONE : facts->left_on,
		.permanent_on = facts->permanent_change_on,
		.as_of = as_of,
	};
	const struct day_spans none = {NULL, 0};

	if (facts->restriction_affects_routine == ROUTINE_UNAFFECTED) {
		c.restricted = none;
		c.permanent_on = DAY_NONE;
	}
	/* Removal below the standard's level is no outcome of a case, 1904.9(b)(3). */
	if (facts->special == SPECIAL_REMOVAL_VOLUNTARY) {
		c.away = c.restricted = none;
		c.permanent_on = DAY_NONE;
	}
	in.days = days_count(arena, &c);
	return in;
}

/* The gate rests on a special case or a death alone where there is one, else on all that is met. */
static struct gate_answer gate_met(const struct criteria_input *in, const struct criterion_answer *answers)
{
	struct gate_answer gate = {.verdict = VERDICT_PASS};
	struct text citation = TEXT_IN(in->arena);

	for (int i = 0; i < CRITERION_COUNT; i++) {
		if (answers[i].verdict != VERDICT_PASS)
			continue;
		citation_join(&citation, answers[i].citation);
		if (!gate.reason) {
			gate.reason = answers[i].reason;
			gate.detail = answers[i].detail;
		}
		if (i == CRITERION_SPECIAL || i == CRITERION_DEATH)
			break;
	}
	gate.citation = text_str(&citation);
	return gate;
}

/* Nothing met: the rules that came closest, else the first-aid list. */
static struct gate_answer gate_unmet(const struct criteria_input *in, const struct criterion_answer *answers)
{
	struct gate_answer gate = {.verdict = VERDICT_STOP};
	struct text citation = TEXT_IN(in->arena);

	for (int i = 0; i < CRITERION_COUNT; i++) {
		if (i == CRITERION_TREATMENT || answers[i].citation.len == 0)
			continue;
		citation_join(&citation, answers[i].citation);
		if (!gate.reason)
			gate.reason = answers[i].reason;
	}
	if (citation.len == 0) {
		citation_join(&citation, answers[CRITERION_TREATMENT].citation);
		gate.reason = answers[CRITERION_TREATMENT].reason;
	}
	if (citation.len == 0) {
		text_cstr(&citation, "1904.7(b)(1)");
		gate.reason =
			N_("No treatment, days, loss of consciousness or diagnosis makes it recordable.");
	}
	gate.citation = text_str(&citation);
	return gate;
}

struct gate_answer criteria_decide(const struct criteria_input *in,
				   struct criterion_answer answers[CRITERION_COUNT])
{
	const struct criterion_answer *open = NULL;
	bool any = false;

	for (int i = 0; i < CRITERION_COUNT; i++) {
		answers[i] = table[i].answer(in);
		answers[i].label = table[i].label;
		any |= answers[i].verdict == VERDICT_PASS;
		if (answers[i].verdict == VERDICT_OPEN && !open)
			open = &answers[i];
	}
	if (any)
		return gate_met(in, answers);
	if (open)
		return (struct gate_answer){.verdict = VERDICT_OPEN,
					    .citation = open->citation,
					    .reason = open->reason,
					    .field = open->field};
	return gate_unmet(in, answers);
}
