#include "osha/case_facts.h"

#define AT(member) offsetof(struct case_facts, member)
#define STORED(kind_, member, label_, hint_) \
	{ .kind = kind_, .name = #member, .label = label_, .offset = AT(member), .flags = FIELD_STORED, \
	  .hint = hint_ }
#define CODE(member, codes_, label_, hint_) \
	{ .kind = FIELD_CODE, .name = #member, .label = label_, .offset = AT(member), \
	  .flags = FIELD_STORED, .codes = &codes_, .hint = hint_ }
#define MEDICAL(kind_, member, max_, label_, hint_) \
	{ .kind = kind_, .name = #member, .label = label_, .offset = AT(member), \
	  .flags = FIELD_STORED | FIELD_SEALED, .max = max_, .hint = hint_ }
#define PAST(kind_, member, label_, hint_) \
	{ .kind = kind_, .name = #member, .label = label_, .offset = AT(member), \
	  .flags = FIELD_STORED | FIELD_PAST, .hint = hint_ }

static const struct field fields[] = {
	{.kind = FIELD_ANSWER, .name = "keeps_records", .label = N_("Establishment keeps OSHA records"),
	 .offset = AT(keeps_records)},

	CODE(worker, worker_codes, N_("Who employs and supervises the person?"),
	     N_("Who directs the daily work decides whose log it is, not who pays.")),
	STORED(FIELD_ANSWER, abnormal_condition, N_("Is there an injury or illness?"),
	       N_("Any abnormal condition or disorder; an exposure or a fright alone is none.")),
	CODE(kind, kind_codes, N_("Kind of injury or illness"),
	     N_("An injury comes from one event; an illness from an exposure or from wear over time.")),
	PAST(FIELD_DAY, injury_on, N_("Day of the injury or first sign of the illness"),
	     N_("This day itself is never counted as a day away.")),
	STORED(FIELD_ANSWER, work_env, N_("Did it happen in the work environment?"),
	       N_("The workplace and anywhere else where the person was for the job, on or off the clock.")),
	CODE(cause, cause_codes, N_("Where did it come from?"),
	     N_("Work need not be the main cause: one contributing cause is enough.")),
	CODE(exception, exception_codes, N_("Does one of the nine exceptions hold?"),
	     N_("The list is closed. If work contributed as well, most exceptions fall away.")),
	CODE(exception_considered, exception_codes, N_("Exception that was checked and does not hold"),
	     N_("Kept so that an auditor sees that it was asked.")),
	CODE(setting, setting_codes, N_("Workplace, travel or home"), NULL),
	CODE(mental_opinion, mental_opinion_codes, N_("Mental illness: is there a professional's opinion?"),
	     N_("It counts only if the person chose to hand it in.")),
	STORED(FIELD_ANSWER, new_case, N_("Is this a new case?"),
	       N_("No if the same trouble in the same body part is on a log and had not fully healed.")),

	PAST(FIELD_DAY, death_on, N_("Day of death"), NULL),
	{.kind = FIELD_TEXT, .name = "away", .label = N_("Days away from work"), .offset = AT(away),
	 .flags = FIELD_STORED, .max = 2000,
	 .hint = N_("Calendar days the person could not work, weekends included, or was told not to.")},
	{.kind = FIELD_TEXT, .name = "restricted", .label = N_("Days of restricted work or another job"),
	 .offset = AT(restricted), .flags = FIELD_STORED, .max = 2000,
	 .hint = N_("Calendar days, also when the advice was not followed.")},
	STORED(FIELD_ANSWER, advice_followed, N_("Did the person follow the advice to stay off or go easy?"),
	       N_("Advised days count either way.")),
	CODE(restriction_affects_routine, routine_codes, N_("Did the restriction touch the normal job?"),
	     N_("Routine functions are those done at least once a week; a shortened shift counts too.")),
	STORED(FIELD_DAY, released_on, N_("Released to full duty on"),
	       N_("Counting stops here even if the person stays home.")),
	STORED(FIELD_DAY, left_on, N_("Left the company on"), NULL),
	STORED(FIELD_DAY, permanent_change_on, N_("Job changed for good on"),
	       N_("Restricted days end here; at least one is counted.")),
	CODE(left_reason, left_reason_codes, N_("Why did the person leave?"),
	     N_("If because of the injury, estimate the days and keep the estimate.")),
	{.kind = FIELD_TEXT, .name = "treatments", .label = N_("Treatment given or advised"),
	 .offset = AT(treatments), .flags = FIELD_STORED | FIELD_SEALED, .max = 1000,
	 .hint = N_("Refused treatment counts as given. Who gave it does not matter.")},
	MEDICAL(FIELD_TEXT, other_treatment, 500, N_("Treatment that is not on the list"), NULL),
	STORED(FIELD_ANSWER, other_treatment_beyond, N_("Is that treatment beyond first aid?"),
	       N_("Anything outside the closed first-aid list is. Somebody has to confirm it.")),
	STORED(FIELD_ANSWER, lost_consciousness, N_("Did the person lose consciousness?"),
	       N_("For however short a time.")),
	{.kind = FIELD_CODE, .name = "diagnosis", .label = N_("Diagnosis by a licensed professional"),
	 .offset = AT(diagnosis), .flags = FIELD_STORED | FIELD_SEALED, .codes = &diagnosis_codes,
	 .hint = N_("Some count on the day they are diagnosed, even with no treatment.")},
	MEDICAL(FIELD_TEXT, diagnosis_text, 500, N_("Diagnosis in words"), NULL),

	{.kind = FIELD_CODE, .name = "special", .label = N_("Special case"), .offset = AT(special),
	 .flags = FIELD_STORED | FIELD_SEALED, .codes = &special_codes, .hint = NULL},
	MEDICAL(FIELD_TEXT, hearing_baseline, 40, N_("Hearing: baseline"),
		N_("dB at 2000, 3000 and 4000 Hz in the affected ear, such as 10,15,20.")),
	MEDICAL(FIELD_TEXT, hearing_current, 40, N_("Hearing: this test"),
		N_("The same ear and frequencies.")),
	MEDICAL(FIELD_TEXT, hearing_retest, 40, N_("Hearing: retest within 30 days"),
		N_("If the retest does not confirm the shift, nothing is recorded.")),
	{.kind = FIELD_DECIMAL, .name = "hearing_age_correction", .label = N_("Hearing: age correction, dB"),
	 .offset = AT(hearing_age_correction), .flags = FIELD_STORED, .least = 0, .most = INT64_C(60000000),
	 .hint = N_("Taken off the shift only, never off the total.")},
	STORED(FIELD_DAY, hearing_retest_on, N_("Hearing: day of the retest"), NULL),

	{.kind = FIELD_CODE, .name = "body", .label = N_("Intimate body part?"), .offset = AT(body),
	 .flags = FIELD_STORED | FIELD_SEALED, .codes = &body_codes},
	{.kind = FIELD_CODE, .name = "assault", .label = N_("Sexual assault?"), .offset = AT(assault),
	 .flags = FIELD_STORED | FIELD_SEALED, .codes = &assault_codes},
	STORED(FIELD_ANSWER, privacy_request, N_("Did the person ask to stay off the log by name?"),
	       N_("Honoured for illnesses; an injury cannot be made private by request alone.")),

	PAST(FIELD_MOMENT, incident_at, N_("When did the incident happen?"), NULL),
	PAST(FIELD_MOMENT, death_known_at, N_("When did we learn of the death?"), NULL),
	PAST(FIELD_MOMENT, hospitalized_at, N_("Admitted to hospital as an in-patient"),
	     N_("Formal admission; an emergency-room visit alone is none.")),
	STORED(FIELD_ANSWER, hospitalized_for_care, N_("Admitted for care or treatment?"),
	       N_("No if only for observation or tests.")),
	PAST(FIELD_MOMENT, amputation_at, N_("Amputation"),
	     N_("Loss of a limb or other outer body part, fingertips included, also if reattached.")),
	PAST(FIELD_MOMENT, eye_loss_at, N_("Loss of an eye"), NULL),
	PAST(FIELD_MOMENT, severe_known_at, N_("When did we learn of it?"), NULL),
	PAST(FIELD_MOMENT, work_related_known_at, N_("When did we learn that work was the cause?"), NULL),
	CODE(scene, scene_codes, N_("Scene of the incident"), NULL),
	FIELD_END,
};

_Static_assert(sizeof fields / sizeof *fields <= 64, "classify.c keeps a bit for each field");

const struct record case_facts_record = {"osha_case_facts", sizeof(struct case_facts), fields};

static void assume_code(int *value, int usual)
{
	if (*value == 0)
		*value = usual;
}

static void assume_answer(enum answer *value, enum answer usual)
{
	if (*value == ANSWER_NONE)
		*value = usual;
}

static void assume_none(struct str *value)
{
	if (value->len == 0)
		*value = STR("none");
}

void case_facts_assume(struct case_facts *facts)
{
	assume_answer(&facts->keeps_records, ANSWER_YES);
	assume_code(&facts->worker, WORKER_PAYROLL);
	assume_answer(&facts->abnormal_condition, ANSWER_YES);
	assume_answer(&facts->work_env, ANSWER_YES);
	assume_code(&facts->cause, CAUSE_WORK);
	assume_code(&facts->exception, EXCEPTION_ABSENT);
	assume_code(&facts->setting, SETTING_SITE);
	assume_answer(&facts->new_case, ANSWER_YES);
	assume_none(&facts->away);
	assume_none(&facts->restricted);
	assume_none(&facts->treatments);
	assume_code(&facts->diagnosis, DIAGNOSIS_ABSENT);
	assume_answer(&facts->lost_consciousness, ANSWER_NO);
	assume_answer(&facts->advice_followed, ANSWER_YES);
	assume_code(&facts->restriction_affects_routine, ROUTINE_AFFECTED);
	if (facts->left_on != DAY_NONE)
		assume_code(&facts->left_reason, LEFT_UNRELATED);
	assume_code(&facts->special, SPECIAL_ABSENT);
	assume_code(&facts->kind, OSHA_INJURY);
	assume_code(&facts->body, BODY_OTHER);
	assume_code(&facts->assault, ASSAULT_NO);
	assume_code(&facts->mental_opinion, MENTAL_OPINION_NO);
	assume_answer(&facts->privacy_request, ANSWER_NO);
}

struct case_spans case_facts_spans(struct arena *arena, const struct case_facts *facts)
{
	struct case_spans spans;
	const char *why;

	if (days_parse(arena, facts->away, &spans.away, &why) != RC_OK)
		spans.away = (struct day_spans){NULL, 0};
	if (days_parse(arena, facts->restricted, &spans.restricted, &why) != RC_OK)
		spans.restricted = (struct day_spans){NULL, 0};
	return spans;
}

treatment_set case_facts_treatments(const struct case_facts *facts)
{
	treatment_set set;
	bool said_none;
	struct str unknown;

	return treatment_parse(facts->treatments, &set, &said_none, &unknown) == RC_OK ? set : 0;
}

/* "12", "-5", "13.75": hundredths. */
static bool parse_level(struct str text, int32_t *out)
{
	ptrdiff_t point = str_find(text, STR("."));
	struct str whole = point < 0 ? text : str_slice(text, 0, (size_t)point);
	struct str part = point < 0 ? STR("0") : str_slice(text, (size_t)point + 1, text.len);
	int64_t units, decimals;

	if (!str_to_int(whole, -10, 140, &units) || part.len == 0 || part.len > 2 ||
	    !str_to_int(part, 0, 99, &decimals))
		return false;
	if (part.len == 1)
		decimals *= 10;
	*out = (int32_t)(units * 100 + (whole.at[0] == '-' ? -decimals : decimals));
	return true;
}

bool case_facts_audiogram(struct str text, int32_t out[3])
{
	struct str rest = str_trim(text), part;

	for (int i = 0; i < 3; i++)
		if (!str_split(&rest, ',', &part) || !parse_level(str_trim(part), &out[i]))
			return false;
	return rest.at == NULL;
}

struct problems {
	struct fact_problem *at;
	size_t count;
};

static void problem(struct problems *problems, const char *field, const char *why)
{
	if (problems->count < FACT_PROBLEMS_MOST)
		problems->at[problems->count++] = (struct fact_problem){field, why};
}

static void check_order(struct problems *problems, const struct case_facts *facts)
{
	const struct {
		const char *field;
		day on;
	} later[] = {
		{"death_on", facts->death_on}, {"released_on", facts->released_on},
		{"left_on", facts->left_on}, {"permanent_change_on", facts->permanent_change_on},
		{"hearing_retest_on", facts->hearing_retest_on},
	};
	for (size_t i = 0; i < sizeof later / sizeof *later; i++)
		if (later[i].on != DAY_NONE && facts->injury_on != DAY_NONE && later[i].on < facts->injury_on)
			problem(problems, later[i].field, N_("lies before the day of the injury"));
}

static void check_audiograms(struct problems *problems, const struct case_facts *facts)
{
	const struct {
		const char *field;
		struct str text;
		bool required;
	} tests[] = {
		{"hearing_baseline", facts->hearing_baseline, facts->special == SPECIAL_HEARING},
		{"hearing_current", facts->hearing_current, facts->special == SPECIAL_HEARING},
		{"hearing_retest", facts->hearing_retest, false},
	};
	int32_t levels[3];

	for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
		if (tests[i].text.len == 0 && !tests[i].required)
			continue;
		if (!case_facts_audiogram(tests[i].text, levels))
			problem(problems, tests[i].field, N_("needs three values in dB, such as 10,15,20"));
	}
}

size_t case_facts_check(struct arena *arena, const struct case_facts *facts, struct fact_problem *out)
{
	struct problems problems = {out, 0};
	struct day_spans spans;
	treatment_set set;
	struct str unknown;
	const char *why;
	bool said_none;

	if (days_parse(arena, facts->away, &spans, &why) != RC_OK)
		problem(&problems, "away", why);
	if (days_parse(arena, facts->restricted, &spans, &why) != RC_OK)
		problem(&problems, "restricted", why);
	if (treatment_parse(facts->treatments, &set, &said_none, &unknown) != RC_OK)
		problem(&problems, "treatments", N_("names a treatment that the list does not have"));
	check_order(&problems, facts);
	check_audiograms(&problems, facts);
	return problems.count;
}
